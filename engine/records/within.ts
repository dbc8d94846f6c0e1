import type { Access, ObjectAccess, RowScopes } from '../access/index.ts';
import { isToldBefore } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { makeBinder } from './binder.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { type Connection, runStatement } from './postgres.ts';
import type { PreparedRecord } from './prepare.ts';

/** What a new record must lie in, for itself or for a field that its maker gave. */
interface Bound {
  readonly scopes: RowScopes;
  /** absent: the record as a whole */
  readonly field?: string;
}

/**
 * Whether something of a new record is judged by the parents of somebody else: whoever acts for others may add it where
 * they may, but with the fields alone that the same one may give there.
 */
const isMixed = ({ behalf, parent }: ObjectAccess, scopes: RowScopes): boolean =>
  behalf !== undefined && parent !== undefined && !scopes.includes('all');

const boundsOf = (object: ObjectAccess, records: readonly PreparedRecord[]): readonly Bound[] => {
  const given = new Set(records.flatMap(({ reading }) => [...reading.given]));
  const all: Bound[] = [
    { scopes: object.rows('create') },
    ...[...given].map((field) => ({ scopes: object.writableRows(field, 'create'), field })),
  ];
  return all.filter(({ scopes }) => !isToldBefore(scopes) || isMixed(object, scopes));
};

/** Whether new records must be looked at before they are committed. */
export const mustLieWithin = (object: ObjectAccess, records: readonly PreparedRecord[]): boolean =>
  boundsOf(object, records).length > 0;

/**
 * Refuses new records that lie outside the rows in which their maker may make some. Asked inside the transaction
 * once they stand with all that belongs to them: a condition may name anything of them.
 */
export async function assertWithin(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  records: readonly PreparedRecord[],
): Promise<void> {
  const bounds = boundsOf(object, records);
  if (bounds.length === 0) return;
  const binder = makeBinder(ctx);
  const frame = makeFrame(ctx.model, access, { access: object, alias: 't' }, binder);
  const holds = bounds.map(({ scopes }) => `coalesce(${frame.scope(frame.row, scopes)}, false)`);
  const ids = binder.parameter(
    records.map(({ id }) => id),
    'uuid[]',
  );
  const text = `SELECT t.id, ${holds.join(', ')} FROM ${tableOf(ctx.model, object.object)} t WHERE t.id = ANY(${ids})`;
  const { rows } = await runStatement(client, { text, values: binder.values });
  const held = new Map(rows.map(([id, ...each]) => [id, each]));
  const problems = records.flatMap(({ id, path, reading }) => {
    const outside = bounds.filter((_, index) => held.get(id)?.[index] !== 't');
    if (outside.some(({ field }) => field === undefined)) return [problemItem(path, 'record.outside')];
    return outside.flatMap(({ field = '' }): ProblemItem[] =>
      reading.given.has(field) ? [problemItem(`${path}/${field}`, 'record.read_only', { name: field })] : [],
    );
  });
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
}
