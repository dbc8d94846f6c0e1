import { type Access, accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { type ProblemItem, problemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import { compare, type Folded, foldedOf, keysOf, matchRulesOf, matchText } from '../matching/index.ts';
import type { ModelMatchRule, ModelObject } from '../model/model.ts';
import { leaveMatched, readCompared } from './compared.ts';
import { ENGINE } from './engine-rights.ts';
import { systemTable } from './frame.ts';
import type { Connection } from './postgres.ts';

/** A record that is taken for the one that is asked about. */
export interface Duplicate {
  readonly id: string;
  /** null where its title may not be read */
  readonly title: string | null;
  readonly points: number;
  /** by field how alike its value is, 0 to 1; of those that its reader may read */
  readonly fields: Readonly<Record<string, number>>;
}

/** What a match rule says of a record. */
export interface Duplicates {
  readonly rule: Pick<ModelMatchRule, 'name' | 'labels' | 'onMatch' | 'from'>;
  readonly records: readonly Duplicate[];
  /** how many more there are that its writer may not see, where the rule tells that */
  readonly unseen: number;
}

/** Who is looked for: a record with what is said of it; of one that is there already its id, and what changes. */
export interface Sought {
  readonly id?: string;
  /** undefined where nothing is said */
  readonly said: (field: string) => WireValue | undefined;
}

interface Candidate {
  readonly id: string;
  readonly title: string | null;
  readonly folded: Folded;
}

/** Records that have a number in common with the sought one, those with most of them first. */
async function candidates(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  rule: ModelMatchRule,
  keys: readonly string[],
  id: string | undefined,
): Promise<readonly Candidate[]> {
  const found = await readCompared(ctx, on, {
    access,
    rule,
    near: (parameter) => {
      const wanted = parameter(`{${keys.join()}}`, 'bigint[]');
      const others = id === undefined ? '' : ` AND m.record <> ${parameter(id, 'uuid')}`;
      const some = `SELECT m.record, m.keys FROM ${systemTable(ctx.model, '_match')} m WHERE m.keys && ${wanted} AND m.rule = ${parameter(rule.id, 'text')}${others} LIMIT ${LIMITS.matchScanned}`;
      const shared = `(SELECT count(*) FROM unnest(m.keys) k WHERE k = ANY(${wanted}))`;
      return `SELECT m.record FROM (${some}) m ORDER BY ${shared} DESC LIMIT ${LIMITS.matchCandidates}`;
    },
  });
  return found.map(({ texts, ...one }) => ({ ...one, folded: foldedOf(rule, texts) }));
}

/** What is compared of the sought one: what is said of it, and of the rest what the actor may read of it. */
async function soughtTexts(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  rule: ModelMatchRule,
  { id, said }: Sought,
): Promise<readonly (string | null)[]> {
  const { fields } = ctx.model.objects.get(rule.object)!;
  const [held] =
    id === undefined
      ? []
      : await readCompared(ctx, on, {
          access,
          rule,
          near: (parameter) => `SELECT ${parameter(id, 'uuid')} AS record`,
        });
  return rule.compared.map(({ field }, index) => {
    const value = said(field);
    if (value === undefined) return held?.texts[index] ?? null;
    return value === null ? null : matchText(fields.get(field)!, value);
  });
}

/** Which of them are the same, the likest first. */
function alike(rule: ModelMatchRule, sought: Folded, found: readonly Candidate[]): Duplicate[] {
  const judged = found.map(({ id, title, folded }): Duplicate => {
    const { points, likeness } = compare(rule, sought, folded);
    const fields = rule.compared.flatMap(({ field }, index) => {
      const like = likeness[index];
      return like === undefined || like === 0 ? [] : [[field, Math.round(like * 100) / 100] as const];
    });
    return { id, title, points, fields: Object.fromEntries(fields) };
  });
  return judged
    .filter(({ points }) => points >= rule.from)
    .sort((a, b) => b.points - a.points || (a.id < b.id ? -1 : 1));
}

/**
 * Records that match rules take for the sought one, by rule; rules that find none are left out. Only what the actor may
 * see counts, by the fields that they may read there. `only` keeps to rules of that consequence.
 */
export async function findDuplicates(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  sought: Sought,
  only?: ModelMatchRule['onMatch'],
): Promise<readonly Duplicates[]> {
  const rules = matchRulesOf(ctx.model, object.object).filter((rule) => !only || rule.onMatch === only);
  const told: Duplicates[] = [];
  for (const rule of rules) {
    const folded = foldedOf(rule, await soughtTexts(ctx, on, access, rule, sought));
    const keys = keysOf(rule.id, rule, folded);
    if (keys.length === 0) continue;
    const seen = object.can('read') ? await candidates(ctx, on, access, rule, keys, sought.id) : [];
    const records = alike(rule, folded, seen);
    const known = new Set(seen.map((one) => one.id));
    const all = rule.tellsUnseen
      ? await candidates(ctx, on, accessOf(ctx.model, ENGINE), rule, keys, sought.id)
      : [];
    const unseen = alike(
      rule,
      folded,
      all.filter((one) => !known.has(one.id)),
    ).length;
    if (records.length + unseen === 0) continue;
    told.push({
      rule: { name: rule.name, labels: rule.labels, onMatch: rule.onMatch, from: rule.from },
      records: records.slice(0, LIMITS.duplicatesTold),
      unseen,
    });
  }
  await leaveMatched(ctx, on, object, rules);
  return told;
}

/** What refuses a record that is there already: rules that block say so, of what its writer may see. */
export async function duplicateProblems(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  sought: Sought,
  path: string,
): Promise<readonly ProblemItem[]> {
  const found = await findDuplicates(ctx, on, access, object, sought, 'block');
  return found.map(({ records, unseen }) => {
    const titles = records.map(({ title, id }) => title ?? id).join(', ');
    return records.length > 0
      ? problemItem(path, 'record.alike', { records: titles })
      : problemItem(path, 'record.alike_unseen', { count: unseen });
  });
}

/** Whether rules over an object refuse anything. */
export const hasBlocking = ({ model }: RequestContext, object: ModelObject): boolean =>
  matchRulesOf(model, object).some(({ onMatch }) => onMatch === 'block');
