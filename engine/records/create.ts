import type { Access, ObjectAccess } from '../access/index.ts';
import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { addedOnBehalf } from './behalf.ts';
import { keepConsents, touchesConsents } from './consents.ts';
import { tableOf } from './frame.ts';
import { countsInside, lockCounting, withGaplessNumbers } from './gapless.ts';
import { type KeptAnswer, keepAnswer, type RepeatKey } from './idempotency.ts';
import { type NumberSupply, reserveNumbers } from './numbering.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';
import { problemOf } from './postgres-errors.ts';
import {
  insertRows,
  type PreparedRecord,
  prepareRecords,
  refusedRecord,
  rowCells,
  traceOf,
  type Written,
} from './prepare.ts';
import { writerOf } from './read.ts';
import { rollupCreated, rollupLinks } from './rollups.ts';
import { insertOne, returningOf } from './row.ts';
import { answered } from './secrets.ts';
import { trailOf } from './trail.ts';
import { wantedForLines } from './wanted-numbers.ts';
import { assertWithin, mustLieWithin } from './within.ts';
import { insertLines } from './write-lines.ts';

/** How many records are inserted at once. */
export interface Insertion {
  /** false where workflows and notices shall not hear of them */
  readonly isHeard?: boolean;
  /** of line items: inside a transaction they are taken before it */
  readonly numbers?: NumberSupply;
}

/** Inserts records that have passed the rules, inside a transaction, with their line items. */
export async function insertRecords(
  ctx: RequestContext,
  client: Connection,
  object: ObjectAccess,
  prepared: readonly PreparedRecord[],
  { isHeard = true, numbers }: Insertion = {},
): Promise<void> {
  await insertRows(ctx, client, object, prepared, isHeard);
  const access = accessOf(ctx.model, ctx.actor);
  await insertLines(ctx, client, access, object, prepared, numbers);
  await assertWithin(ctx, client, access, object, prepared);
}

async function insertRecord(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  judged: PreparedRecord,
  keep: RepeatKey | undefined,
): Promise<Written> {
  const [prepared = judged] = await withGaplessNumbers(ctx, on, object.object, [judged]);
  const values: unknown[] = [ctx.actor.userId];
  const behalfOf = await addedOnBehalf(ctx, on, object, [prepared]);
  const ctes = trailOf(ctx, [traceOf(ctx, object, prepared, behalfOf(prepared))], values);
  if (keep) ctes.push(keepAnswer(ctx, keep, keptFor(prepared.id), values));
  const cells = rowCells(ctx, object, prepared);
  const insert = insertOne(tableOf(ctx.model, object.object), cells, values);
  const returning = returningOf(ctx, access, object);
  const write = `WITH ${ctes.join(', ')} ${insert} ${returning.sql(ctx, values)}`;
  const { rows, oids } = await runStatement(on, { name: statementName(write), text: write, values });
  const row = rows[0]!;
  await rollupCreated(ctx, on, object.object, [prepared.changes]);
  const written = { id: prepared.id, version: Number(row.at(-1)) };
  if (touchesConsents(object.object, prepared.changes.keys())) {
    await keepConsents(ctx, on, object.object, [prepared]);
    // read anew: by now it has what was said of its addresses
    return written;
  }
  return { ...written, text: await answered(ctx, writerOf(returning, oids)(row)) };
}

/** What a repeated request is answered with: the record as it is by then. */
const keptFor = (id: string): KeptAnswer => ({ status: 201, answer: JSON.stringify({ id }) });

async function createWithLines(
  ctx: RequestContext,
  pool: Parameters<typeof persistentTransaction>[0],
  access: Access,
  object: ObjectAccess,
  prepared: PreparedRecord,
  keep: RepeatKey | undefined,
): Promise<Written> {
  const wanted = wantedForLines(ctx, object, [prepared.reading.situation.given]);
  const numbers = await reserveNumbers(ctx, wanted);
  return persistentTransaction(pool, async (client) => {
    await lockCounting(ctx, client, { known: [object.object], open: wanted });
    const { id, version } = await insertRecord(ctx, client, access, object, prepared, keep);
    await insertLines(ctx, client, access, object, [prepared], numbers(client));
    await assertWithin(ctx, client, access, object, [prepared]);
    // read anew: by now it has what it rolls up
    return { id, version };
  });
}

/** Makes one record. */
export async function createRecord(
  ctx: RequestContext,
  objectName: string,
  body: unknown,
  keep?: RepeatKey,
): Promise<Written> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'create');
  const on = ctx.db.forWorkspace(ctx.workspace);
  const [judged] = await prepareRecords(ctx, on, access, object, [{ values: body, path: '' }]);
  if ('problems' in judged!) throw new Problem('record.invalid', {}, judged.problems);
  const { prepared } = judged!;
  try {
    if (prepared.lines.length > 0) return await createWithLines(ctx, on, access, object, prepared, keep);
    const isAlone =
      rollupLinks(ctx, object.object).length === 0 &&
      !countsInside(object.object) &&
      !touchesConsents(object.object, prepared.changes.keys()) &&
      !mustLieWithin(object, [prepared]);
    if (isAlone) return await insertRecord(ctx, on, access, object, prepared, keep);
    return await persistentTransaction(on, async (client) => {
      await lockCounting(ctx, client, { known: [object.object] });
      const written = await insertRecord(ctx, client, access, object, prepared, keep);
      await assertWithin(ctx, client, access, object, [prepared]);
      return written;
    });
  } catch (error) {
    throw problemOf(error, object.object, refusedRecord([prepared], error));
  }
}
