import type { Access, ObjectAccess, RowScopes } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { type ProblemItem, problemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import { makeBinder } from './binder.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { targetOf } from './members.ts';
import { colleaguesOnly } from './parties.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';

/** One record that a change wants to point at. */
export interface Reference {
  readonly field: ModelField;
  /** API name of its object */
  readonly target: string;
  readonly id: string;
  readonly path: string;
  /** the rows in which it must lie, where it is the parent that rights follow */
  readonly rows?: RowScopes;
}

/** References that are looked up alike. */
const groupOf = ({ target, rows }: Reference): string => `${target} ${rows?.join() ?? ''}`;

/** What is told of a record: of what is not there nobody learns whether it would fit. */
export function refusalsOf(
  problems: readonly ProblemItem[],
  missing: readonly { readonly problem: ProblemItem }[],
): readonly ProblemItem[] {
  const paths = new Set(missing.map(({ problem }) => problem.path));
  const isMoot = ({ path, code }: ProblemItem) => paths.has(path) && code.startsWith('record.misfit');
  return [...problems.filter((problem) => !isMoot(problem)), ...missing.map(({ problem }) => problem)];
}

/** The object and the id of the record that a value points at. */
function pointedAt(field: ModelField, value: WireValue): [target?: string | undefined, id?: string] {
  if (field.objects && value !== null) {
    const { object, id } = value as unknown as { object: string; id: string };
    return [object, id];
  }
  return typeof value === 'string' ? [targetOf(field), value] : [];
}

/**
 * The references among changed values. The actor itself is known to be there, and so is the record of one of the portal;
 * to add something to it they need the right as for any other.
 */
export function referencesIn(
  ctx: RequestContext,
  { object, parent }: ObjectAccess,
  changes: ReadonlyMap<ModelField, WireValue>,
  path: string,
): Reference[] {
  const references: Reference[] = [];
  for (const [field, value] of changes) {
    const [target, id] = pointedAt(field, value);
    if (target === undefined || id === undefined) continue;
    const { userId, portal } = ctx.actor;
    const isParent = parent !== undefined && field.name === object.follows?.via;
    const isKnown = portal
      ? target === portal.object && id === portal.id
      : target === 'user' && id === userId;
    if (isKnown && !isParent) continue;
    references.push({
      field,
      target,
      id,
      path: `${path}/${field.name}`,
      ...(isParent && { rows: parent.rows }),
    });
  }
  return references;
}

/**
 * Of a record whose rights are those of a parent: it may not stand below none, where nobody would see it but who
 * sees them all. `isNew`: what its body does not say is nothing.
 */
export function orphanProblems(
  { object, parent }: ObjectAccess,
  changes: ReadonlyMap<ModelField, WireValue>,
  path: string,
  isNew: boolean,
): readonly ProblemItem[] {
  const via = object.fields.get(object.follows?.via ?? '');
  if (!parent || !via || parent.rows.includes('all')) return [];
  const value = changes.get(via) ?? (isNew || changes.has(via) ? null : undefined);
  return value === null ? [problemItem(`${path}/${via.name}`, 'record.reference')] : [];
}

/** References to records that do not exist, are in the bin or may not be seen: one query for all of them. */
export async function missingReferences(
  ctx: RequestContext,
  access: Access,
  on: Connection,
  references: readonly Reference[],
): Promise<readonly { reference: Reference; problem: ProblemItem }[]> {
  if (references.length === 0) return [];
  const binder = makeBinder(ctx);
  const groups = [...Map.groupBy(references, groupOf).values()];
  const reads = groups.flatMap((wanted, index) => {
    const [{ target: name, rows }] = wanted as [Reference];
    const target = access.object(name);
    if (!target?.can('read')) return [];
    const ids = binder.parameter([...new Set(wanted.map(({ id }) => id))], 'uuid[]');
    const row = { access: target, alias: 't' };
    const frame = makeFrame(ctx.model, access, row, binder);
    const within = rows && frame.scope(row, rows);
    const conditions = [`t.id = ANY(${ids})`, ...frame.live(row), ...(within ? [within] : [])];
    const isColleague = colleaguesOnly(row)[0] ?? 'true';
    return [
      `SELECT t.id, ${index}, ${isColleague} FROM ${tableOf(ctx.model, target.object)} t WHERE ${conditions.join(' AND ')}`,
    ];
  });
  const text = reads.join(' UNION ALL ');
  const found =
    reads.length === 0
      ? []
      : (await runStatement(on, { name: statementName(text), text, values: binder.values })).rows;
  const known = new Set(found.flatMap(([id, group, isGood]) => (isGood === 't' ? [`${group} ${id}`] : [])));
  const outside = new Set(found.flatMap(([id, , isGood]) => (isGood === 't' ? [] : [id])));
  const missing = new Set(
    groups.flatMap((wanted, index) => wanted.filter(({ id }) => !known.has(`${index} ${id}`))),
  );
  return references
    .filter((reference) => missing.has(reference))
    .map((reference) => ({
      reference,
      problem: problemItem(
        reference.path,
        outside.has(reference.id) ? 'record.portal_user' : 'record.reference',
      ),
    }));
}

/** Who is of the portal is told where they are invited: nobody is made one, or a colleague, by a change of that word. */
export function portalProblems(
  { actor }: RequestContext,
  { object }: ObjectAccess,
  changes: ReadonlyMap<ModelField, WireValue>,
  path: string,
  before?: ReadonlyMap<string, WireValue>,
): readonly ProblemItem[] {
  if (object.name !== 'user' || !object.system || actor.kind === 'engine') return [];
  const kind = changes.get(object.fields.get('kind')!);
  const isMeant = kind !== undefined && [kind, before?.get('kind')].includes('portal');
  return isMeant ? [problemItem(`${path}/kind`, 'people.portal_user')] : [];
}
