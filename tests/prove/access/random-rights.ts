import type { Random } from '../parity/random.ts';
import { randomCondition } from './random-conditions.ts';
import { type Objects, randomObjects } from './random-objects.ts';
import {
  type Action,
  type GrantSpec,
  isGranted,
  type ObjectSpec,
  type RestrictionSpec,
  type Right,
  type RoleSpec,
  type Scope,
  type SharingSpec,
  type Specification,
} from './specification.ts';

const ACTIONS: readonly Action[] = [
  'create',
  'read',
  'update',
  'delete',
  'restore',
  'purge',
  'transfer',
  'bulk',
  'share',
  'claim',
  'import',
  'export',
];
const SCOPES: readonly Scope[] = [
  'all',
  'all',
  'own',
  'own',
  'none',
  'team',
  'department',
  'department_and_below',
  'reporting_line',
];
const ALONG: readonly Action[] = ['read', 'update', 'export'];

/** How far a grant may reach with an action: who is in the team of a record only reads and changes it. */
function scopesFor({ fields }: ObjectSpec, action: Action): readonly Scope[] {
  if (action === 'bulk') return ['all', 'none'];
  const isPlaced = [...fields.values()].some(({ target }) => target === 'territory');
  // what nobody owns is reached by nothing that asks for its owner
  if (action === 'claim') return ['all', 'none', ...(isPlaced ? (['territory'] as const) : [])];
  return [
    ...SCOPES,
    ...(isPlaced ? (['territory', 'territory'] as const) : []),
    ...(ALONG.includes(action) ? (['own_and_collaborators', 'own_and_collaborators'] as const) : []),
  ];
}

function randomFields(random: Random, object: ObjectSpec): Readonly<Record<string, Right>> {
  if (random.chance(0.3)) return {};
  const fields: Record<string, Right> = { '*': random.pick(['none', 'read', 'write', 'write']) };
  const visible = [...object.fields.values()].filter(
    ({ name, of }) => !of && !['id', 'version', 'deleted_at'].includes(name),
  );
  for (let more = 1 + random.below(4); more > 0; more -= 1) {
    const field = random.pick(visible);
    const rights: readonly Right[] = field.mask
      ? ['none', 'masked', 'masked', 'read', 'write']
      : ['none', 'none', 'read', 'write'];
    fields[field.name] = random.pick(rights);
  }
  return fields;
}

function randomGrant(random: Random, specification: Pick<Specification, 'objects'>, name: string): GrantSpec {
  const object = specification.objects.get(name)!;
  const isLine = object.follows?.lines !== undefined;
  const actions = ACTIONS.filter((action) => (action === 'read' ? random.chance(0.92) : random.chance(0.4)));
  const rows: Partial<Record<Action, Scope>> = {};
  if (!object.follows)
    for (const action of actions)
      if (random.chance(0.6)) rows[action] = random.pick(scopesFor(object, action));
  return {
    object: name,
    do: actions.length > 0 ? actions : ['read'],
    rows,
    ...(!isLine && random.chance(0.3) && { where: randomCondition(random, specification, name) }),
    fields: randomFields(random, object),
  };
}

/** What users of the portal are bound to a record of. */
export const PORTAL_HOME = 'ground';
export const PORTAL_ACTIONS: readonly Action[] = ['create', 'read', 'update', 'delete', 'export'];
const PORTAL_ROLES = 6;

/** A grant for users of the portal, which says in which rows. */
function randomPortalGrant(
  random: Random,
  specification: Pick<Specification, 'objects'>,
  name: string,
): GrantSpec {
  const object = specification.objects.get(name)!;
  const { rows: _, ...grant } = randomGrant(random, specification, name);
  const actions = PORTAL_ACTIONS.filter((action) => action === 'read' || random.chance(0.5));
  const isReached =
    name === PORTAL_HOME || [...object.fields.values()].some(({ target }) => target === PORTAL_HOME);
  const scopes: readonly Scope[] = isReached
    ? ['portal', 'portal', 'portal', 'all', 'none']
    : ['all', 'all', 'none'];
  return {
    ...grant,
    do: actions,
    rows: object.follows ? {} : Object.fromEntries(actions.map((action) => [action, random.pick(scopes)])),
  };
}

/** Everything that the documents of a random model say. */
export function randomSpecification(random: Random, roleCount: number): Specification & { mutable: Objects } {
  const mutable = randomObjects(random);
  const part = { objects: mutable };
  const grantable = [...mutable.values()].filter(isGranted).map(({ name }) => name);
  const roles = new Map<string, RoleSpec>();
  for (let number = 0; number < roleCount; number += 1) {
    const name = `role${number}`;
    const grants = Array.from({ length: 2 + random.below(6) }, () =>
      randomGrant(random, part, random.pick(grantable)),
    );
    roles.set(name, { name, grants });
  }
  for (let number = 0; number < PORTAL_ROLES; number += 1) {
    const name = `outside${number}`;
    const grants = Array.from({ length: 3 + random.below(4) }, () =>
      randomPortalGrant(random, part, random.pick([PORTAL_HOME, ...grantable])),
    );
    roles.set(name, { name, portal: true, grants });
  }
  const free = grantable.filter((name) => name !== 'line');
  const rolesFor = () => [...roles.keys()].filter(() => random.chance(0.15));
  const sharing = Array.from({ length: 6 }, (_, index): SharingSpec => {
    const object = random.pick(free);
    return {
      name: `share${index}`,
      object,
      to: ['role0', ...rolesFor()].filter((one, at, all) => all.indexOf(one) === at),
      where: randomCondition(random, part, object),
      do: random.chance(0.5) ? ['read'] : ['read', 'update'],
    };
  });
  const restrictions = Array.from({ length: 4 }, (_, index): RestrictionSpec => {
    const object = random.pick(free);
    return {
      name: `bound${index}`,
      object,
      for: ['role1', ...rolesFor()].filter((one, at, all) => all.indexOf(one) === at),
      allow: randomCondition(random, part, object),
      ...(random.chance(0.5) && {
        do: random.pick<readonly Action[]>([['read'], ['update', 'delete'], ['read', 'update'], ['claim']]),
      }),
    };
  });
  return { objects: mutable, roles, sharing, restrictions, mutable };
}
