import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { tableOf } from './frame.ts';
import { type Connection, runStatement } from './postgres.ts';

/**
 * The name of the field that leads upwards: of a tree to what a record stands below, of users to their manager. Who
 * reports to whom goes in no circle either, though the documents call users no tree.
 */
const upwards = ({ name, system, tree }: ModelObject): string | undefined =>
  tree ?? (system && name === 'user' ? 'manager' : undefined);

/** Whether bodies say where records of a tree stand. */
function isMoved(object: ModelObject, bodies: readonly unknown[]): boolean {
  const link = upwards(object);
  const names = (body: unknown) => Object.keys(Object(body)).map((name) => object.aliases.get(name) ?? name);
  return link !== undefined && bodies.some((body) => names(body).includes(link));
}

/**
 * Whoever moves records in a tree does so alone until the end of the transaction: of two moves, each right by
 * itself, the second one sees the first. Taken before any record is locked, so that nobody waits in a circle.
 */
export async function lockTree(
  { model }: RequestContext,
  client: Connection,
  object: ModelObject,
  bodies: readonly unknown[],
): Promise<void> {
  if (!isMoved(object, bodies)) return;
  const text = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';
  await runStatement(client, { text, values: [`${model.schema}.${object.id}`] });
}

/** A problem at the field that leads upwards, in each language with its label in that language. */
function problemAt(field: ModelField, path: string, code: 'record.tree_circle' | 'record.tree_depth') {
  const said = (locale: 'en' | 'zh-CN') => {
    const label = field.labels[locale] ?? field.labels.en ?? field.name;
    return problemItem('', code, { label, limit: LIMITS.treeDepth }).message[locale]!;
  };
  const item = problemItem(`${path}/${field.name}`, code, { label: '', limit: LIMITS.treeDepth });
  return { ...item, message: { en: said('en'), 'zh-CN': said('zh-CN') } };
}

const parentOf = (object: ModelObject): ModelField | undefined => object.fields.get(upwards(object) ?? '');

/**
 * Refuses a move of a record below itself, or too far down. The bin counts too: what comes back from it finds a
 * tree.
 */
export async function assertTree(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  { id, path }: { readonly id: string; readonly path: string },
  changes: ReadonlyMap<ModelField, WireValue>,
): Promise<void> {
  const field = parentOf(object);
  const parent = field && changes.get(field);
  if (!field || typeof parent !== 'string') return;
  await lockTree(ctx, client, object, [{ [field.name]: parent }]);
  const [table, link] = [tableOf(ctx.model, object), quote(field.columns[0]!.name)];
  const text =
    `WITH RECURSIVE up(id, n) AS (SELECT $1::uuid, 1 UNION ALL SELECT t.${link}, up.n + 1 FROM up JOIN ${table} t ON t.id = up.id WHERE t.${link} IS NOT NULL AND up.id <> $2::uuid AND up.n <= ${LIMITS.treeDepth}),` +
    ` down(id, n) AS (SELECT $2::uuid, 1 UNION ALL SELECT t.id, down.n + 1 FROM down JOIN ${table} t ON t.${link} = down.id WHERE down.n <= ${LIMITS.treeDepth})` +
    ' SELECT bool_or(up.id = $2::uuid), max(up.n) + (SELECT max(n) FROM down) FROM up';
  const { rows } = await runStatement(client, { text, values: [parent, id] });
  const [isBelow, depth] = rows[0]!;
  const code =
    isBelow === 't'
      ? 'record.tree_circle'
      : Number(depth) > LIMITS.treeDepth
        ? 'record.tree_depth'
        : undefined;
  if (code) throw new Problem('record.invalid', {}, [problemAt(field, path, code)]);
}

/** New records that would stand too far down, by their place among `records`. */
export async function tooDeep(
  ctx: RequestContext,
  on: Connection,
  object: ModelObject,
  records: readonly { readonly path: string; readonly changes: ReadonlyMap<ModelField, WireValue> }[],
): Promise<ReadonlyMap<number, ProblemItem>> {
  const field = parentOf(object);
  const parents = records.map(({ changes }) => (field ? changes.get(field) : undefined));
  const given = [...new Set(parents.filter((one) => typeof one === 'string'))];
  if (!field || given.length === 0) return new Map();
  const [table, link] = [tableOf(ctx.model, object), quote(field.columns[0]!.name)];
  const text =
    `WITH RECURSIVE up(start, id, n) AS (SELECT p, p, 1 FROM unnest($1::uuid[]) p UNION ALL SELECT up.start, t.${link}, up.n + 1 FROM up JOIN ${table} t ON t.id = up.id WHERE t.${link} IS NOT NULL AND up.n < ${LIMITS.treeDepth})` +
    ` SELECT DISTINCT start FROM up WHERE n >= ${LIMITS.treeDepth}`;
  const { rows } = await runStatement(on, { text, values: [given] });
  const deep = new Set<unknown>(rows.map(([start]) => start));
  return new Map(
    records.flatMap(({ path }, index) =>
      deep.has(parents[index]) ? [[index, problemAt(field, path, 'record.tree_depth')] as const] : [],
    ),
  );
}

/** Whether a change of a record moves it in its tree. */
export const changesTree = (object: ModelObject, changes: ReadonlyMap<ModelField, WireValue>): boolean =>
  typeof changes.get(parentOf(object) as ModelField) === 'string';
