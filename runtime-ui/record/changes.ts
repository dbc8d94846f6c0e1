import type { Values } from '../api/records.ts';

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What a form changed. A cleared input is undefined to rjsf and null to the API. */
export function changesOf(before: Values, after: Values): Values {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names]
      .filter((name) => !isSame(before[name], after[name]))
      .map((name) => [name, after[name] ?? null]),
  );
}

export interface Conflict {
  readonly field: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

/** The fields that both I and somebody else changed since `before`, to different values. */
export function conflictsOf(before: Values, mine: Values, theirs: Values): Conflict[] {
  const changedByThem = changesOf(before, theirs);
  return Object.keys(mine)
    .filter((field) => field in changedByThem && !isSame(mine[field], theirs[field]))
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field] ?? null }));
}
