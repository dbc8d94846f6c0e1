import { sealWorkspace } from '../../../engine/audit/index.ts';
import { connectDatabase } from '../../../engine/db/connect.ts';

/** A process that seals until it is killed; says so once it has begun. */
const [connectionString = '', schema = '', secretKey = ''] = process.argv.slice(2);
const db = await connectDatabase({ connectionString });
process.stdout.write('begun\n');
for (;;) await sealWorkspace(db, { id: '', name: '', schema }, secretKey);
