import { leadingColumns, walkedSql } from '../access/index.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { indexName, LIST_INDEX, qualified, quote } from '../db/names.ts';
import { parseExpression } from '../expression/index.ts';
import { LIMITS } from '../limits.ts';
import { collationOf, type Document, directionSql, mayBeNull } from '../model/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';
import { indexSql } from './ddl.ts';
import { type Index, indexesOf } from './indexes.ts';
import { dropIndexStep, indexStep, type StepDraft } from './steps/index.ts';
import type { Structure } from './structure.ts';

/** What a view asks of the order in which an index holds the records. */
interface ListShape {
  /** columns that its filter keeps to one value */
  readonly equal: readonly string[];
  /** shows the records of whoever looks, and no others */
  readonly isOwn: boolean;
  /** keys of its order in SQL, that which breaks ties included */
  readonly order: readonly string[];
}

type Syntax = (ReturnType<typeof parseExpression> & { ok: true })['syntax'];

/** What must all hold for an expression to hold. */
const conjuncts = (syntax: Syntax): readonly Syntax[] =>
  syntax.op === 'call' && syntax.name === '&&' ? syntax.args.flatMap(conjuncts) : [syntax];

const pathIn = (syntax: Syntax | undefined): string | undefined =>
  syntax?.op === 'path' ? syntax.segments.map(({ name }) => name).join('.') : undefined;

/** What a filter keeps to one value: names of fields, and by which value. */
function equalities(filter: unknown): ReadonlyMap<string, Syntax> {
  const parsed = typeof filter === 'string' ? parseExpression(filter) : undefined;
  if (!parsed?.ok) return new Map();
  return new Map(
    conjuncts(parsed.syntax).flatMap((one): [string, Syntax][] => {
      if (one.op !== 'call' || one.name !== '==') return [];
      const [left, right] = one.args;
      const name = pathIn(left);
      return name !== undefined && right ? [[name, right]] : [];
    }),
  );
}

/** The column of a field whose value lists compare and sort as it stands there. */
function plainColumn(field: ModelField): string | undefined {
  const { columns, type } = field;
  const [column] = columns;
  const isPlain =
    column?.part === '' && type.kind !== 'list' && (type.value?.((part) => part, field) ?? '') === '';
  return isPlain ? quote(column.name) : undefined;
}

/** A key of an order, as `records/order.ts` says it; undefined where that is more than a column. */
function orderKey(model: Model, field: ModelField | undefined, descending: boolean): string | undefined {
  const column = field && plainColumn(field);
  if (!field || !column || field.target !== undefined || field.type.hasOptions || field.type.hasStages)
    return undefined;
  const isText = field.columns[0]!.type === 'text';
  const sql = isText ? `(${column} COLLATE "${collationOf(model.settings.languages[0])}")` : column;
  return `${sql} ${directionSql({ descending, nullable: mayBeNull(field.name) })}`;
}

/** Undefined where its order is not one of an index. */
function shapeOf(model: Model, object: ModelObject, { body }: Document): ListShape | undefined {
  const words: readonly string[] = body.sort ?? [];
  const keys = words.map((word) => {
    const descending = word.startsWith('-');
    return orderKey(model, object.fields.get(descending ? word.slice(1) : word), descending);
  });
  if (keys.length === 0 || keys.includes(undefined)) return undefined;
  const last = directionSql({ descending: words.at(-1)!.startsWith('-'), nullable: false });
  const kept = equalities(body.filter);
  const names = [
    ...[...kept.keys()].filter((name) => name !== 'owner'),
    ...(body.mode === 'board' && body.group ? [body.group] : []),
  ];
  const equal = names.flatMap((name) => {
    const field = object.fields.get(name);
    return field?.target === undefined || !field.objects ? ((field && plainColumn(field)) ?? []) : [];
  });
  return {
    equal: [...new Set(equal)],
    isOwn: pathIn(kept.get('owner')) === 'user.id',
    order: [...(keys as string[]), `"id" ${last}`],
  };
}

const isShownBefore = (a: Document, b: Document): number =>
  (a.body.order ?? 0) - (b.body.order ?? 0) || (a.key < b.key ? -1 : 1);

