import { query } from '../../db/connect.ts';
import { qualified, quote, searchTableName } from '../../db/names.ts';
import type { Model, ModelObject } from '../../model/model.ts';
import { renewSearched, type SearchedTable, searchedTable } from '../../search/index.ts';
import { computeBehindLocks, idsBehind } from './behind-locks.ts';
import { defineStep, type Step, type StepDraft, type StepScene } from './define-step.ts';

const COLUMNS =
  'SELECT a.attname::text AS name FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid' +
  " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'id'";

/** Takes from rows what was searched once; of a table in which nothing is searched any more the rows. */
async function clearingSql(
  { direct }: StepScene,
  { schema, table, fields }: SearchedTable,
): Promise<string | undefined> {
  const searches = searchTableName(table);
  const which = 'WHERE id = ANY($1::uuid[])';
  if (fields.length === 0) return `DELETE FROM ${qualified(schema, searches)} ${which}`;
  const wanted = new Set(fields.flatMap(({ text, sound }) => [text, sound]));
  const { rows } = await query<{ name: string }>(direct, { text: COLUMNS, values: [schema, searches] });
  const left = rows.filter(({ name }) => !wanted.has(name)).map(({ name }) => quote(name));
  if (left.length === 0) return undefined;
  const sets = left.map((name) => `${name} = NULL`).join(', ');
  return `UPDATE ${qualified(schema, searches)} SET ${sets} ${which} AND num_nonnulls(${left.join(', ')}) > 0`;
}

async function run(step: Step, scene: StepScene): Promise<void> {
  const searched: SearchedTable = JSON.parse(step.sql);
  const { schema, table } = searched;
  const clearing = await clearingSql(scene, searched);
  await computeBehindLocks(step, scene, idsBehind(qualified(schema, table)), async (client, ids) => {
    await renewSearched(client, searched, 't.id = ANY($1::uuid[])', [ids]);
    if (clearing) await query(client, { text: clearing, values: [ids] });
  });
  // what is looked for is planned by what is there to be found
  if (!scene.isStopping())
    await query(scene.direct, { text: `ANALYZE ${qualified(schema, searchTableName(table))}` });
}

/** Writes what records hold into the table that searches look into. It is no edit of anybody's. */
export const renewSearches = defineStep({
  name: 'search',
  labels: { en: 'Prepare search', 'zh-CN': '准备搜索' },
  run,
});

export const searchStep = (model: Model, object: ModelObject): StepDraft => ({
  kind: renewSearches.name,
  sql: JSON.stringify(searchedTable(model, object)),
  undo: '',
  cursor: null,
});
