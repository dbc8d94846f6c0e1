/**
 * The rights of one user, worked out row by row from what documents say (contract.md, templates/README.md): slow and
 * plain. It shares nothing with the engine but the words of the documents.
 */
import type { Condition, Path } from './conditions.ts';
import { scopesOf } from './scopes.ts';
import type {
  Action,
  Contents,
  FieldSpec,
  GrantSpec,
  ObjectSpec,
  Right,
  Scope,
  StoredRow,
  UserSpec,
} from './specification.ts';
import { storedIn } from './stored.ts';

/** A way in which somebody may do something. */
export interface Way {
  readonly source: string;
  allows(action: Action): boolean;
  /** whether an action is allowed though nothing is said of it */
  comes(action: Action): boolean;
  /** whether who makes records by it may make them for others */
  readonly couldAssign: boolean;
  /** whether it could hold in some row, whatever the rows are */
  couldHold(action: Action): boolean;
  holds(row: StoredRow, action: Action): boolean;
  /** the condition that it states, wherever it reaches */
  meets(row: StoredRow): boolean;
  /** whether it holds in every row, whatever the rows are */
  isEverywhere(action: Action): boolean;
  right(field: string): Right;
}

/** What somebody may do, and with which records and fields. */
export interface Rights {
  ways(object: string): readonly Way[];
  knows(object: string): boolean;
  can(object: string, action: Action): boolean;
  /** whether an action may be done with a stored row, in the bin or not */
  may(row: StoredRow, action: Action): boolean;
  /** whether restrictions let them do it with a row, and with what it follows, if something grants it */
  isAllowed(row: StoredRow, action: Action): boolean;
  /** whether restrictions keep them to some of an object's records */
  isKept(object: string, action: Action): boolean;
  /** whether an action may be done with every record, whatever it is; with a field of it */
  isEverywhere(object: string, action: Action, field?: string): boolean;
  canRead(object: string, field: string): boolean;
  isShown(object: string, field: string): boolean;
  /** whether a field may be written in some record */
  couldWrite(object: string, field: string): boolean;
  right(row: StoredRow, field: string): Right;
  mayWrite(row: StoredRow, field: string, action: 'create' | 'update'): boolean;
  canFollow(object: string, path: Path): boolean;
}

const known = (object: string, ...names: readonly string[]): GrantSpec => ({
  object,
  do: ['read'],
  rows: {},
  fields: { '*': 'none', ...Object.fromEntries(names.map((name) => [name, 'read' as const])) },
});
const EVERYONE: readonly GrantSpec[] = [
  known('user', 'name', 'kind', 'active'),
  known('territory', 'name', 'parent', 'manager', 'members', 'active'),
];
/** Where a grant does not say how far it reaches with an action, as far as with this one. */
const GOES_BY: Readonly<Partial<Record<Action, Action>>> = {
  restore: 'delete',
  purge: 'delete',
  transfer: 'update',
  share: 'update',
};
/** What keeps somebody from an action keeps them from these too. */
const BOUND_WITH: Readonly<Partial<Record<Action, Action>>> = { purge: 'delete', transfer: 'update' };
const WRITES: readonly Action[] = ['create', 'update', 'delete'];

/** What changes the parent of a record whose rights follow one. */
const isPart = (action: Action): boolean => WRITES.includes(action) || action === 'restore';

/** What users of the portal may do at most. */
const PORTAL: readonly Action[] = ['create', 'read', 'update', 'delete', 'export'];

const ALWAYS_READABLE = new Set(['id', 'version']);
const ORDER: readonly Right[] = ['none', 'masked', 'read', 'write'];
export const strongest = (rights: readonly Right[]): Right =>
  ORDER[Math.max(0, ...rights.map((right) => ORDER.indexOf(right)))]!;

const rightIn = (fields: Readonly<Record<string, Right>>, field: string): Right =>
  fields[field] ?? fields['*'] ?? (Object.keys(fields).length === 0 ? 'write' : 'none');

/** What is done for somebody else: making records, the bin, giving away and sharing stay with their owner. */
const DELEGATED: readonly Action[] = ['read', 'export', 'update'];

