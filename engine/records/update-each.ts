import type { RequestContext } from '../context.ts';
import { type PoolClient, persistentTransaction } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { lockCounting } from './gapless.ts';
import { linesNamed } from './given-lines.ts';
import { columnsOfAll, type HeldValues, heldBetween } from './held.ts';
import { reserveNumbers } from './numbering.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import { runStatement } from './postgres.ts';
import { problemOf } from './postgres-errors.ts';
import { lockTree } from './tree.ts';
import type { RecordChange } from './update-row.ts';
import { wantedForLines } from './wanted-numbers.ts';
import { changeRecord } from './write-lines.ts';

/** What became of one of several changes. */
export type EachUpdated =
  | {
      readonly id: string;
      readonly version: number;
      /** what it can be taken back by; its line items are not in it */
      readonly held: HeldValues;
      readonly hasLines: boolean;
    }
  | { readonly id: string; readonly refused: Problem };

/** Refusals that are none of this change alone: the whole transaction is made again, or is of no use. */
const isOfAll = (problem: Problem): boolean =>
  problem.code === 'record.conflict' ||
  problem.code === 'record.model_changed' ||
  problem.code === 'engine.busy';

/**
 * Changes records in one transaction, each by itself: one that is refused leaves the others be. What `beside` writes is
 * there with them or not at all. A record is named once.
 */
export async function updateEach(
  ctx: RequestContext,
  objectName: string,
  changes: readonly RecordChange[],
  beside: (client: PoolClient, outcomes: readonly EachUpdated[]) => Promise<void>,
): Promise<readonly EachUpdated[]> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'update');
  const bodies = changes.map(({ values }) => values);
  const wanted = wantedForLines(ctx, object, bodies);
  const numbers = await reserveNumbers(ctx, wanted);
  const ids = changes.map(({ id }) => id);
  const one = async (client: PoolClient, change: RecordChange): Promise<Written> => {
    try {
      await runStatement(client, { text: 'SAVEPOINT one', values: [] });
      const { version } = await changeRecord(ctx, client, access, object, change, numbers(client));
      await runStatement(client, { text: 'RELEASE SAVEPOINT one', values: [] });
      return { id: change.id, version };
    } catch (error) {
      const problem = problemOf(error, object.object);
      if (!(problem instanceof Problem) || isOfAll(problem)) throw error;
      await runStatement(client, { text: 'ROLLBACK TO SAVEPOINT one', values: [] });
      return { id: change.id, refused: problem };
    }
  };
  return persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    await lockCounting(ctx, client, { open: wanted });
    await lockTree(ctx, client, object.object, bodies);
    const before = await columnsOfAll(ctx, client, object.object, ids, 'locked');
    const written: Written[] = [];
    for (const change of changes) written.push(await one(client, change));
    const after = await columnsOfAll(ctx, client, object.object, ids);
    const outcomes = written.map((each, index): EachUpdated => {
      if ('refused' in each) return each;
      const held = heldBetween(object.object, before.get(each.id)!, after.get(each.id)!);
      return { ...each, held, hasLines: linesNamed(object.object, bodies[index]).size > 0 };
    });
    await beside(client, outcomes);
    return outcomes;
  }).catch((error: unknown) => {
    throw problemOf(error, object.object);
  });
}

type Written =
  | { readonly id: string; readonly version: number }
  | { readonly id: string; readonly refused: Problem };
