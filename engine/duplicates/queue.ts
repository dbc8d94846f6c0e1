import { accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { Problem, problemItem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { compare, matchRulesOf } from '../matching/index.ts';
import type { ModelMatchRule } from '../model/model.ts';
import {
  assertCan,
  type ComparedRecord,
  comparedRecords,
  leaveMatched,
  readNarrow,
} from '../records/index.ts';
import { groupsOf } from './groups.ts';
import { pairTable } from './pairs.ts';

interface OpenPair {
  readonly rule: string;
  readonly a: string;
  readonly b: string;
  readonly grouped: string;
}

/** Two records of a group, and how alike they are by what their reader may read. */
interface SeenPair {
  readonly a: string;
  readonly b: string;
  /** name of the rule that takes them for one */
  readonly rule: string;
  readonly points: number;
  /** by field, 0 to 1 */
  readonly fields: Readonly<Record<string, number>>;
}

/** Records that hang together. */
interface SeenGroup {
  readonly grouped: string;
  readonly records: readonly { readonly id: string; readonly title: string | null }[];
  readonly pairs: readonly SeenPair[];
}

/** Groups that are read at once, and of one queue to find those that its reader sees. */
const BATCH = 200;
const LOOKED_AT = 10_000;
/** Pairs of one group: of a rule that takes all for one, not all are shown. */
const SHOWN = 200;

/** Open pairs of the next groups behind one, the likest first. */
async function nextGroups(
  ctx: RequestContext,
  object: string,
  after: string | undefined,
): Promise<ReadonlyMap<string, readonly OpenPair[]>> {
  const table = pairTable(ctx);
  const on = ctx.db.forReading(ctx.workspace);
  const { rows } = await query<OpenPair>(on, {
    text:
      `SELECT p.rule, p.a, p.b, p.grouped FROM (SELECT DISTINCT d.best, d.grouped FROM ${table} d WHERE d.object_id = $1 AND d.state = 'open' AND d.grouped IS NOT NULL` +
      ` AND ($2::uuid IS NULL OR (d.best, d.grouped) < (SELECT o.best, o.grouped FROM ${table} o WHERE o.object_id = $1 AND o.grouped = $2::uuid LIMIT 1))` +
      ` ORDER BY d.best DESC, d.grouped DESC LIMIT ${BATCH}) g` +
      ` CROSS JOIN LATERAL (SELECT d.rule, d.a, d.b, d.grouped FROM ${table} d WHERE d.object_id = $1 AND d.state = 'open' AND d.best = g.best AND d.grouped = g.grouped ORDER BY d.points DESC LIMIT ${SHOWN}) p` +
      ' ORDER BY g.best DESC, g.grouped DESC',
    values: [object, after ?? null],
  });
  return Map.groupBy(rows, ({ grouped }) => grouped);
}

/** Of these pairs those that somebody sees both records of, and that are alike by what they may read of them. */
async function seenPairs(
  ctx: RequestContext,
  rules: readonly ModelMatchRule[],
  pairs: readonly OpenPair[],
): Promise<{
  readonly pairs: readonly (SeenPair & { readonly grouped: string })[];
  readonly records: ReadonlyMap<string, ComparedRecord>;
}> {
  const access = accessOf(ctx.model, ctx.actor);
  const records = new Map<string, ComparedRecord>();
  const seen: (SeenPair & { grouped: string })[] = [];
  for (const rule of rules) {
    const ofRule = pairs.filter((pair) => pair.rule === rule.id);
    const ids = [...new Set(ofRule.flatMap(({ a, b }) => [a, b]))];
    if (ids.length === 0) continue;
    const on = ctx.db.forReading(ctx.workspace);
    const found = new Map(
      (await comparedRecords(ctx, on, access, rule, ids)).map((one) => [one.id, one] as const),
    );
    for (const { a, b, grouped } of ofRule) {
      const [one, other] = [found.get(a), found.get(b)];
      if (!one || !other) continue;
      const { points, likeness } = compare(rule, one.folded, other.folded);
      if (points < rule.from) continue;
      const fields = rule.compared.flatMap(({ field }, index) =>
        likeness[index] ? [[field, Math.round(likeness[index] * 100) / 100] as const] : [],
      );
      seen.push({ a, b, rule: rule.name, points, fields: Object.fromEntries(fields), grouped });
      records.set(a, one).set(b, other);
    }
  }
  return { pairs: seen, records };
}

/** What somebody is shown who may make records of an object one. */
export async function readQueue(
  ctx: RequestContext,
  object: ObjectAccess,
  after: string | undefined,
  limit: number,
): Promise<{ readonly groups: readonly SeenGroup[]; readonly next: string | null; readonly isCut: boolean }> {
  assertCan(object, 'merge');
  const rules = matchRulesOf(ctx.model, object.object);
  const groups: SeenGroup[] = [];
  let position = after;
  let looked = 0;
  while (object.can('read') && groups.length <= limit && looked < LOOKED_AT) {
    const batch = await nextGroups(ctx, object.object.id, position);
    if (batch.size === 0) break;
    const seen = await seenPairs(ctx, rules, [...batch.values()].flat());
    const byGroup = Map.groupBy(seen.pairs, ({ grouped }) => grouped);
    for (const grouped of batch.keys()) {
      position = grouped;
      const pairs = (byGroup.get(grouped) ?? []).map(({ grouped: _, ...pair }) => pair);
      // what held a group together may have been dismissed, or be hidden
      for (const together of groupsOf(pairs)) {
        const ids = [...new Set(together.flatMap(({ a, b }) => [a, b]))];
        const records = ids.map((id) => ({ id, title: seen.records.get(id)!.title }));
        groups.push({ grouped, records, pairs: together });
      }
    }
    looked += batch.size;
  }
  await leaveMatched(ctx, ctx.db.forWorkspace(ctx.workspace), object, rules);
  return { ...pageOf(groups, limit), isCut: looked >= LOOKED_AT && groups.length <= limit };
}

/** A page ends between two groups, and behind one that is shown: where it ends tells of no other. */
function pageOf(groups: readonly SeenGroup[], limit: number) {
  const last = groups[limit - 1];
  if (!last || groups.length === limit) return { groups, next: null };
  const page = groups.filter(({ grouped }, index) => index < limit || grouped === last.grouped);
  return { groups: page, next: page.length < groups.length ? last.grouped : null };
}

/** Says of records that they are not the same, each with each. Whoever might make them one may say so. */
export async function dismiss(
  ctx: RequestContext,
  object: ObjectAccess,
  ids: readonly string[],
): Promise<void> {
  assertCan(object, 'merge');
  const access = accessOf(ctx.model, ctx.actor);
  const on = ctx.db.forWorkspace(ctx.workspace);
  const problems = [];
  for (const [index, id] of ids.entries()) {
    const record = await readNarrow(ctx, on, { access, object, id, names: [] });
    if (!record) problems.push(problemItem(`/ids/${index}`, 'record.not_found'));
    else if (!record.isIn(object.rows('merge')))
      problems.push(problemItem(`/ids/${index}`, 'record.forbidden'));
  }
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
  await query(on, {
    text: `UPDATE ${pairTable(ctx)} SET state = 'dismissed', by_user = $3::uuid, decided_at = $4::timestamptz WHERE object_id = $1 AND state = 'open' AND a = ANY($2::uuid[]) AND b = ANY($2::uuid[])`,
    values: [object.object.id, ids, ctx.actor.userId, ctx.now],
  });
}

/** Whether there is such a group: one of before the last scan is known no more. */
export async function isGroup(ctx: RequestContext, object: string, grouped: string): Promise<boolean> {
  const { rows } = await query(ctx.db.forReading(ctx.workspace), {
    text: `SELECT 1 FROM ${pairTable(ctx)} WHERE object_id = $1 AND grouped = $2::uuid LIMIT 1`,
    values: [object, grouped],
  });
  return rows.length > 0;
}

export const readLimit = (given: string | null): number => {
  if (given === null) return LIMITS.duplicateGroups;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMITS.duplicateGroups) return limit;
  const params = { name: 'limit', given, expected: `1–${LIMITS.duplicateGroups}` };
  throw new Problem('request.value', params, [problemItem('/limit', 'request.value', params)]);
};
