import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import type { Keys } from '../encryption/index.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { encryptedFields } from '../model/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { identifies, identifyingFields, titleOf } from './personal.ts';
import { relatedRecords } from './related.ts';
import {
  type FoundRow,
  type RecordTable,
  ROW,
  recordTables,
  sealedIn,
  sealedSql,
  titleIn,
  wordsOf,
  wordsSql,
} from './tables.ts';
import { alsoSealed, anyOf, distinct, type Term, termsIn } from './terms.ts';
import { termsOfRecords } from './terms-of-records.ts';
import { countTraces, type Traces } from './traces.ts';

/** A record by the id of its object and its own. */
export interface RecordName {
  readonly object: ModelObject;
  readonly id: string;
}

/**
 * Why a record was found: it is the person, it belongs to such a record, it has the same e-mail or phone, it points
 * there, it is called the same, or its words speak of the person. The first that holds.
 */
export const WAYS = ['person', 'part', 'same', 'refers', 'namesake', 'mention'] as const;
export type Way = (typeof WAYS)[number];

export interface FoundRecord extends RecordName {
  readonly table: RecordTable;
  readonly row: FoundRow;
  readonly title: string | null;
  readonly way: Way;
  /** where the words stand by which it was found; undefined of columns that no field has any more */
  readonly fields: readonly (ModelField | undefined)[];
  readonly isDeleted: boolean;
}

export interface Found {
  readonly tables: readonly RecordTable[];
  readonly terms: readonly Term[];
  readonly records: readonly FoundRecord[];
  readonly traces: Traces;
}

/** The keys of what the workspace keeps encrypted; undefined where it keeps nothing so. */
export const keysOf = async ({ model, vault }: RequestContext): Promise<Keys | undefined> =>
  encryptedFields(model).length > 0 ? vault.ready() : undefined;

/** E-mail, phone and the like are one person's; a name may be that of several. */
export const isStrong = ({ kind }: Term): boolean => kind !== 'name';

export const keyOf = ({ object, id }: RecordName): string => `${object.id}/${id}`;

/** Rows of a table, in the order of their ids; so many that they tell nothing are refused. */
async function rowsOf(
  on: Pool | ClientBase,
  { table, object }: RecordTable,
  condition: string,
  values: readonly unknown[],
): Promise<readonly FoundRow[]> {
  const limit = LIMITS.privacyRecords;
  const { rows } = await query<FoundRow>(on, {
    text: `SELECT ${ROW} FROM ${table} t WHERE ${condition} ORDER BY t.id LIMIT ${limit + 1}`,
    values,
  });
  if (rows.length > limit) throw new Problem('privacy.too_many', { object: object.name, limit });
  return rows;
}

/** Rows of the records that are the person, as they stand; refused where one is not there. */
async function personRows(
  on: Pool | ClientBase,
  tables: readonly RecordTable[],
  records: readonly RecordName[],
): Promise<readonly (readonly [RecordTable, FoundRow])[]> {
  const found: (readonly [RecordTable, FoundRow])[] = [];
  for (const { object, id } of records) {
    const table = tables.find((one) => one.object === object)!;
    const [row] = await rowsOf(on, table, 't.id = $1::uuid', [id]);
    if (!row) throw new Problem('record.not_found');
    found.push([table, row]);
  }
  return found;
}

/** By what the words of a row speak of the person. */
function spokenOf(
  table: RecordTable,
  { row }: FoundRow,
  terms: readonly Term[],
): Pick<FoundRecord, 'way' | 'fields'> {
  const title = titleOf(table.object);
  const isSomebody = identifyingFields(table.object).length > 0;
  const spots: { field: ModelField | undefined; isStrong: boolean }[] = table.texts.flatMap(({ name }) => {
    const hits = termsIn(wordsOf(row[name]), terms);
    return hits.length === 0 ? [] : [{ field: table.fieldOf(name), isStrong: hits.some(isStrong) }];
  });
  const kept = sealedIn(table, row, terms.filter(isStrong));
  spots.push(...kept.map(({ field }) => ({ field, isStrong: true })));
  const isSame = spots.some((spot) => spot.isStrong && spot.field && identifies(spot.field));
  const isNamesake = isSomebody && spots.some(({ field }) => field !== undefined && field === title);
  return {
    way: isSame ? 'same' : isNamesake ? 'namesake' : 'mention',
    fields: [...new Set(spots.map(({ field }) => field))],
  };
}

/**
 * Everything that the workspace holds of a person: of whom some records are, and whom some terms name. It is read with
 * the engine's rights, records in the bin and archived fields included.
 */
export async function findPerson(
  ctx: RequestContext,
  on: Pool | ClientBase,
  { records, terms: given }: { readonly records: readonly RecordName[]; readonly terms: readonly Term[] },
): Promise<Found> {
  const { model } = ctx;
  const keys = await keysOf(ctx);
  const tables = await recordTables(on, model, keys);
  const persons = await personRows(on, tables, records);
  const terms = distinct([...given, ...(await termsOfRecords(ctx, on, persons))]);
  const found = new Map<string, FoundRecord>();
  const add = (table: RecordTable, row: FoundRow, way: Way): void => {
    const spoken = spokenOf(table, row, terms);
    const name = { object: table.object, id: row.id };
    const known = found.get(keyOf(name));
    const ways = [way, known?.way, spoken.fields.length > 0 ? spoken.way : undefined];
    found.set(keyOf(name), {
      ...name,
      table,
      row,
      title: titleIn(table, row.row),
      way: WAYS.find((one) => ways.includes(one))!,
      fields: spoken.fields,
      isDeleted: row.row.deleted_at !== null,
    });
  };
  for (const [table, row] of persons) add(table, row, 'person');
  // what users own, made or are asked to do points at them by the thousand, and says nothing of them
  const followed = records.filter(({ object }) => !object.system);
  const related = await relatedRecords(tables, followed, (table, condition, ids) =>
    rowsOf(on, table, condition, [ids]),
  );
  for (const { table, rows, way } of related) for (const row of rows) add(table, row, way);
  if (terms.length > 0) {
    for (const table of tables) {
      const values: unknown[] = [anyOf(terms)];
      const sought = terms.filter(isStrong).map(({ value }) => value);
      const sealed = sealedSql(table, sought, (list) => `$${values.push(list)}::text[]`);
      const condition = [`${wordsSql(table)} ~* $1`, ...sealed].join(' OR ');
      const rows = await rowsOf(on, table, `(${condition})`, values);
      for (const row of rows) add(table, row, 'mention');
    }
  }
  const own = [...found.values()].filter(({ way }) => way === 'person' || way === 'part').map(({ id }) => id);
  const traces = await countTraces(model, on, own, alsoSealed(terms.filter(isStrong), keys));
  return { tables, terms, records: inOrder([...found.values()]), traces };
}

const inOrder = (records: readonly FoundRecord[]): readonly FoundRecord[] =>
  records.toSorted((a, b) => WAYS.indexOf(a.way) - WAYS.indexOf(b.way) || (keyOf(a) < keyOf(b) ? -1 : 1));
