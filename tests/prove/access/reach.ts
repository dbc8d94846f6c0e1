import type { Contents, Scope, UserSpec } from './specification.ts';

/** The territories that somebody works in or manages, as far as they are in use, and all below them. */
function territoriesOf(user: UserSpec, { territories }: Contents): ReadonlySet<string> {
  const mine = territories.filter(
    ({ manager, members, isInUse }) => isInUse && (manager === user.id || members.includes(user.id)),
  );
  const reached = new Set(mine.map(({ id }) => id));
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const { id, parent } of territories) if (parent !== null && reached.has(parent)) reached.add(id);
  }
  return reached;
}

/** The users whose records somebody reaches; of territories, those. Worked out anew from who is where. */
export function reachOf(user: UserSpec, contents: Contents, scope: Scope): ReadonlySet<string> {
  if (scope === 'territory') return territoriesOf(user, contents);
  const { users, departments } = contents;
  const reached = new Set([user.id]);
  if (scope === 'department' && user.department !== null) {
    for (const other of users.values()) if (other.department === user.department) reached.add(other.id);
  }
  if (scope === 'department_and_below') {
    const mine = departments.filter(({ id, manager }) => id === user.department || manager === user.id);
    const below = new Set(mine.map(({ id }) => id));
    for (const { id, parent } of [...departments, ...departments])
      if (parent !== null && below.has(parent)) below.add(id);
    for (const other of users.values())
      if (other.department !== null && below.has(other.department)) reached.add(other.id);
  }
  if (scope === 'team') {
    for (const other of users.values())
      if (other.teams.some((team) => user.teams.includes(team))) reached.add(other.id);
  }
  if (scope === 'reporting_line') {
    for (let before = 0; before < reached.size; ) {
      before = reached.size;
      for (const other of users.values())
        if (other.manager !== null && reached.has(other.manager)) reached.add(other.id);
    }
  }
  return reached;
}
