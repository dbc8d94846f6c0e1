import { type ClientBase, type Pool, query } from '../db/connect.ts';
import type { Model } from '../model/model.ts';
import { groupsAbove, type RollupGroup } from './groups.ts';
import { parentsSql, statementsOf } from './sql.ts';

/** Ids of parents whose roll-ups a change has touched, by group. */
export type Touched = ReadonlyMap<RollupGroup, ReadonlySet<string>>;

/** In one order for everybody, so that two writers do not wait for each other. */
const inOrder = (groups: Iterable<RollupGroup>): RollupGroup[] =>
  [...groups].sort((a, b) => (a.key < b.key ? -1 : 1));

/** The parents above records of a group's parent, for the groups that one of its roll-ups feeds. */
async function above(
  model: Model,
  client: Pool | ClientBase,
  group: RollupGroup,
  changed: readonly string[],
): Promise<Map<RollupGroup, Set<string>>> {
  const fed = groupsAbove(model, group);
  const next = new Map<RollupGroup, Set<string>>();
  for (const one of fed) {
    const text = `${parentsSql(model, one)} AND t.deleted_at IS NULL`;
    const { rows } = await query<{ id: string }>(client, { text, values: [changed] });
    if (rows.length > 0) next.set(one, new Set(rows.map(({ id }) => id)));
  }
  return next;
}

/**
 * Brings the roll-ups of these parents up to date, level by level, inside the transaction that changed
 * their children. A parent is locked before it is computed: the statement behind the lock sees what
 * whoever held it has committed, so of concurrent writers the last one computes them all. Neither
 * version nor time of a parent change.
 */
export async function maintainRollups(
  model: Model,
  client: Pool | ClientBase,
  touched: Touched,
): Promise<void> {
  let level: Touched = touched;
  while (level.size > 0) {
    const next = new Map<RollupGroup, Set<string>>();
    for (const group of inOrder(level.keys())) {
      const ids = [...level.get(group)!].sort();
      const { lock, compute } = statementsOf(model, group);
      await query(client, { text: lock, values: [ids] });
      const { rows } = await query<{ id: string }>(client, { text: compute, values: [ids] });
      if (rows.length === 0) continue;
      const changed = rows.map(({ id }) => id);
      for (const [one, parents] of await above(model, client, group, changed)) {
        next.set(one, new Set([...(next.get(one) ?? []), ...parents]));
      }
    }
    level = next;
  }
}
