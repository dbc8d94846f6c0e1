import { accessOf, doneFor, type ObjectAccess, type RowScopes } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { makeBinder } from './binder.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';
import type { PreparedRecord } from './prepare.ts';

/** Id of the user for whom something is done, where others have delegated to the actor who may not do it by themselves. */
function ownerOf(
  { actor }: RequestContext,
  parts: readonly (readonly RowScopes[])[],
  isIn: (rows: RowScopes) => boolean,
): string | undefined {
  const place = doneFor(parts, isIn);
  return place === undefined ? undefined : (actor.delegators?.[place]?.userId ?? undefined);
}

/** For whom a record is put away or taken back. */
export const doneOnBehalf = (
  ctx: RequestContext,
  { doing }: ObjectAccess,
  action: 'delete' | 'restore',
  isIn: (rows: RowScopes) => boolean,
): string | undefined => (doing ? ownerOf(ctx, [doing({ action })], isIn) : undefined);

/** For whom fields of a record are changed. */
export const changedOnBehalf = (
  ctx: RequestContext,
  { doing }: ObjectAccess,
  fields: readonly string[],
  isIn: (rows: RowScopes) => boolean,
): string | undefined =>
  doing
    ? ownerOf(
        ctx,
        fields.map((field) => doing({ action: 'update', field })),
        isIn,
      )
    : undefined;

/** For whom new records are added to the parents that they follow. */
export async function addedOnBehalf(
  ctx: RequestContext,
  on: Connection,
  { object, parent }: ObjectAccess,
  prepared: readonly PreparedRecord[],
): Promise<(record: PreparedRecord) => string | undefined> {
  const { via = '', lines } = object.follows ?? {};
  const link = object.fields.get(via);
  const parts = parent?.access.doing?.({ action: 'update', ...(lines !== undefined && { field: lines }) });
  if (!link || !parts) return () => undefined;
  const above = ({ changes }: PreparedRecord) => String(changes.get(link) ?? '');
  const binder = makeBinder(ctx);
  const ids = new Set(prepared.map(above).filter((id) => id !== ''));
  const asked = binder.parameter([...ids], 'uuid[]');
  const row = { access: parent!.access, alias: 't' };
  const frame = makeFrame(ctx.model, accessOf(ctx.model, ctx.actor), row, binder);
  const columns = parts.map((rows) => (rows.length === 0 ? 'false' : (frame.scope(row, rows) ?? 'true')));
  const text = `SELECT t.id, ${columns.join(', ')} FROM ${tableOf(ctx.model, row.access.object)} t WHERE t.id = ANY(${asked})`;
  const { rows } = await runStatement(on, { name: statementName(text), text, values: binder.values });
  const known = new Map(
    rows.map(([id, ...held]) => [id!, ownerOf(ctx, [parts], (one) => held[parts.indexOf(one)] === 't')]),
  );
  return (record) => known.get(above(record));
}
