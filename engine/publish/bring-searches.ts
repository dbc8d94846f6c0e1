import { type ClientBase, query, transaction } from '../db/connect.ts';
import { indexName, qualified, searchTableName } from '../db/names.ts';
import type { Model, ModelObject } from '../model/model.ts';
import { searchedFields } from '../search/index.ts';
import { saveSteps } from './commit.ts';
import { type PublishParts, readState } from './prepare.ts';
import { fillSearchTable, makeSearchTable, searchColumns } from './search-tables.ts';
import { trigramsOf } from './server.ts';
import { dropIndexStep } from './steps/index.ts';

/** Columns of tables, and the names of indexes. */
const STANDING =
  "SELECT c.relname || '.' || a.attname AS name FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid" +
  " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r' AND starts_with(c.relname, 's_') AND a.attnum > 0 AND NOT a.attisdropped" +
  ' UNION ALL SELECT c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace' +
  " WHERE n.nspname = $1 AND c.relkind = 'i'";

/** The objects that cannot be searched as this build searches, and the indexes in which earlier ones did. */
async function lackingIn(on: Parameters<typeof query>[0], model: Model) {
  const { rows } = await query<{ name: string }>(on, { text: STANDING, values: [model.schema] });
  const standing = new Set(rows.map(({ name }) => name));
  const objects = [...model.objects.values()].filter((object) =>
    searchColumns(object).some((column) => !standing.has(`${searchTableName(object.table)}.${column}`)),
  );
  const indexes = objects.flatMap((object) =>
    searchedFields(object)
      .map(({ field, text }) => ({ name: indexName('ix', field.id, 'search'), object, text }))
      .filter(({ name }) => standing.has(name)),
  );
  return { objects, indexes };
}

async function makeTables(client: ClientBase, model: Model, objects: readonly ModelObject[]): Promise<void> {
  for (const object of objects) {
    for (const text of makeSearchTable(model, object)) await query(client, { text });
  }
}

/**
 * Gives a workspace of an earlier build the tables that searches look into; they are filled by steps. Nothing where
 * it has them. May be done any number of times, by several processes at once.
 */
export async function bringSearches(parts: PublishParts): Promise<void> {
  const { db, workspace, steps } = parts;
  const { model } = await readState(parts);
  if (!model || (await lackingIn(db.direct(), model)).objects.length === 0) return;
  const trigrams = await trigramsOf(db.direct());
  await transaction(db.direct(), async (client) => {
    await query(client, {
      text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`guanxi:publish:${workspace.id}`],
    });
    const { objects, indexes } = await lackingIn(client, model);
    await makeTables(client, model, objects);
    await saveSteps(client, workspace.schema, model.version, [
      ...objects.flatMap((object) => fillSearchTable(model, object, trigrams)),
      ...indexes.map(({ name, object, text }) =>
        dropIndexStep(
          model.schema,
          name,
          `CREATE INDEX CONCURRENTLY "${name}" ON ${qualified(model.schema, object.table)} USING gin ("${text}" ${trigrams})`,
        ),
      ),
    ]);
  });
  steps?.wake(workspace);
}