/** The indexes that the lists of an object want, those of its first views first. */
function listIndexesOf(model: Model, object: ModelObject, views: readonly Document[]): readonly Index[] {
  const leads = leadingColumns(model, object);
  const definitions = views.toSorted(isShownBefore).flatMap((view) => {
    const shape = shapeOf(model, object, view);
    if (!shape) return [];
    const owner = object.fields.get('owner')?.columns[0]?.name;
    const led = shape.isOwn && owner ? [owner] : leads;
    const rest = [...shape.equal, ...shape.order];
    const walked = [...rest, ...leads.map((first) => `(${walkedSql(quote(first))})`)];
    const columns = [...led.map((first) => [quote(first), ...rest]), ...(shape.isOwn ? [] : [walked])];
    return columns.map((one) => `(${one.join(', ')}) WHERE "deleted_at" IS NULL`);
  });
  // rows that follow those of this object ask also for what lies in the bin
  const isFollowed = [...model.objects.values()].some(({ follows }) => follows?.object === object.name);
  const followed = isFollowed ? leads.map((first) => `(${quote(first)}, "id")`) : [];
  const standing = new Set(indexesOf(object).map(({ definition }) => definition));
  return [...new Set([...followed, ...definitions])]
    .filter((definition) => !standing.has(definition))
    .slice(0, LIMITS.listIndexes)
    .map((definition) => ({ name: indexName(LIST_INDEX, object.id, definition), unique: false, definition }));
}

/** What the lists of all objects want, by table. */
export function listIndexes(
  model: Model,
  documents: Iterable<Document>,
): ReadonlyMap<string, readonly Index[]> {
  const views = Map.groupBy(
    [...documents].filter(({ kind }) => kind === 'view'),
    ({ body }) => body.object as string,
  );
  return new Map(
    [...model.objects.values()].flatMap((object) => {
      const indexes = listIndexesOf(model, object, views.get(object.name) ?? []);
      return indexes.length > 0 ? [[object.table, indexes] as const] : [];
    }),
  );
}

/** A structure with the indexes of lists: of two that both have them, only new tables bring them along. */
export const withIndexes = (
  structure: Structure,
  indexes: ReadonlyMap<string, readonly Index[]>,
): Structure =>
  new Map(
    [...structure].map(([name, table]) => [
      name,
      { ...table, indexes: [...table.indexes, ...(indexes.get(name) ?? [])] },
    ]),
  );

interface Standing {
  readonly name: string;
  /** the statement that makes it anew */
  readonly sql: string;
  /** `index`: it stands or is being built; `drop-index`: it is to go */
  readonly kind: string;
}

/** What stands, and behind it what earlier publishes have still to do with it, in their order. */
const STANDING = (schema: string): string =>
  `SELECT name, sql, kind FROM (SELECT c.relname::text AS name, regexp_replace(pg_catalog.pg_get_indexdef(c.oid), '^CREATE INDEX', 'CREATE INDEX CONCURRENTLY') AS sql, 'index' AS kind, 0 AS v, 0 AS ord` +
  ' FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace' +
  ` WHERE n.nspname = $1 AND i.indisvalid AND starts_with(c.relname, '${LIST_INDEX}_')` +
  ` UNION ALL SELECT cursor, CASE kind WHEN 'index' THEN sql ELSE undo END, kind, v, ord FROM ${qualified(schema, '_meta_step')}` +
  ` WHERE state IN ('pending', 'running') AND starts_with(cursor, '${LIST_INDEX}_')) s ORDER BY v, ord`;

/**
 * Steps that build what lists want and take away what none wants any more. What is wanted follows from views and
 * roles, which change also beside publishes: so it is compared with what Postgres holds, not with what was wanted.
 */
export async function listIndexSteps(
  on: Pool | ClientBase,
  schema: string,
  before: Structure,
  wanted: ReadonlyMap<string, readonly Index[]>,
): Promise<readonly StepDraft[]> {
  const { rows } = await query<Standing>(on, { text: STANDING(schema), values: [schema] });
  const standing = new Map<string, Standing>();
  for (const row of rows) {
    if (row.kind === 'index') standing.set(row.name, row);
    else standing.delete(row.name);
  }
  const all = [...wanted].flatMap(([table, indexes]) => indexes.map((index) => ({ table, index })));
  const names = new Set(all.map(({ index }) => index.name));
  return [
    ...all
      .filter(({ table, index }) => before.has(table) && !standing.has(index.name))
      .map(({ table, index }) => indexStep(schema, index.name, indexSql(schema, table, index, true))),
    ...[...standing.values()]
      .filter(({ name }) => !names.has(name))
      .map(({ name, sql }) => dropIndexStep(schema, name, sql)),
  ];
}
