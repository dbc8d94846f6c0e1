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
const JUDGED = 1_000_000;
/** Pairs of numbers that are told apart as one number. */
const APART = 2 ** 26;
/** milliseconds between two notes of how far it is */
const NOTE = 1_000;
/** Records that are read at once, and pairs after which others get their turn. */
const READ = 5_000;
const TURN = 1_000;

const basisOf = (a: Folded, b: Folded): string =>
  createHash('md5')
    .update(JSON.stringify([a, b]))
    .digest('base64url');

function* eachPair(shared: readonly (readonly string[])[]) {
  for (const one of shared) yield* pairsOf(one);
}

/** Compares what records of a rule have in common; remembers what it has read and judged lately. */
class Weigher {
  readonly #ctx: RequestContext;
  readonly #rule: ModelMatchRule;
  readonly #values = new Map<string, Folded | undefined>();
  readonly #numbers = new Map<string, number>();
  readonly #judged = new Set<number>();

  constructor(ctx: RequestContext, rule: ModelMatchRule) {
    this.#ctx = ctx;
    this.#rule = rule;
  }

  async weigh(shared: readonly (readonly string[])[]): Promise<readonly FoundPair[]> {
    if (this.#judged.size > JUDGED) this.#judged.clear();
    if (this.#values.size > REMEMBERED) this.#values.clear();
    await this.#read(shared.flat());
    const found: FoundPair[] = [];
    let turn = 0;
    for (const [a, b] of eachPair(shared)) {
      const pair = this.#numberOf(a) * APART + this.#numberOf(b);
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

  /** Short for an id: a million pairs are remembered by numbers in a tenth of the memory. */
  #numberOf(id: string): number {
    let number = this.#numbers.get(id);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(id, number);
    }
    return number;
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
  let [crowded, pairs, noted] = [0, 0, Date.now()];
  let kept = await countOpen(ctx, scan.object);
  const isWanted = await eachShared(ctx, step, async (shared) => {
    if (isStopping()) return false;
    const found = await keepPairs(ctx, of, await weigher.weigh(shared));
    crowded += shared.filter(isCrowded).length;
    pairs += found;
    kept += found;
    // those of the scan before are counted twice: whether there are too many is looked up then
    if (kept > LIMITS.scanPairs) kept = await countOpen(ctx, scan.object);
    if (kept > LIMITS.scanPairs) throw new Problem('duplicates.too_many', { limit: LIMITS.scanPairs });
    if (Date.now() - noted < NOTE) return true;
    noted = Date.now();
    const told = pairs;
    pairs = 0;
    return noteReached(ctx, scan.id, { pairs: told });
  });
  return isWanted && noteReached(ctx, scan.id, { pairs, crowded });
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
