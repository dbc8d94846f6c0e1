import { quote } from '../db/names.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import type { RecordName, Way } from './find.ts';
import type { FoundRow, RecordTable } from './tables.ts';

/** Line items of line items belong to a record too; below that nothing does. */
const DEPTH = 2;

interface Related {
  readonly table: RecordTable;
  readonly rows: readonly FoundRow[];
  readonly way: Way;
}

const pointsAt = (field: ModelField, object: ModelObject): boolean =>
  !field.system &&
  !field.rollup &&
  field.columns[0]?.type === 'uuid' &&
  (field.target === object.name || field.objects?.some(({ name }) => name === object.name) === true);

/** Every way by which records point at those of an object. */
const waysTo = (tables: readonly RecordTable[], object: ModelObject) =>
  tables.flatMap((table) =>
    [...table.object.fieldsById.values()]
      .filter((field) => pointsAt(field, object))
      .map((field) => ({ table, field })),
  );

/** Rows of a table for which a condition over `$1`, an array of ids, holds. */
type Read = (table: RecordTable, condition: string, ids: readonly string[]) => Promise<readonly FoundRow[]>;

/** What stands at the other ends of links. */
async function otherEnds(
  tables: readonly RecordTable[],
  { object }: RecordTable,
  via: ModelField,
  rows: readonly FoundRow[],
  read: Read,
): Promise<readonly Related[]> {
  const ends = [...object.fields.values()].filter(
    ({ system, id, target }) => !system && id !== via.id && target !== undefined,
  );
  const found: Related[] = [];
  for (const end of ends) {
    const table = tables.find((one) => one.object.name === end.target);
    const ids = rows.map(({ row }) => row[end.columns[0]!.name]).filter((one) => typeof one === 'string');
    if (table && ids.length > 0)
      found.push({ table, rows: await read(table, 't.id = ANY($1::uuid[])', ids), way: 'refers' });
  }
  return found;
}

/** What belongs to records, and what points at them: over links the record behind. */
export async function relatedRecords(
  tables: readonly RecordTable[],
  records: readonly RecordName[],
  read: Read,
): Promise<readonly Related[]> {
  const found: Related[] = [];
  const follow = async (object: ModelObject, ids: readonly string[], depth: number): Promise<void> => {
    for (const { table, field } of waysTo(tables, object)) {
      const rows = await read(table, `t.${quote(field.columns[0]!.name)} = ANY($1::uuid[])`, ids);
      if (rows.length === 0) continue;
      const { follows, isLink } = table.object;
      const isPart = follows?.object === object.name && follows.via === field.name;
      if (isLink) {
        if (depth === 1) found.push(...(await otherEnds(tables, table, field, rows, read)));
      } else if (isPart) {
        found.push({ table, rows, way: 'part' });
        const below = rows.map(({ id }) => id);
        if (depth < DEPTH) await follow(table.object, below, depth + 1);
      } else if (depth === 1) found.push({ table, rows, way: 'refers' });
    }
  };
  for (const [object, some] of Map.groupBy(records, (record) => record.object))
    await follow(
      object,
      some.map(({ id }) => id),
      1,
    );
  return found;
}
