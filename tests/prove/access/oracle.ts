/**
 * Who may see and do what, worked out row by row from what documents say (contract.md, templates/README.md): slow and
 * plain. It shares nothing with the engine but the words of the documents.
 */
import { type Condition, namedIn, type Path, type Sight, truthOf, type Value } from './conditions.ts';
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

export interface Oracle {
  readonly user: UserSpec;
  ways(object: string): readonly Way[];
  knows(object: string): boolean;
  can(object: string, action: Action): boolean;
  /** whether an action may be done with a stored row, in the bin or not */
  may(row: StoredRow, action: Action): boolean;
  sees(row: StoredRow): boolean;
  canRead(object: string, field: string): boolean;
  isShown(object: string, field: string): boolean;
  right(row: StoredRow, field: string): Right;
  mayWrite(row: StoredRow, field: string, action: 'create' | 'update'): boolean;
  /** whether a field may be written by an action in some row */
  couldWrite(object: string, field: string, action: 'create' | 'update'): boolean;
  /** what comparisons see */
  value(row: StoredRow, path: Path): Value;
  /** what answers say of a field */
  wire(row: StoredRow, field: string): unknown;
  canFollow(object: string, path: Path): boolean;
  target(row: StoredRow, field: string): StoredRow | undefined;
  children(row: StoredRow, relation: { readonly object: string; readonly via: string }): readonly StoredRow[];
  holds(row: StoredRow, condition: Condition): boolean;
  canAsk(object: string, condition: Condition): boolean;
  /** whether restrictions keep the user to some of an object's records */
  isKept(object: string, action: Action): boolean;
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

const ALWAYS_READABLE = new Set(['id', 'version']);
const ORDER: readonly Right[] = ['none', 'masked', 'read', 'write'];
const strongest = (rights: readonly Right[]): Right =>
  ORDER[Math.max(0, ...rights.map((right) => ORDER.indexOf(right)))]!;

const rightIn = (fields: Readonly<Record<string, Right>>, field: string): Right =>
  fields[field] ?? fields['*'] ?? (Object.keys(fields).length === 0 ? 'write' : 'none');

/** A part of what is stored, or what stands for it. */
const plain = (value: unknown, { bare }: FieldSpec, part = bare): Value => {
  if (value === null || value === undefined) return null;
  if (part === undefined) return value as Value;
  return ((value as Record<string, Value | undefined>)[part] ?? null) as Value;
};

const ends = (text: string, first: number, last: number): string =>
  text.length >= 2 * (first + last) ? `${text.slice(0, first)}****${text.slice(-last)}` : '****';

function masked(mask: FieldSpec['mask'], value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (mask === 'phone') return ends(String(value), 3, 2);
  if (mask === 'idCard') return ends(String(value), 3, 4);
  if (mask === 'bankCard') return ends(String(value), 0, 4);
  if (mask === 'email') return String(value).replace(/^(.).*(@.*)$/, '$1****$2');
  if (mask !== 'personName') return '****';
  const hide = ([part, text]: [string, unknown]): [string, unknown] => {
    if (text === null) return [part, null];
    return [part, part === 'full' ? `${[...String(text)][0]}**` : '****'];
  };
  const hidden = Object.entries(value as object).map(hide);
  return Object.fromEntries(
    hidden.map(([part, text]) => [part, part === 'title' ? (value as any).title : text]),
  );
}

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

/** The users whose records somebody reaches; of territories, those. */
function reachOf(user: UserSpec, contents: Contents, scope: Scope): ReadonlySet<string> {
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

/** What one user may see and do. `without` leaves a way out, as if it had never been granted. */
export function makeOracle(
  contents: Contents,
  user: UserSpec,
  without: (source: string) => boolean = () => false,
): Oracle {
  const { rows } = contents;
  const { objects, roles, sharing, restrictions } = contents.specification;
  const byId = new Map([...rows.values()].flat().map((row) => [row.id, row]));
  const memo = new Map<string, unknown>();
  const once = <T>(key: string, make: () => T): T => {
    if (!memo.has(key)) memo.set(key, make());
    return memo.get(key) as T;
  };
  const reach = (scope: Scope): ReadonlySet<string> =>
    once(`reach ${scope}`, () => reachOf(user, contents, scope));

  /** what a dot after a value leads to, where that is not another record */
  const inside = (field: FieldSpec, held: unknown, [part]: Path): Value => {
    if (part === undefined || !field.stages) return plain(held, field, part);
    return field.stages.get(String(held))?.kind ?? null;
  };
  /** of a relation to records of several objects: that record and its object, in the bin as well */
  const pointedAt = (row: StoredRow, name: string): StoredRow | undefined =>
    byId.get((row.values[name] as { id?: string } | null | undefined)?.id ?? '');

  const stored = (row: StoredRow, path: Path): Value => {
    const [first, ...others] = path;
    const field = objects.get(row.object)!.fields.get(first!)!;
    if (field.targets) {
      const to = pointedAt(row, first!);
      if (!to || to.isDeleted) return null;
      return others[0] === 'object' ? to.object : to.id;
    }
    if (field.kind === 'relation') {
      const to = byId.get(String(row.values[first!]));
      if (others.length === 0) return to && !to.isDeleted ? to.id : null;
      return to && !to.isDeleted ? stored(to, others) : null;
    }
    if (field.formula) return formula(field, (one) => stored(row, one));
    return inside(field, row.values[first!], others);
  };
  /** conditions of documents are judged by all that there is */
  const wholeSight = (row: StoredRow): Sight => ({
    user: user.id,
    value: (path) => stored(row, path),
    children: (name) => {
      const { object, via } = objects.get(row.object)!.children.get(name)!;
      return rows
        .get(object)!
        .filter((child) => !child.isDeleted && child.values[via] === row.id)
        .map(wholeSight);
    },
  });
  const meets = (row: StoredRow, condition: Condition | undefined): boolean =>
    condition === undefined || truthOf(condition, wholeSight(row)) === true;

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
    if (scope === 'own_and_collaborators' && isAlong(row, action)) return true;
    const owner = row.values[object.hasOwner ? 'owner' : 'created_by'];
    if (owner === null || owner === undefined) return false;
    return scope === 'own' || scope === 'own_and_collaborators'
      ? owner === user.id
      : reach(scope).has(String(owner));
  };

  const held = user.roles.flatMap((name) => roles.get(name) ?? []);
  const bindsUser = (names: readonly string[] | undefined): boolean =>
    names === undefined || names.some((name) => user.roles.includes(name));

  const wayOfGrant = (grant: GrantSpec, source: string): Way => {
    const scopeOf = (action: Action): Scope =>
      grant.rows[action] ?? grant.rows[GOES_BY[action] ?? action] ?? 'all';
    return {
      source,
      allows: (action) => grant.do.includes(action) || comesAlong(grant, action),
      comes: (action) =>
        !grant.do.includes(action) && grant.rows[action] === undefined && comesAlong(grant, action),
      couldAssign: !['own', 'none'].includes(scopeOf('create')),
      couldHold: (action) => scopeOf(action) !== 'none',
      isEverywhere: (action) => scopeOf(action) === 'all' && !grant.where,
      meets: (row) => meets(row, grant.where),
      holds: (row, action) => inScope(row, scopeOf(action), action) && meets(row, grant.where),
      right: (field) => rightIn(grant.fields, field),
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
    ...EVERYONE.filter((grant) => grant.object === object).map((grant) => wayOfGrant(grant, 'everyone')),
  ];

  /** Rights over records that follow a parent: its rights say which rows and actions, own grants narrow the fields. */
  const followingWays = (object: ObjectSpec): readonly Way[] => {
    const { via, object: above, lines } = object.follows!;
    if (!knows(above)) return [];
    const own = held.flatMap(({ grants }) => grants.filter((grant) => grant.object === object.name));
    const narrowing = own.length > 0 ? own : [{ fields: {}, where: undefined }];
    /** what changes the parent */
    const isPartOf = (action: Action): boolean =>
      action === 'create' || action === 'update' || action === 'delete' || action === 'restore';
    const asked = (action: Action): readonly Action[] => {
      // who is in the team of the parent is in that of what belongs to it
      if (action === 'share' || action === 'claim') return [];
      if (action === 'create') return ['create', 'update'];
      return isPartOf(action) ? ['update'] : [action];
    };
    const inParent = (action: Action): readonly Way[] => {
      const rightsNeeded: readonly Right[] = action === 'read' ? ['read', 'write'] : ['write'];
      return ways(above).filter(
        (way) =>
          asked(action).some((one) => way.allows(one)) &&
          (lines === undefined ||
            !(action === 'read' || isPartOf(action)) ||
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
        allows: (action) => some(action, (way, one) => way.couldHold(one)),
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
        right: (field) => rightIn(fields, field),
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
  const sees = (row: StoredRow): boolean => !row.isDeleted && may(row, 'read');

  const rightOf = (some: readonly Way[], field: string): Right =>
    strongest(
      some.map((way) =>
        ALWAYS_READABLE.has(field) && way.right(field) !== 'write' ? 'read' : way.right(field),
      ),
    );
  const isRight = (right: Right): boolean => right === 'read' || right === 'write';

  /** Whoever may not read all that a formula or a roll-up is worked out from does not see it. */
  const readsSources = (object: string, { formula: worked, rollup }: FieldSpec): boolean => {
    if (worked) return worked.paths.every((path) => canFollow(object, path));
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

  const canFollow = (object: string, path: Path): boolean => {
    const [first, ...others] = path;
    if (!canRead(object, first!)) return false;
    if (others.length === 0) return true;
    const field = objects.get(object)!.fields.get(first!)!;
    if (field.parts) return others.length === 1 && others[0]! in field.parts;
    return field.target !== undefined && can(field.target, 'read') && canFollow(field.target, others);
  };

  const target = (row: StoredRow, name: string): StoredRow | undefined => {
    if (!isRight(right(row, name))) return undefined;
    const { targets } = objects.get(row.object)!.fields.get(name)!;
    const to = targets ? pointedAt(row, name) : byId.get(String(row.values[name]));
    return to && sees(to) ? to : undefined;
  };
  const formula = ({ formula: worked }: FieldSpec, read: (path: Path) => Value): Value => {
    const [first, second] = worked!.paths.map(read) as [Value, Value];
    if (worked!.op === 'path') return first;
    if (worked!.op === 'else') return first ?? second;
    if (worked!.op === 'double') return first === null ? null : Number(first) * 2;
    return first === null || second === null ? null : Number(first) + Number(second);
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
    if (field.formula) return formula(field, (one) => value(row, one));
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
    user,
    ways,
    knows,
    can,
    may,
    sees,
    canRead,
    isShown,
    right,
    mayWrite: (row, field, action) => waysIn(row, action).some((way) => way.right(field) === 'write'),
    couldWrite: (object, field, action) => waysTo(object, action).some((way) => way.right(field) === 'write'),
    value,
    wire,
    canFollow,
    target,
    children,
    holds: (row, condition) => truthOf(condition, sightOf(row)) === true,
    canAsk,
    isKept: (object, action) => bounds(object, action).length > 0,
  };
}
