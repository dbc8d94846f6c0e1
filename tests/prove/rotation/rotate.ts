import { connectDatabase } from '../../../engine/db/connect.ts';
import { createVaults } from '../../../engine/encryption/index.ts';
import { loadModel } from '../../../engine/model/index.ts';
import { findWorkspace, rotateKeys } from '../../../engine/workspaces/index.ts';

/** A process that rotates the keys of the workspace until all is done, or it is killed; it says how far it is. */
const [connectionString = '', secretKey = ''] = process.argv.slice(2);
const db = await connectDatabase({ connectionString });
const workspace = (await findWorkspace(db, 'main'))!;
const vault = createVaults(db, { secretKey }).of(workspace);
const scene = { db, workspace, model: await loadModel(db, workspace), vault };
let rotation = await rotateKeys(scene);
for (;;) {
  process.stdout.write(`${JSON.stringify(rotation)}\n`);
  if (rotation.done) break;
  rotation = await rotateKeys(scene, { version: rotation.version });
}
await db.close();
