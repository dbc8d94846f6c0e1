import type { Access } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { itemsOf, Problem, type ProblemItem } from '../errors.ts';
import { type LinePlan, planLines } from './lines.ts';
import type { NumberSupply } from './numbering.ts';
import type { Connection } from './postgres.ts';
import { prepareRecords } from './prepare.ts';
import { judgeUpdate, readForUpdate } from './update-row.ts';

/** What is wrong with line items, while nothing is written yet. */
export async function judgeLines(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  plans: readonly LinePlan[],
): Promise<readonly ProblemItem[]> {
  const problems: ProblemItem[] = [];
  for (const plan of plans) {
    problems.push(...(await judgeNew(ctx, on, access, plan)), ...(await judgeChanged(ctx, on, access, plan)));
  }
  return problems;
}

const NO_NUMBERS: NumberSupply = async (_, records) => records.map(() => new Map());

async function judgeNew(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  { given: { child, field }, created }: LinePlan,
): Promise<readonly ProblemItem[]> {
  const records = created.map(({ values, path }) => ({ values, path, isLine: true }));
  const judged = await prepareRecords(ctx, on, access, child, records, NO_NUMBERS);
  // to which record it belongs it says by where it stands
  const open = new Set(records.map(({ path }) => `${path}/${field.lines!.via}`));
  const problems = judged
    .flatMap((one) => ('problems' in one ? one.problems : []))
    .filter(({ path }) => !open.has(path));
  const below = judged.flatMap((one) => ('prepared' in one ? one.prepared.lines : []));
  const plans = below.map((given) => planLines(given, []));
  return [...problems, ...(await judgeLines(ctx, on, access, plans))];
}

async function judgeChanged(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  { given: { child }, changed }: LinePlan,
): Promise<readonly ProblemItem[]> {
  const problems: ProblemItem[] = [];
  for (const line of changed) {
    const change = { id: line.id, values: line.values, path: line.path };
    try {
      const before = await readForUpdate(ctx, on, access, child, change, false);
      problems.push(...(await judgeUpdate(ctx, on, access, child, change, before)).problems);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(...itemsOf(error, line.path));
    }
  }
  return problems;
}
