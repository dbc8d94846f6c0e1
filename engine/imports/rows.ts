import type { RequestContext } from '../context.ts';
import { problemItem } from '../errors.ts';
import { type CellProblem, isCellProblem, quoted, type WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import { givenFor, matchRecords, toldOf } from '../records/index.ts';
import { headingOf, type ReadRow } from './cells.ts';
import { type Change, countThought, skipRows, updateRows } from './change-rows.ts';
import { createRows } from './create-rows.ts';
import type { FilePlan } from './map.ts';
import { isOfOldModel, type Now, nowOf, type Outcomes, type RowOutcome, refused } from './now.ts';
import { renew } from './renew.ts';
import type { Run } from './run.ts';
import { folded, refuseNaming } from './words.ts';

/** The canonical value by which a row says which record it is; undefined where there is none, or no valid one. */
function keyValue(ctx: RequestContext, key: ModelField, { values }: ReadRow): WireValue | undefined {
  const given = values.get(key.name);
  const value = given === undefined ? null : key.type.normalise(givenFor(ctx, key, given), key);
  return value === null || isCellProblem(value) ? undefined : value;
}

/** A row whose key is refused, in each language by what the object is called. */
const refusedKey = (plan: FilePlan, key: ModelField, problem: CellProblem): RowOutcome => ({
  problems: [{ heading: headingOf(plan, key.name), ...problem }],
});

/** Changes the records that rows name by their key, and makes those that do not exist; as far as the mode of the file wants it. */
async function upsertRows(
  now: Now,
  plan: FilePlan,
  key: ModelField,
  reads: readonly ReadRow[],
  outcomes: Outcomes,
): Promise<void> {
  const { ctx, access, object } = now;
  const { mode } = plan;
  const keyed: { read: ReadRow; value: WireValue }[] = [];
  const fresh: ReadRow[] = [];
  for (const read of reads) {
    const value = keyValue(ctx, key, read);
    if (value !== undefined) {
      keyed.push({ read, value });
    } else if (read.values.has(key.name) && mode !== 'update') {
      // no valid key: judged as a new record, it is refused with the reason
      fresh.push(read);
    } else {
      const item = problemItem(`/0/${key.name}`, 'import.key_missing', { name: headingOf(plan, key.name) });
      outcomes.set(read, refused(plan, [item]));
    }
  }
  const values = keyed.map(({ value }) => value);
  const on = ctx.db.forWorkspace(ctx.workspace);
  const found = await matchRecords(ctx, on, access, object, key, values);
  const known: Change[] = [];
  for (const [index, { read, value }] of keyed.entries()) {
    const [id, ...others] = found[index]!;
    const thought = id === undefined ? now.dry?.idOf(key, value) : undefined;
    const given = quoted(toldOf(key, value));
    const refuse = (code: 'import.several' | 'import.exists' | 'import.no_match', candidates = ''): void => {
      const problem = refuseNaming(code, { given, candidates }, object.object);
      outcomes.set(read, refusedKey(plan, key, problem));
    };
    if (others.length > 0) refuse('import.several', found[index]!.join(', '));
    else if (id === undefined && thought === undefined) {
      if (mode === 'update') refuse('import.no_match');
      else fresh.push(read);
    } else if (mode === 'create') refuse('import.exists');
    else if (thought !== undefined && mode !== 'skip') await countThought(now, read, thought, outcomes);
    else known.push({ read, id: id ?? thought! });
  }
  if (mode === 'skip') await skipRows(now, known, outcomes);
  else await updateRows(now, plan, known, outcomes);
  await createRows(now, plan, fresh, outcomes);
}

/** Rows in portions in which no key occurs twice: the second row of a key changes what the first has made. */
function portions(ctx: RequestContext, key: ModelField, reads: readonly ReadRow[]): ReadRow[][] {
  const counts = new Map<string, number>();
  const found: ReadRow[][] = [];
  for (const read of reads) {
    const spelled = folded(String(keyValue(ctx, key, read)));
    const nth = counts.get(spelled) ?? 0;
    counts.set(spelled, nth + 1);
    found[nth] = [...(found[nth] ?? []), read];
  }
  return found;
}

async function writeUnder(
  run: Run,
  plan: FilePlan,
  reads: readonly ReadRow[],
  outcomes: Outcomes,
): Promise<void> {
  await renew(run);
  const now = nowOf(run, plan);
  const { key } = now;
  if (!key) return createRows(now, plan, reads, outcomes);
  for (const portion of portions(now.ctx, key, reads)) await upsertRows(now, plan, key, portion, outcomes);
}

/** Publishes in a row that one chunk gets out of the way of. */
const PATIENCE = 5;

/** Writes rows whose relations are found, under the model that is published by then: what becomes of each. */
export async function writeRows(
  run: Run,
  plan: FilePlan,
  reads: readonly ReadRow[],
): Promise<ReadonlyMap<ReadRow, RowOutcome>> {
  const outcomes: Outcomes = new Map();
  for (let left = PATIENCE; ; left -= 1) {
    try {
      const open = reads.filter((read) => !outcomes.has(read));
      await writeUnder(run, plan, open, outcomes);
      return outcomes;
    } catch (error) {
      if (!isOfOldModel(error) || left === 0) throw error;
    }
  }
}
