/** Who may see and do what: what the API is compared with. */
import { type Condition, namedIn, type Path, type Sight, truthOf, type Value } from './conditions.ts';
import { withDelegators } from './delegated.ts';
import { masked } from './masked.ts';
import { type Rights, rightsOf } from './rights.ts';
import type { Contents, Right, StoredRow, UserSpec } from './specification.ts';
import { inside, storedIn, worked } from './stored.ts';

export interface Oracle extends Rights {
  readonly user: UserSpec;
  sees(row: StoredRow): boolean;
  /** what comparisons see */
  value(row: StoredRow, path: Path): Value;
  /** what answers say of a field */
  wire(row: StoredRow, field: string): unknown;
  target(row: StoredRow, field: string): StoredRow | undefined;
  children(row: StoredRow, relation: { readonly object: string; readonly via: string }): readonly StoredRow[];
  holds(row: StoredRow, condition: Condition): boolean;
  canAsk(object: string, condition: Condition): boolean;
}

const isRight = (right: Right): boolean => right === 'read' || right === 'write';

/** The rights of a user and of those for whom they act. `without` leaves a way out, as if it had never been granted. */
function allRights(contents: Contents, user: UserSpec, without?: (source: string) => boolean): Rights {
  const own = rightsOf(contents, { user, ...(without && { without }) });
  const theirs = user.actsFor.map((id) => {
    const owner = contents.users.get(id)!;
    return rightsOf(contents, {
      user: owner,
      isOnBehalf: true,
      ...(without && { without: (source: string) => without(`${owner.name} ${source}`) }),
    });
  });
  return theirs.length === 0 ? own : withDelegators(contents, own, theirs);
}

/** What one user may see and do. `without` leaves a way out, as if it had never been granted. */
export function makeOracle(
  contents: Contents,
  user: UserSpec,
  without?: (source: string) => boolean,
): Oracle {
  const { rows } = contents;
  const { objects } = contents.specification;
  const { byId, pointedAt } = storedIn(contents);
  const rights = allRights(contents, user, without);
  const { canFollow, canRead, may, right } = rights;
  const sees = (row: StoredRow): boolean => !row.isDeleted && may(row, 'read');

  const target = (row: StoredRow, name: string): StoredRow | undefined => {
    if (!isRight(right(row, name))) return undefined;
    const { targets } = objects.get(row.object)!.fields.get(name)!;
    const to = targets ? pointedAt(row, name) : byId.get(String(row.values[name]));
    return to && sees(to) ? to : undefined;
  };
  const value = (row: StoredRow, path: Path): Value => {
    const [name, ...others] = path;
    const field = objects.get(row.object)!.fields.get(name!)!;
    if (field.targets) {
      const to = target(row, name!);
      if (!to) return null;
      if (others[0] === 'title') return canRead(to.object, 'name') ? value(to, ['name']) : null;
      return others[0] === 'object' ? to.object : to.id;
    }
    if (field.kind === 'relation') {
      const to = target(row, name!);
      return others.length === 0 ? (to?.id ?? null) : to ? value(to, others) : null;
    }
    if (!isRight(right(row, name!))) return null;
    if (field.formula) return worked(field, (one) => value(row, one));
    return inside(field, row.values[name!], others);
  };
  const wire = (row: StoredRow, name: string): unknown => {
    const field = objects.get(row.object)!.fields.get(name)!;
    if (field.targets) {
      const to = target(row, name);
      return to ? { object: to.object, id: to.id } : null;
    }
    if (right(row, name) === 'masked') return masked(field.mask, row.values[name]);
    if (field.bare !== undefined) return isRight(right(row, name)) ? (row.values[name] ?? null) : null;
    return value(row, [name]);
  };
  const children: Oracle['children'] = (row, { object, via }) =>
    rows
      .get(object)!
      .filter((child) => child.values[via] === row.id && sees(child) && isRight(right(child, via)));
  const sightOf = (row: StoredRow): Sight => ({
    user: user.id,
    value: (path) => value(row, path),
    children: (name) => children(row, objects.get(row.object)!.children.get(name)!).map(sightOf),
  });
  const canAsk = (object: string, condition: Condition): boolean => {
    const { paths, relations } = namedIn(condition);
    return (
      paths.every((path) => canFollow(object, path)) &&
      relations.every(([name, of]) => {
        const child = objects.get(object)!.children.get(name);
        return child !== undefined && canRead(child.object, child.via) && canAsk(child.object, of);
      })
    );
  };

  return {
    ...rights,
    user,
    sees,
    value,
    wire,
    target,
    children,
    holds: (row, condition) => truthOf(condition, sightOf(row)) === true,
    canAsk,
  };
}
