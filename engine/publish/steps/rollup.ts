import { query, transaction } from '../../db/connect.ts';
import { qualified } from '../../db/names.ts';
import type { Model } from '../../model/model.ts';
import { groupsAbove, type RollupGroup, rollupGroups, statementsOf } from '../../rollups/index.ts';
import { convertedFields } from './convert-amounts.ts';
import { defineStep, type StepDraft } from './define-step.ts';
import { olderWritersEnd } from './older-writers.ts';

const BATCH = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** What the step does, as its row keeps it. */
interface Work {
  readonly next: string;
  readonly lock: string;
  readonly compute: string;
}

/**
 * Computes roll-ups for records that are there already. Each batch is locked first and computed behind the
 * lock, as every write does it, so that writers may go on meanwhile.
 */
export const rebuildRollups = defineStep({
  name: 'rollup',
  labels: { en: 'Compute roll-ups', 'zh-CN': '计算汇总' },
  run: async (step, scene) => {
    const { direct, schema, isStopping } = scene;
    const { next, lock, compute }: Work = JSON.parse(step.sql);
    if (step.cursor === null) await olderWritersEnd(scene);
    let after = step.cursor ?? BEFORE_ALL;
    while (!isStopping()) {
      const from = after;
      const ids = await transaction(direct, async (client) => {
        const { rows } = await query<{ id: string }>(client, { text: next, values: [from, BATCH] });
        const batch = rows.map(({ id }) => id);
        if (batch.length === 0) return batch;
        await query(client, { text: lock, values: [batch] });
        await query(client, { text: compute, values: [batch] });
        await query(client, {
          text: `UPDATE ${qualified(schema, '_meta_step')} SET cursor = $2, rows_done = rows_done + $3::bigint, heartbeat_at = now() WHERE step_id = $1::uuid`,
          values: [step.id, batch.at(-1), batch.length],
        });
        return batch;
      });
      if (ids.length < BATCH) return;
      after = ids.at(-1)!;
    }
  },
});

/** What the values of a group follow from: another text, other values. */
const definitionOf = (model: Model, group: RollupGroup): string => {
  const { compute } = statementsOf(model, group);
  const { pipelines } = group.child;
  return compute.includes('"_stage"')
    ? compute + JSON.stringify(pipelines.map(({ name, stages }) => [name, stages]))
    : compute;
};

/** How many roll-ups stand below: what others are over is computed first. */
function depthOf(
  group: RollupGroup,
  all: readonly RollupGroup[],
  trail: readonly RollupGroup[] = [],
): number {
  const below = all.filter(
    (one) =>
      !trail.includes(one) &&
      one.parent === group.child &&
      one.rollups.some(({ name }) => group.inputs.has(name)),
  );
  return Math.max(0, ...below.map((one) => 1 + depthOf(one, all, [...trail, group])));
}

/** The groups over amounts that a publish converts, and those over what these come to. */
function groupsOverConverted(before: Model, after: Model): ReadonlySet<RollupGroup> {
  const found = new Set<RollupGroup>();
  if (before.settings.currency === after.settings.currency) return found;
  const add = (group: RollupGroup): void => {
    if (found.has(group)) return;
    found.add(group);
    for (const above of groupsAbove(after, group)) add(above);
  };
  const converted = convertedFields(before, after);
  for (const group of rollupGroups(after)) {
    const isOver = converted.some(
      ({ object, field }) => object === group.child && group.inputs.has(field.name),
    );
    if (isOver) add(group);
  }
  return found;
}

/** The steps that compute what a new Model counts otherwise than the one before, the lowest level first. */
export function rollupSteps(before: Model | undefined, after: Model): StepDraft[] {
  const groups = rollupGroups(after);
  const known = new Map(
    before ? rollupGroups(before).map((group) => [group.key, definitionOf(before, group)]) : [],
  );
  const converted = before ? groupsOverConverted(before, after) : new Set();
  return (
    groups
      // a new object has no records yet
      .filter(({ parent }) => before?.objectsById.has(parent.id))
      .filter((group) => converted.has(group) || known.get(group.key) !== definitionOf(after, group))
      .map((group) => ({ group, depth: depthOf(group, groups) }))
      .sort((a, b) => a.depth - b.depth)
      .map(({ group }) => {
        const { lock, compute } = statementsOf(after, group);
        const next = `SELECT id FROM ${qualified(after.schema, group.parent.table)} WHERE id > $1::uuid ORDER BY id LIMIT $2::int`;
        const work: Work = { next, lock, compute };
        return { kind: rebuildRollups.name, sql: JSON.stringify(work), undo: '', cursor: null };
      })
  );
}
