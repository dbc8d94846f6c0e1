/** Publishes one more field as a process of its own: what `kill -9` in the midst of it leaves is looked at from outside. */
import { connectDatabase } from '../../../engine/db/connect.ts';
import { CurrentModels } from '../../../engine/model/index.ts';
import { publishDocuments } from '../../../engine/publish/index.ts';
import { changed, editing, field } from './publish-world.ts';

const [connectionString, id, name, schema] = process.argv.slice(2) as [string, string, string, string];
const db = await connectDatabase({ connectionString });
const workspace = { id, name, schema };
const add = editing('object/item', (body) => {
  body.properties.extra = field('text', { search: 'B' });
});
await publishDocuments({ db, workspace, models: new CurrentModels(db) }, changed(add), {
  actor: null,
});
await db.close();
