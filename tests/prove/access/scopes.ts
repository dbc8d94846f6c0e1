import { reachOf } from './reach.ts';
import type { Action, Contents, Scope, StoredRow, UserSpec } from './specification.ts';

/** Whether a row lies in a scope for a user and an action. `once` remembers what is worked out. */
export function scopesOf(
  contents: Contents,
  user: UserSpec,
  once: <T>(key: string, make: () => T) => T,
): (row: StoredRow, scope: Scope, action: Action) => boolean {
  const { objects } = contents.specification;
  const reach = (scope: Scope): ReadonlySet<string> =>
    once(`reach ${scope}`, () => reachOf(user, contents, scope));
  /** whether the user is in the team of a record for that: who reads along, and who changes along */
  const isAlong = (row: StoredRow, action: Action): boolean =>
    (action === 'read' || action === 'update' || action === 'export') &&
    contents.collaborators.some(
      ({ record, member, isTeam, right: given, isOver }) =>
        record === row.id &&
        !isOver &&
        (isTeam ? user.teams.includes(member) : member === user.id) &&
        (action !== 'update' || given === 'write'),
    );
  const inScope = (row: StoredRow, scope: Scope, action: Action): boolean => {
    if (scope === 'all' || scope === 'none') return scope === 'all';
    const object = objects.get(row.object)!;
    if (scope === 'territory') {
      const place = [...object.fields.values()].find(({ target }) => target === 'territory');
      return place !== undefined && reach(scope).has(String(row.values[place.name]));
    }
    if (scope === 'portal') {
      const { portal } = user;
      if (!portal) return false;
      if (row.object === portal.object) return row.id === portal.id;
      const pointing = [...object.fields.values()].find(({ target }) => target === portal.object);
      return pointing !== undefined && row.values[pointing.name] === portal.id;
    }
    if (scope === 'own_and_collaborators' && isAlong(row, action)) return true;
    const owner = row.values[object.hasOwner ? 'owner' : 'created_by'];
    if (owner === null || owner === undefined) return false;
    return scope === 'own' || scope === 'own_and_collaborators'
      ? owner === user.id
      : reach(scope).has(String(owner));
  };
  return inScope;
}
