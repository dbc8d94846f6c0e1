import { query } from '../../db/connect.ts';
import type { Model } from '../../model/model.ts';
import { groupsAbove, type RollupGroup, rollupGroups, statementsOf } from '../../rollups/index.ts';
import { tableSql } from '../structure.ts';
import { computeBehindLocks, idsBehind } from './behind-locks.ts';
import { convertedFields } from './convert-amounts.ts';
import { defineStep, type StepDraft } from './define-step.ts';

/** What the step does, as its row keeps it. */
interface Work {
  readonly next: string;
  readonly lock: string;
  readonly compute: string;
}

/** Computes roll-ups for records that are there already. */
export const rebuildRollups = defineStep({
  name: 'rollup',
  labels: { en: 'Compute roll-ups', 'zh-CN': '计算汇总' },
  run: async (step, scene) => {
    const { next, lock, compute }: Work = JSON.parse(step.sql);
    await computeBehindLocks(step, scene, next, async (client, ids) => {
      for (const text of [lock, compute]) await query(client, { text, values: [ids] });
    });
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
        const work: Work = { next: idsBehind(tableSql(after, group.parent)), lock, compute };
        return { kind: rebuildRollups.name, sql: JSON.stringify(work), undo: '', cursor: null };
      })
  );
}
