import type { RequestContext } from '../context.ts';
import { persistentTransaction, query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { updateInside } from '../records/index.ts';
import { heldSql, type Place, placesOf } from './holdings.ts';
import { type HandedOver, type Handover, noteRecords, setState, settleRecords, takenOver } from './ledger.ts';

/** What a record says that was taken back. */
export const TAKEN_BACK = 'taken_back';
/** What a record says that somebody else has been given since. */
export const CHANGED_SINCE = 'changed_since';

/** Those who reported to the user get a manager also where nobody takes over; everything else waits for somebody. */
const isReport = ({ object, field }: Place): boolean => object.name === 'user' && field.name === 'manager';

/** Who gets a record; undefined where it stays. Nobody becomes their own manager. */
function takerOf(place: Place, { to, manager }: Handover, record: string): string | null | undefined {
  if (!isReport(place)) return to ?? undefined;
  return [to, manager].find((one) => one !== null && one !== record) ?? null;
}

/** The next records that are the user's by a field and that nothing is known of yet. */
async function nextHeld(ctx: RequestContext, place: Place, one: Handover): Promise<readonly string[]> {
  const noted = `SELECT FROM ${qualified(ctx.workspace.schema, '_handover_record')} r WHERE r.handover = $2::uuid AND r.field = $3 AND r.record = t.id`;
  const { rows } = await query<{ id: string }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT t.id ${heldSql(ctx.model, place)} AND NOT EXISTS (${noted}) ORDER BY t.id LIMIT $4::int`,
    values: [one.user, one.id, place.field.id, LIMITS.handoverBatch],
  });
  return rows.map(({ id }) => id);
}

/** Writes some of them in one transaction, with what became of each. */
async function writeSome(
  ctx: RequestContext,
  one: Handover,
  place: Place,
  records: readonly HandedOver[],
): Promise<void> {
  const { object, field } = place;
  await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    for (const { record, given } of records.filter(({ problem }) => problem === null))
      await updateInside(ctx, client, object.name, {
        id: record,
        values: { [field.name]: given },
        path: '',
      });
    await noteRecords(ctx, client, one.id, records);
  });
}

/** All at once; where one of them is refused each by itself, and that one is told to have stayed. */
async function handOverSome(
  ctx: RequestContext,
  one: Handover,
  place: Place,
  records: readonly HandedOver[],
): Promise<void> {
  try {
    await writeSome(ctx, one, place, records);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (records.length > 1) {
      for (const record of records) await handOverSome(ctx, one, place, [record]);
      return;
    }
    const code = error.items[0]?.code ?? error.code;
    await writeSome(ctx, one, place, [{ ...records[0]!, problem: code }]);
  }
}

/** Hands over what a user holds, in batches. What is done is noted with it: it may be interrupted and begun again anywhere. */
export async function handOver(ctx: RequestContext, one: Handover, isStopping: () => boolean): Promise<void> {
  for (const place of placesOf(ctx.model).filter(({ field }) => one.places.includes(field.id))) {
    if (one.to === null && !isReport(place)) continue;
    for (;;) {
      if (isStopping()) return;
      const held = await nextHeld(ctx, place, one);
      if (held.length === 0) break;
      const records = held.map((record) => ({
        field: place.field.id,
        record,
        given: takerOf(place, one, record) ?? null,
        problem: null,
      }));
      await handOverSome(ctx, one, place, records);
    }
  }
  await setState(ctx, ctx.db.forWorkspace(ctx.workspace), one.id, 'done');
}

/** Of records those that are still as the handover has left them. */
async function unchanged(ctx: RequestContext, place: Place, records: readonly HandedOver[]) {
  const { object, field } = place;
  const { rows } = await query<{ id: string; now: string | null }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT t.id, t.${quote(field.columns[0]!.name)}::text AS now FROM ${qualified(ctx.model.schema, object.table)} t WHERE t.id = ANY($1::uuid[]) AND t.deleted_at IS NULL`,
    values: [records.map(({ record }) => record)],
  });
  const now = new Map(rows.map((row) => [row.id, row.now]));
  return (record: HandedOver): boolean => now.get(record.record) === record.given;
}

async function takeBackSome(
  ctx: RequestContext,
  one: Handover,
  place: Place | undefined,
  records: readonly HandedOver[],
): Promise<void> {
  const isUnchanged = place ? await unchanged(ctx, place, records) : () => false;
  const settled = records.map((record) => ({
    ...record,
    problem: isUnchanged(record) ? TAKEN_BACK : CHANGED_SINCE,
  }));
  try {
    await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
      for (const { record } of settled.filter(({ problem }) => problem === TAKEN_BACK))
        await updateInside(ctx, client, place!.object.name, {
          id: record,
          values: { [place!.field.name]: one.user },
          path: '',
        });
      await settleRecords(ctx, client, one.id, settled);
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (records.length > 1) {
      for (const record of records) await takeBackSome(ctx, one, place, [record]);
      return;
    }
    const problem = error.items[0]?.code ?? error.code;
    await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), (client) =>
      settleRecords(ctx, client, one.id, [{ ...records[0]!, problem }]),
    );
  }
}

/** Gives back what was handed over, but for what somebody has changed since. */
export async function takeBack(ctx: RequestContext, one: Handover, isStopping: () => boolean): Promise<void> {
  const places = new Map(placesOf(ctx.model).map((place) => [place.field.id, place]));
  for (;;) {
    if (isStopping()) return;
    const records = await takenOver(ctx, one.id, LIMITS.handoverBatch);
    if (records.length === 0) break;
    for (const [field, some] of Map.groupBy(records, (record) => record.field))
      await takeBackSome(ctx, one, places.get(field), some);
  }
  await setState(ctx, ctx.db.forWorkspace(ctx.workspace), one.id, 'undone');
}
