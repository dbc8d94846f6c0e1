import { type ClientBase, query } from '../../db/connect.ts';
import { literal, qualified, quote } from '../../db/names.ts';
import { type Comparison, foldedOf, keysOf, matchColumn, matchRulesOf } from '../../matching/index.ts';
import type { Model, ModelMatchRule, ModelObject } from '../../model/model.ts';
import { tableSql } from '../structure.ts';
import { computeBehindLocks, idsBehind } from './behind-locks.ts';
import { defineStep, type StepDraft } from './define-step.ts';
import { fill } from './fill.ts';

/** What the step does, as its row keeps it. */
interface Work {
  readonly rule: string;
  readonly next: string;
  /** `$1` ids: what is compared of them, behind a lock */
  readonly read: string;
  /** `$1` ids, `$2` the rule, `$3` their numbers, each as one text */
  readonly write: string;
  readonly comparison: Comparison;
}

async function keepKeys(client: ClientBase, work: Work, ids: readonly string[]): Promise<void> {
  const { rows } = await query<{ id: string; texts: readonly (string | null)[] }>(client, {
    text: work.read,
    values: [ids],
  });
  const keys = rows.map(({ texts }) => keysOf(work.rule, work.comparison, foldedOf(work.comparison, texts)));
  await query(client, {
    text: work.write,
    values: [rows.map(({ id }) => id), work.rule, keys.map((some) => `{${some.join()}}`)],
  });
}

/** Lets a match rule find the records that are there already. */
export const matchRecords = defineStep({
  name: 'match',
  labels: { en: 'Compare records for duplicates', 'zh-CN': '为查重比对记录' },
  run: async (step, scene) => {
    const work: Work = JSON.parse(step.sql);
    await computeBehindLocks(step, scene, work.next, (client, ids) => keepKeys(client, work, ids));
  },
});

const comparisonOf = ({ compared, from }: ModelMatchRule): Comparison => ({ compared, from });

function workOf(model: Model, object: ModelObject, rule: ModelMatchRule): Work {
  const table = tableSql(model, object);
  const columns = rule.compared.map(
    ({ field }) => `t.${quote(matchColumn(object.fields.get(field)!))}::text`,
  );
  return {
    rule: rule.id,
    next: idsBehind(table),
    read: `SELECT t.id::text, ARRAY[${columns.join(', ')}] AS texts FROM ${table} t WHERE t.id = ANY($1::uuid[]) ORDER BY t.id FOR NO KEY UPDATE`,
    write: `INSERT INTO ${qualified(model.schema, '_match')} (record, rule, keys) SELECT u.record, $2::text, u.keys::bigint[] FROM unnest($1::uuid[], $3::text[]) AS u (record, keys) ON CONFLICT (record, rule) DO UPDATE SET keys = excluded.keys`,
    comparison: comparisonOf(rule),
  };
}

const rulesIn = ({ matchRules }: Model): readonly ModelMatchRule[] => [...matchRules.values()].flat();

/** By rules that are gone nothing is found. */
function forgetSteps(before: Model, after: Model): StepDraft[] {
  const kept = new Set(rulesIn(after).map(({ id }) => id));
  const table = qualified(after.schema, '_match');
  return rulesIn(before).flatMap(({ id }) => {
    if (kept.has(id)) return [];
    const batch = `SELECT record FROM ${table} WHERE rule = ${literal(id)} AND record > $1::uuid ORDER BY record LIMIT $2::int`;
    const sql = `DELETE FROM ${table} WHERE rule = ${literal(id)} AND record IN (${batch}) RETURNING record AS id`;
    return [{ kind: fill.name, sql, undo: '', cursor: null }];
  });
}

/** The steps of match rules that compare something else than before, and of those that are gone. */
export const matchSteps = (before: Model | undefined, after: Model): StepDraft[] =>
  before ? [...forgetSteps(before, after), ...changedSteps(before, after)] : [];

const changedSteps = (before: Model, after: Model): StepDraft[] =>
  [...after.objects.values()].flatMap((object) => {
    const was = before.objectsById.get(object.id);
    // a new object has no records yet
    if (!was) return [];
    const known = new Map(matchRulesOf(before, was).map((rule) => [rule.id, workOf(before, was, rule)]));
    return matchRulesOf(after, object).flatMap((rule) => {
      const work = workOf(after, object, rule);
      const isAlike = !was.archived && JSON.stringify(known.get(rule.id)) === JSON.stringify(work);
      return isAlike ? [] : [{ kind: matchRecords.name, sql: JSON.stringify(work), undo: '', cursor: null }];
    });
  });
