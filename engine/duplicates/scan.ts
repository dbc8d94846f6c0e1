import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { transaction } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { compare, type Folded, matchRulesOf } from '../matching/index.ts';
import type { ModelMatchRule } from '../model/model.ts';
import { comparedRecords } from '../records/index.ts';
import { eachShared, isCrowded, pairsOf, type Step, stepsOf } from './candidates.ts';
import { endScan, noteReached, type Scan } from './ledger.ts';
import { countOpen, type FoundPair, keepPairs, settlePairs } from './pairs.ts';

/** Records whose values, and pairs of which it is known that they were compared, are remembered at once. */
const REMEMBERED = 200_000;
/** Records that are read at once, and pairs after which others get their turn. */
const READ = 5_000;
const TURN = 1_000;

const basisOf = (a: Folded, b: Folded): string =>
  createHash('md5')
    .update(JSON.stringify([a, b]))
    .digest('base64url');

/** Compares what records of a rule have in common; remembers what it has read and judged lately. */
class Weigher {
  readonly #ctx: RequestContext;
  readonly #rule: ModelMatchRule;
  readonly #values = new Map<string, Folded | undefined>();
  readonly #judged = new Set<string>();

  constructor(ctx: RequestContext, rule: ModelMatchRule) {
    this.#ctx = ctx;
    this.#rule = rule;
  }

  async weigh(shared: readonly (readonly string[])[]): Promise<readonly FoundPair[]> {
    if (this.#judged.size > REMEMBERED) this.#judged.clear();
    if (this.#values.size > REMEMBERED) this.#values.clear();
    await this.#read(shared.flat());
    const found: FoundPair[] = [];
    let turn = 0;
    for (const [a, b] of shared.flatMap((one) => [...pairsOf(one)])) {
      const pair = a + b;
      if (this.#judged.has(pair)) continue;
      this.#judged.add(pair);
      const [mine, other] = [this.#values.get(a), this.#values.get(b)];
      if (!mine || !other) continue;
      const { points } = compare(this.#rule, mine, other);
      if (points >= this.#rule.from) found.push({ a, b, points, basis: basisOf(mine, other) });
      turn += 1;
      if (turn % TURN === 0) await setImmediate();
    }
    return found;
  }

  async #read(all: readonly string[]): Promise<void> {
    const ids = [...new Set(all)].filter((id) => !this.#values.has(id));
    const { model, actor, db, workspace } = this.#ctx;
    const access = accessOf(model, actor);
    for (let from = 0; from < ids.length; from += READ) {
      const some = ids.slice(from, from + READ);
      // those that lie in the bin are none
      for (const id of some) this.#values.set(id, undefined);
      const records = await comparedRecords(this.#ctx, db.forWorkspace(workspace), access, this.#rule, some);
      for (const { id, folded } of records) this.#values.set(id, folded);
    }
  }
}

/** One step; whether the scan is wanted still. What it has found is kept with each chunk: a step that was interrupted begins anew. */
async function runStep(
  ctx: RequestContext,
  scan: Scan,
  step: Step,
  rule: ModelMatchRule,
  isStopping: () => boolean,
): Promise<boolean> {
  const weigher = new Weigher(ctx, rule);
  const of = { scan: scan.id, object: scan.object, rule: rule.id };
  let crowded = 0;
  const isWanted = await eachShared(ctx, step, async (shared) => {
    if (isStopping()) return false;
    const pairs = await keepPairs(ctx, of, await weigher.weigh(shared));
    crowded += shared.filter(isCrowded).length;
    if (pairs > 0 && (await countOpen(ctx, scan.object)) > LIMITS.scanPairs)
      throw new Problem('duplicates.too_many', { limit: LIMITS.scanPairs });
    return noteReached(ctx, scan.id, { pairs });
  });
  return isWanted && noteReached(ctx, scan.id, { crowded });
}

/** The steps of a scan, as they were planned when it began. */
async function plannedOf(
  ctx: RequestContext,
  scan: Scan,
  rules: readonly ModelMatchRule[],
): Promise<readonly Step[]> {
  if (scan.plan !== null) return JSON.parse(scan.plan);
  const steps: Step[] = [];
  for (const { id } of rules) steps.push(...(await stepsOf(ctx, id)));
  await noteReached(ctx, scan.id, { plan: JSON.stringify(steps) });
  return steps;
}

/** Compares all records of an object, from where it has got to on, until it is done or nobody wants it. */
export async function runScan(ctx: RequestContext, scan: Scan, isStopping: () => boolean): Promise<void> {
  try {
    const object = ctx.model.objectsById.get(scan.object);
    if (!object) throw new Problem('duplicates.not_found');
    const rules = matchRulesOf(ctx.model, object);
    const steps = await plannedOf(ctx, scan, rules);
    for (const [index, step] of [...steps.entries()].slice(scan.step)) {
      const rule = rules.find(({ id }) => id === step.rule);
      // one that is gone since finds nothing
      const isWanted = rule ? await runStep(ctx, scan, step, rule, isStopping) : !isStopping();
      if (!isWanted || !(await noteReached(ctx, scan.id, { step: index + 1 }))) {
        // cancelled already, unless it is the process that stops
        if (isStopping()) await endScan(ctx, scan.id, 'waiting');
        return;
      }
    }
    await transaction(ctx.db.forWorkspace(ctx.workspace), (client) =>
      settlePairs(ctx, client, scan.object, scan.id),
    );
    await endScan(ctx, scan.id, 'done');
  } catch (error) {
    const { code, text } = error instanceof Problem ? error : new Problem('engine.internal');
    await endScan(ctx, scan.id, 'failed', JSON.stringify({ code, text }));
    if (!(error instanceof Problem)) throw error;
  }
}
