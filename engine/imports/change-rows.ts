import { type ClientBase, persistentTransaction } from '../db/connect.ts';
import { itemsOf } from '../errors.ts';
import { type EachUpdated, updateEach } from '../records/index.ts';
import type { ReadRow } from './cells.ts';
import { RolledBack } from './dry.ts';
import type { FilePlan } from './map.ts';
import { isOpen, linesOf, type Now, note, type Outcomes, refused } from './now.ts';
import { countDone, type DoneRow, noteDone } from './rows-done.ts';

/** A row, and the record that it changes. */
export interface Change {
  readonly read: ReadRow;
  readonly id: string;
}

/** A row that would change what a row before it would have made. */
export async function countThought(
  { ctx, place }: Now,
  read: ReadRow,
  record: string,
  outcomes: Outcomes,
): Promise<void> {
  const row: DoneRow = { row: read.row.row, rows: 1 + read.also.length, made: 'updated', record, version: 0 };
  await countDone(ctx, ctx.db.forWorkspace(ctx.workspace), place, [row]);
  outcomes.set(read, { made: 'updated', id: record });
}

/** Records that are locked together: whoever works with one of them waits no longer than for these. */
const LOCKED = 50;

/** Changes the records of rows, with what they held before. */
export async function updateRows(
  now: Now,
  plan: FilePlan,
  changes: readonly Change[],
  outcomes: Outcomes,
): Promise<void> {
  const { ctx, key, place } = now;
  for (let at = 0; at < changes.length; at += LOCKED) {
    const some = changes.slice(at, at + LOCKED);
    // the key is as the record spells it
    const bodies = some.map(({ read, id }) => ({
      ...{ id, path: '/0' },
      values: Object.fromEntries([
        ...[...read.clears].map((member) => [member, null] as const),
        ...[...read.values].filter(([member]) => member !== key?.name),
        ...linesOf(read),
      ]),
    }));
    const beside = (client: ClientBase, each: readonly EachUpdated[]) =>
      note(
        now,
        client,
        each.flatMap((one, index): DoneRow[] => {
          if ('refused' in one) return [];
          const { id: record, version, held: values, hasLines } = one;
          const { row, also } = some[index]!.read;
          const rows = 1 + also.length;
          return [{ row: row.row, rows, record, version, made: 'updated', held: { values, hasLines } }];
        }),
        each,
      );
    const each = await updateEach(ctx, now.object.object.name, bodies, beside).catch(
      async (error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
        await countDone(ctx, ctx.db.forWorkspace(ctx.workspace), place, error.rows);
        return error.outcome as readonly EachUpdated[];
      },
    );
    for (const [index, one] of each.entries()) {
      const { read, id } = some[index]!;
      if (!('refused' in one)) {
        outcomes.set(read, { made: 'updated', id });
        continue;
      }
      const items = itemsOf(one.refused).filter((item) => !isOpen(read, item));
      if (items.length > 0) outcomes.set(read, refused(plan, items));
      else await countThought(now, read, id, outcomes);
    }
  }
}

/** Leaves the records of rows as they are. */
export async function skipRows(now: Now, changes: readonly Change[], outcomes: Outcomes): Promise<void> {
  if (changes.length === 0) return;
  const { ctx, place, dry } = now;
  const pool = ctx.db.forWorkspace(ctx.workspace);
  const rows = changes.map(({ read, id: record }): DoneRow => {
    const { row, also } = read;
    return { row: row.row, rows: 1 + also.length, made: 'skipped', record, version: 0 };
  });
  if (dry) await countDone(ctx, pool, place, rows);
  else await persistentTransaction(pool, (client) => noteDone(ctx, client, place, rows));
  for (const { read, id } of changes) outcomes.set(read, { made: 'skipped', id });
}