export interface Holder {
  readonly user: UserSpec;
  /** leaves a way out, as if it had never been granted */
  without?(source: string): boolean;
  /** somebody else does it for them */
  readonly isOnBehalf?: boolean;
}

const onBehalf = (grant: GrantSpec): GrantSpec => ({
  ...grant,
  do: grant.do.filter((action) => DELEGATED.includes(action)),
});

/** The rights of a user by their own roles, rules and places. */
export function rightsOf(
  contents: Contents,
  { user, without = () => false, isOnBehalf = false }: Holder,
): Rights {
  const { objects, roles, sharing, restrictions } = contents.specification;
  const { byId, meets: meetsFor } = storedIn(contents);
  const memo = new Map<string, unknown>();
  const once = <T>(key: string, make: () => T): T => {
    if (!memo.has(key)) memo.set(key, make());
    return memo.get(key) as T;
  };
  const meets = (row: StoredRow, condition: Condition | undefined): boolean =>
    meetsFor(user.id, row, condition);

  const inScope = scopesOf(contents, user, once);
  const isOutside = user.portal !== undefined;
  /** nothing comes along for users of the portal, who have no say in who owns a record */
  const isCut = (action: Action): boolean => isOutside && !PORTAL.includes(action);
  const cutRight = (fields: Readonly<Record<string, Right>>, field: string): Right =>
    isOutside && field === 'owner' ? 'none' : rightIn(fields, field);

  const held = user.roles
    .flatMap((name) => roles.get(name) ?? [])
    .filter(({ portal }) => (portal === true) === isOutside)
    .map(({ name, grants }) => ({ name, grants: isOnBehalf ? grants.map(onBehalf) : grants }));
  const bindsUser = (names: readonly string[] | undefined): boolean =>
    names === undefined || names.some((name) => user.roles.includes(name));

  const wayOfGrant = (grant: GrantSpec, source: string): Way => {
    const scopeOf = (action: Action): Scope =>
      grant.rows[action] ?? grant.rows[GOES_BY[action] ?? action] ?? 'all';
    return {
      source,
      allows: (action) => !isCut(action) && (grant.do.includes(action) || comesAlong(grant, action)),
      comes: (action) =>
        !grant.do.includes(action) && grant.rows[action] === undefined && comesAlong(grant, action),
      couldAssign: !['own', 'none'].includes(scopeOf('create')),
      couldHold: (action) => scopeOf(action) !== 'none',
      isEverywhere: (action) => scopeOf(action) === 'all' && !grant.where,
      meets: (row) => meets(row, grant.where),
      holds: (row, action) => inScope(row, scopeOf(action), action) && meets(row, grant.where),
      right: (field) => cutRight(grant.fields, field),
    };
  };

  /** with what an action comes along */
  const bringing = (action: Action): readonly Action[] =>
    action === 'restore' ? ['delete'] : action === 'transfer' ? ['update'] : WRITES;

  /** what comes along with what a grant names */
  const comesAlong = (grant: GrantSpec, action: Action): boolean => {
    if (action === 'restore') return grant.do.includes('delete');
    if (action === 'bulk') return WRITES.some((one) => grant.do.includes(one));
    return (
      action === 'transfer' &&
      grant.do.includes('update') &&
      rightIn(grant.fields, 'owner') === 'write' &&
      canAssign(grant.object)
    );
  };
  /** whether the user may make records for others */
  const canAssign = (object: string): boolean =>
    ways(object).some((way) => way.allows('create') && way.couldAssign);

  const grantsOver = (object: string): readonly Way[] => [
    ...held.flatMap(({ name, grants }) =>
      grants.flatMap((grant, index) =>
        grant.object === object ? [wayOfGrant(grant, `${name}/${index}`)] : [],
      ),
    ),
    ...(isOutside ? [] : EVERYONE)
      .filter((grant) => grant.object === object)
      .map((grant) => wayOfGrant(grant, 'everyone')),
  ];

  /** Rights over records that follow a parent: its rights say which rows and actions, own grants narrow the fields. */
  const followingWays = (object: ObjectSpec): readonly Way[] => {
    const { via, object: above, lines } = object.follows!;
    if (!knows(above)) return [];
    const own = held.flatMap(({ grants }) => grants.filter((grant) => grant.object === object.name));
    const narrowing = own.length > 0 ? own : [{ fields: {}, where: undefined }];
    const asked = (action: Action): readonly Action[] => {
      // who is in the team of the parent is in that of what belongs to it
      if (action === 'share' || action === 'claim') return [];
      if (action === 'create') return ['create', 'update'];
      return isPart(action) ? ['update'] : [action];
    };
    const inParent = (action: Action): readonly Way[] => {
      const rightsNeeded: readonly Right[] = action === 'read' ? ['read', 'write'] : ['write'];
      return ways(above).filter(
        (way) =>
          asked(action).some((one) => way.allows(one)) &&
          (lines === undefined ||
            !(action === 'read' || isPart(action)) ||
            rightsNeeded.includes(way.right(lines))),
      );
    };
    const some = (action: Action, holds: (way: Way, one: Action) => boolean): boolean =>
      inParent(action).some((way) => asked(action).some((one) => way.allows(one) && holds(way, one)));
    return narrowing.map(({ fields, where }): Way => {
      const isEverywhere = (action: Action): boolean =>
        asked(action).some(
          (one) =>
            bounds(above, one).length === 0 &&
            inParent(action).some((way) => way.allows(one) && way.isEverywhere(one)),
        );
      return {
        source: 'parent',
        comes: () => false,
        couldAssign: true,
        // what the parent lets nobody do there is not granted, and so not shared
        allows: (action) => !isCut(action) && some(action, (way, one) => way.couldHold(one)),
        couldHold: (action) => some(action, (way, one) => way.couldHold(one)),
        meets: (row) => meets(row, where),
        isEverywhere: (action) => isEverywhere(action) && !where,
        holds: (row, action) => {
          if (!meets(row, where)) return false;
          if (isEverywhere(action)) return true;
          const parent = byId.get(String(row.values[via]));
          return (
            parent !== undefined &&
            some(action, (way, one) => way.holds(parent, one) && isAllowed(parent, one))
          );
        },
        right: (field) => cutRight(fields, field),
      };
    });
  };

  const given = (name: string): readonly Way[] => {
    const object = objects.get(name)!;
    return (object.follows ? followingWays(object) : grantsOver(name)).filter(
      ({ source }) => !without(source),
    );
  };
  const ways = (name: string): readonly Way[] =>
    once(`ways ${name}`, () => {
      const mine = given(name);
      const shared = sharing
        .filter((rule) => rule.object === name && bindsUser(rule.to))
        .flatMap((rule) =>
          mine.map(
            (way): Way => ({
              source: `${rule.name} ${way.source}`,
              allows: (action) =>
                way.comes(action)
                  ? rule.do.some((one) => bringing(action).includes(one) && way.allows(one))
                  : rule.do.includes(action) && way.allows(action),
              // what comes along with what is shared is not said either
              comes: () => false,
              couldAssign: way.couldAssign,
              couldHold: () => true,
              isEverywhere: () => false,
              meets: way.meets,
              // what is shared is how far a grant reaches: what it states as a condition stays one
              holds: (row) => meets(row, rule.where) && way.meets(row),
              right: way.right,
            }),
          ),
        )
        .filter(({ source }) => !without(source));
      return [...mine, ...shared];
    });
  const bounds = (object: string, action: Action) =>
    restrictions.filter(
      (rule) =>
        rule.object === object &&
        bindsUser(rule.for) &&
        (rule.do === undefined || [action, BOUND_WITH[action]].some((one) => rule.do!.includes(one!))),
    );
  const isAllowed = (row: StoredRow, action: Action): boolean =>
    bounds(row.object, action).every(({ allow }) => meets(row, allow));
  const isAllowedAbove = (row: StoredRow, action: Action): boolean => {
    if (!isAllowed(row, action)) return false;
    const { follows } = objects.get(row.object)!;
    if (!follows) return true;
    const above = isPart(action) ? 'update' : action;
    const parent = byId.get(String(row.values[follows.via]));
    return parent ? isAllowedAbove(parent, above) : !isKept(follows.object, above);
  };
  /** whether restrictions keep them from some record of an object, or of what it follows */
  const isKept = (object: string, action: Action): boolean => {
    if (bounds(object, action).length > 0) return true;
    const { follows } = objects.get(object)!;
    return follows !== undefined && isKept(follows.object, isPart(action) ? 'update' : action);
  };

  const waysTo = (object: string, action: Action): readonly Way[] =>
    ways(object).filter((way) => way.allows(action) && way.couldHold(action));
  const can = (object: string, action: Action): boolean =>
    once(`can ${object} ${action}`, () => waysTo(object, action).length > 0);
  const knows = (object: string): boolean =>
    objects.has(object) && (can(object, 'read') || can(object, 'create'));

  const waysIn = (row: StoredRow, action: Action): readonly Way[] =>
    once(`in ${row.id} ${action} ${row.isDeleted}`, () =>
      isAllowed(row, action) ? waysTo(row.object, action).filter((way) => way.holds(row, action)) : [],
    );
  const may = (row: StoredRow, action: Action): boolean => waysIn(row, action).length > 0;

  const rightOf = (some: readonly Way[], field: string): Right =>
    strongest(
      some.map((way) =>
        ALWAYS_READABLE.has(field) && way.right(field) !== 'write' ? 'read' : way.right(field),
      ),
    );
  const isRight = (right: Right): boolean => right === 'read' || right === 'write';

  /** Whoever may not read all that a formula or a roll-up is worked out from does not see it. */
  const readsSources = (object: string, { formula, rollup }: FieldSpec): boolean => {
    if (formula) return formula.paths.every((path) => canFollow(object, path));
    if (rollup?.field === undefined) return true;
    return canRead(rollup.object, rollup.field);
  };
  const canRead = (object: string, name: string): boolean =>
    once(`read ${object} ${name}`, () => {
      const field = objects.get(object)?.fields.get(name);
      if (!field || !can(object, 'read')) return false;
      if (field.of) return canRead(object, field.of);
      return isRight(rightOf(waysTo(object, 'read'), name)) && readsSources(object, field);
    });
  const isShown = (object: string, name: string): boolean =>
    canRead(object, name) ||
    (objects.get(object)?.fields.has(name) === true &&
      waysTo(object, 'read').some((way) => way.right(name) === 'masked'));
  const right = (row: StoredRow, name: string): Right => {
    const { of } = objects.get(row.object)!.fields.get(name)!;
    if (of) return right(row, of);
    const most = rightOf(waysIn(row, 'read'), name);
    if (!isRight(most) || canRead(row.object, name)) return most;
    return waysIn(row, 'read').some((way) => way.right(name) === 'masked') ? 'masked' : 'none';
  };

  const canFollow = followsBy(objects, { can, canRead });

  return {
    ways,
    knows,
    can,
    may,
    isAllowed: isAllowedAbove,
    isKept,
    isEverywhere: (object, action, name) =>
      bounds(object, action).length === 0 &&
      ways(object).some(
        (way) =>
          way.allows(action) &&
          way.isEverywhere(action) &&
          (name === undefined || way.right(name) === 'write'),
      ),
    canRead,
    isShown,
    couldWrite: (object, field) =>
      (['create', 'update'] as const).some((action) =>
        waysTo(object, action).some((way) => way.right(field) === 'write'),
      ),
    right,
    mayWrite: (row, field, action) => waysIn(row, action).some((way) => way.right(field) === 'write'),
    canFollow,
  };
}

/** Whether a path may be gone whole, by what may be read of each object. */
export function followsBy(
  objects: Contents['specification']['objects'],
  { can, canRead }: Pick<Rights, 'can' | 'canRead'>,
): Rights['canFollow'] {
  const canFollow: Rights['canFollow'] = (object, [first, ...others]) => {
    if (!canRead(object, first!)) return false;
    if (others.length === 0) return true;
    const field = objects.get(object)!.fields.get(first!)!;
    if (field.parts) return others.length === 1 && others[0]! in field.parts;
    return field.target !== undefined && can(field.target, 'read') && canFollow(field.target, others);
  };
  return canFollow;
}
