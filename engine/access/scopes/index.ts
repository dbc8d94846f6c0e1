import { all } from './all.ts';
import { readingAlong, writingAlong } from './collaborating.ts';
import type { RowScope } from './define-scope.ts';
import { delegated } from './delegated.ts';
import { none } from './none.ts';
import { own } from './own.ts';
import { portal } from './portal.ts';
import { reaching } from './reaching.ts';
import { shared } from './shared.ts';
import { territory } from './territory.ts';

export { collaboratingIn, OWN_AND_COLLABORATORS } from './collaborating.ts';
export type * from './define-scope.ts';
export { walkedSql } from './define-scope.ts';

const SCOPES: readonly RowScope[] = [
  all,
  none,
  own,
  shared,
  delegated,
  readingAlong,
  writingAlong,
  reaching('department'),
  reaching('department_and_below'),
  reaching('reporting_line'),
  reaching('team'),
  territory,
  portal,
];
const byName: ReadonlyMap<string, RowScope> = new Map(SCOPES.map((scope) => [scope.name, scope]));

/** The scope of that name. An unknown one reaches no row: what cannot be judged is denied. */
export const rowScope = (name: string): RowScope => byName.get(name) ?? none;
