import { persistentTransaction } from '../db/connect.ts';
import { Problem, type ProblemItem } from '../errors.ts';
import { isCellProblem } from '../field-types/index.ts';
import { uuidv7 } from '../ids.ts';
import { insertRecords, lockCounting, type NumberSupply, prepareRecords } from '../records/index.ts';
import type { Ask, RowProblem } from './cells.ts';
import type { Found } from './lookups.ts';
import { nextMade, noteDone } from './rows-done.ts';
import type { Run } from './run.ts';
import { folded } from './words.ts';

/** The file under whose number records stand that no row is: those that were made as rows named them. */
export const NO_FILE = -1;

/** Records that rows of this import have named and that were made, by what they are called. */
export interface Missing {
  readonly found: Map<string, Promise<Found>>;
  /** they are made one after the other */
  last: Promise<unknown>;
  next: number | undefined;
  /** how many, by object: of a dry run nothing else tells */
  readonly counts: Map<string, number>;
}

export const makeMissing = (): Missing => ({
  found: new Map(),
  last: Promise.resolve(),
  next: undefined,
  counts: new Map(),
});

const noNumbers: NumberSupply = async (_, records) => records.map(() => new Map());

const refusalOf = ({ code, message }: ProblemItem): Found => ({
  problem: { code: code as RowProblem['code'], problem: message },
});

async function makeOne(run: Run, { target, text }: Ask): Promise<Found> {
  const { ctx, access, where, dry, missing } = run;
  const { name } = target.object;
  // under the model that is published by now
  const object = access.object(name)!;
  const field = object.object.fieldsById.get(target.makes!.id)!;
  const value = field.type.parse(text, field, where);
  if (isCellProblem(value)) return { problem: value };
  const on = ctx.db.forWorkspace(ctx.workspace);
  const body = { values: { [field.name]: value }, path: '' };
  const [judged] = await prepareRecords(ctx, on, access, object, [body], ...(dry ? [noNumbers] : []));
  if ('problems' in judged!) return refusalOf(judged.problems[0]!);
  const { prepared } = judged!;
  missing.counts.set(name, (missing.counts.get(name) ?? 0) + 1);
  if (dry) {
    const id = uuidv7();
    dry.made.add(id);
    return { id };
  }
  missing.next ??= await nextMade(ctx, run.lease, NO_FILE);
  const row = missing.next++;
  await persistentTransaction(on, async (client) => {
    await lockCounting(ctx, client, { known: [object.object] });
    await insertRecords(ctx, client, object, [prepared], { isHeard: run.isHeard });
    const place = { lease: run.lease, file: NO_FILE, object: name };
    await noteDone(ctx, client, place, [{ row, rows: 0, made: 'created', record: prepared.id, version: 1 }]);
  });
  return { id: prepared.id };
}

/** The record that a name means which none has: made once, however many rows name it. */
export function foundOrMade(run: Run, ask: Ask): Promise<Found> {
  const { missing } = run;
  const key = `${ask.target.object.name}\n${ask.target.makes!.id}\n${folded(ask.text)}`;
  const known = missing.found.get(key);
  if (known) return known;
  const made = missing.last.then(() =>
    makeOne(run, ask).catch((error: unknown): Found => {
      if (error instanceof Problem && error.items[0]) return refusalOf(error.items[0]);
      throw error;
    }),
  );
  missing.last = made.catch(() => {});
  missing.found.set(key, made);
  return made;
}
