import { type Access, accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { touchesConsents } from './consents.ts';
import { ENGINE } from './engine-rights.ts';
import type { HeldValues } from './held.ts';
import { renewConsents } from './merging/beside.ts';
import { readNarrow } from './narrow.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import { type Connection, runStatement } from './postgres.ts';
import { problemOf } from './postgres-errors.ts';
import { putBack } from './put-back.ts';

/** A record that was changed, and what it held before and after. */
export interface HeldRecord {
  readonly id: string;
  readonly held: HeldValues;
}

/** Why something of a record stays: it was changed since, the actor may not change it, or what it held is taken by now. */
export type StayReason = 'changed' | 'forbidden' | 'refused';

/** What became of one record; one that lies in the bin by now is left out. */
export interface TakenBack {
  readonly id: string;
  readonly isBack: boolean;
  readonly stays?: { readonly reason: StayReason; readonly fields: readonly string[] };
}

async function takeBackOne(
  ctx: RequestContext,
  client: Connection,
  engine: Access,
  objectName: string,
  { id, held }: HeldRecord,
): Promise<TakenBack | undefined> {
  const { access, object } = objectAccessOf(ctx, objectName);
  const whole = engine.object(objectName)!;
  const asked = { id, names: [], lock: true };
  if (!(await readNarrow(ctx, client, { ...asked, access: engine, object: whole }))) return undefined;
  const mine = await readNarrow(ctx, client, { ...asked, access, object });
  if (!mine?.isIn(object.rows('update')))
    return { id, isBack: false, stays: { reason: 'forbidden', fields: [] } };
  const { back, kept } = await putBack(ctx, client, engine, object.object, id, held, { operation: 'update' });
  if (touchesConsents(object.object, back)) await renewConsents(ctx, client, object.object, [id]);
  const fields = kept.map(({ name }) => name);
  return { id, isBack: back.length > 0, ...(fields.length > 0 && { stays: { reason: 'changed', fields } }) };
}

/**
 * Gives records the values back that they had before changes, in a transaction of the caller's: fields that somebody has changed
 * since stay, and are told.
 */
export async function takeBackUpdates(
  ctx: RequestContext,
  client: Connection,
  objectName: string,
  records: readonly HeldRecord[],
): Promise<readonly TakenBack[]> {
  const { object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'update');
  const engine = accessOf(ctx.model, ENGINE);
  const taken: TakenBack[] = [];
  for (const record of records) {
    await runStatement(client, { text: 'SAVEPOINT one', values: [] });
    try {
      const one = await takeBackOne(ctx, client, engine, objectName, record);
      if (one) taken.push(one);
    } catch (error) {
      const problem = problemOf(error, object.object);
      if (!(problem instanceof Problem) || problem.code === 'record.conflict') throw error;
      await runStatement(client, { text: 'ROLLBACK TO SAVEPOINT one', values: [] });
      taken.push({ id: record.id, isBack: false, stays: { reason: 'refused', fields: [] } });
    }
  }
  return taken;
}
