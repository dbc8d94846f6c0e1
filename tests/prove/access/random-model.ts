import { objectBody, type ShortField, type TestDocuments } from '../../support/workspace-of.ts';
import type { Random } from '../parity/random.ts';
import { type Condition, type Path, textOf } from './conditions.ts';
import type {
  Action,
  FieldSpec,
  GrantSpec,
  Kind,
  ObjectSpec,
  RestrictionSpec,
  Right,
  RoleSpec,
  Scope,
  SharingSpec,
  Specification,
} from './specification.ts';

const labels = (name: string) => ({ en: name, 'zh-CN': name });
export const WORDS = ['alpha', 'beta', 'delta', 'gamma', 'kappa', 'omega', 'sigma', 'theta'] as const;
export const OPTIONS = ['open', 'held', 'done'] as const;
export const DAYS = ['2026-01-05', '2026-02-10', '2026-02-28', '2026-03-15'] as const;

type Objects = Map<string, MutableObject>;

interface MutableObject {
  name: string;
  hasOwner: boolean;
  fields: Map<string, FieldSpec>;
  follows?: NonNullable<ObjectSpec['follows']>;
  children: Map<string, { object: string; via: string }>;
  isLink?: true;
  readonly head: Record<string, unknown>;
  readonly shorts: Map<string, ShortField>;
}

const SYSTEM: readonly (readonly [name: string, type: string, kind: Kind, target?: string])[] = [
  ['id', 'text', 'text'],
  ['owner', 'user', 'relation', 'user'],
  ['created_at', 'datetime', 'moment'],
  ['created_by', 'user', 'relation', 'user'],
  ['updated_at', 'datetime', 'moment'],
  ['updated_by', 'user', 'relation', 'user'],
  ['deleted_at', 'datetime', 'moment'],
  ['version', 'integer', 'integer'],
  ['source', 'text', 'text'],
];

function emptyObject(name: string, hasOwner: boolean): MutableObject {
  const object: MutableObject = {
    name,
    hasOwner,
    fields: new Map(),
    children: new Map(),
    head: hasOwner ? {} : { ownership: 'none' },
    shorts: new Map(),
  };
  for (const [field, type, kind, target] of SYSTEM) {
    if (field === 'owner' && !hasOwner) continue;
    object.fields.set(field, { name: field, type, kind, isSystem: true, ...(target && { target }) });
  }
  return object;
}

function add(object: MutableObject, spec: FieldSpec, short: ShortField): void {
  object.fields.set(spec.name, spec);
  object.shorts.set(spec.name, short);
}

/** A lookup with the name that it has on the other side. */
function addLookup(
  objects: Objects,
  object: MutableObject,
  name: string,
  target: string,
  onDelete: 'null' | 'cascade' = 'null',
  isLines = false,
): void {
  const inverse = `${object.name}_by_${name}`;
  add(
    object,
    { name, type: 'lookup', kind: 'relation', target },
    {
      type: 'lookup',
      target,
      onDelete,
      ...(!isLines && { inverse: { name: inverse, labels: labels(inverse) } }),
    },
  );
  if (!isLines) objects.get(target)!.children.set(inverse, { object: object.name, via: name });
}

const SIMPLE: readonly ((random: Random, name: string) => readonly [FieldSpec, ShortField])[] = [
  (random, name) => {
    const isSearched = random.chance(0.5);
    return [
      { name, type: 'text', kind: 'text', mask: 'text', isSearched },
      { type: 'text', ...(isSearched && { search: 'B' }) },
    ];
  },
  (_, name) => [{ name, type: 'integer', kind: 'integer' }, { type: 'integer' }],
  (_, name) => [{ name, type: 'boolean', kind: 'boolean' }, { type: 'boolean' }],
  (_, name) => [{ name, type: 'date', kind: 'date' }, { type: 'date' }],
  (_, name) => [
    { name, type: 'select', kind: 'text', options: OPTIONS },
    { type: 'select', options: OPTIONS.map((value) => ({ value, labels: labels(value) })) },
  ],
  (_, name) => [{ name, type: 'phone', kind: 'text', mask: 'phone' }, { type: 'phone' }],
  (_, name) => [{ name, type: 'email', kind: 'text', mask: 'email' }, { type: 'email' }],
  (_, name) => [{ name, type: 'user', kind: 'relation', target: 'user' }, { type: 'user' }],
  (_, name) => [{ name, type: 'personName', kind: 'text', mask: 'personName' }, { type: 'personName' }],
];

const isWritten = ({ isSystem, formula, rollup, lines }: FieldSpec): boolean =>
  !isSystem && !formula && !rollup && !lines;
export const writtenFields = (object: ObjectSpec): FieldSpec[] =>
  [...object.fields.values()].filter(isWritten);

const named = (object: MutableObject, kind: Kind): FieldSpec[] =>
  [...object.fields.values()].filter(
    (field) => field.kind === kind && isWritten(field) && field.type !== 'personName',
  );

/** Formulas and mirrors over the record itself and over what it points at; they may name formulas of others. */
function addFormulas(random: Random, objects: Objects, object: MutableObject): void {
  const numbers = named(object, 'integer').map(({ name }) => name);
  const texts = named(object, 'text').filter(({ type }) => type === 'text');
  if (numbers.length > 0) {
    const [left, right] = [random.pick(numbers), random.pick(numbers)];
    const op = random.chance(0.5) ? 'plus' : 'double';
    add(
      object,
      {
        name: 'worked',
        type: 'formula',
        kind: 'integer',
        formula: { op, paths: op === 'plus' ? [[left], [right]] : [[left]] },
      },
      {
        type: 'formula',
        returns: 'integer',
        expression: op === 'plus' ? `${left} + ${right}` : `${left} * 2`,
      },
    );
  }
  const relations = named(object, 'relation').filter(({ target }) => target !== 'user');
  const relation = relations.length > 0 ? random.pick(relations) : undefined;
  if (!relation) return;
  const there = objects.get(relation.target!)!;
  const path: Path = [
    relation.name,
    random.chance(0.4) && there.fields.has('mirrored') ? 'mirrored' : 'name',
  ];
  add(
    object,
    { name: 'mirrored', type: 'mirror', kind: 'text', formula: { op: 'path', paths: [path] } },
    { type: 'mirror', path: path.join('.') },
  );
  const other = random.pick(texts).name;
  const over: Path[] = [[relation.name, 'name'], [other]];
  add(
    object,
    { name: 'either', type: 'formula', kind: 'text', formula: { op: 'else', paths: over } },
    {
      type: 'formula',
      returns: 'text',
      expression: `coalesce(${over.map((one) => one.join('.')).join(', ')})`,
    },
  );
}

function addRollups(random: Random, objects: Objects): void {
  for (const object of objects.values()) {
    const below = [...objects.values()].flatMap((child) =>
      [...child.fields.values()]
        .filter(
          ({ kind, target, type }) => kind === 'relation' && target === object.name && type === 'lookup',
        )
        .map((field) => ({ child, via: field.name })),
    );
    if (below.length === 0 || object.isLink || object.name === 'user' || random.chance(0.3)) continue;
    const { child, via } = random.pick(below);
    const numbers = named(child, 'integer');
    const call = numbers.length === 0 ? 'count' : random.pick(['count', 'sum', 'max'] as const);
    const field = call === 'count' ? undefined : random.pick(numbers).name;
    const rollup = { function: call, object: child.name, via, ...(field && { field }) };
    add(object, { name: 'rolled', type: 'rollup', kind: 'integer', rollup }, { type: 'rollup', rollup });
  }
}

function addLines(objects: Objects, object: MutableObject, line: MutableObject): void {
  addLookup(objects, line, 'head', object.name, 'cascade', true);
  line.follows = { via: 'head', object: object.name, lines: 'lines' };
  add(
    object,
    { name: 'lines', type: 'lineItems', kind: 'list', lines: { object: line.name, via: 'head' } },
    { type: 'lineItems', lineItems: { target: line.name, via: 'head' } },
  );
  object.children.set('lines', { object: line.name, via: 'head' });
}

function addLinks(objects: Objects, object: MutableObject, target: string): void {
  const name = `${object.name}_linked`;
  const link = emptyObject(name, false);
  link.isLink = true;
  const to = target === object.name ? `${target}_record` : target;
  const side = (field: string, at: string) =>
    link.fields.set(field, { name: field, type: 'lookup', kind: 'relation', target: at });
  side(object.name, object.name);
  side(to, target);
  link.follows = { via: object.name, object: object.name, lines: 'linked' };
  objects.set(name, link);
  add(
    object,
    { name: 'linked', type: 'links', kind: 'list', lines: { object: name, via: object.name, to, target } },
    { type: 'lookup', target, manyToMany: true },
  );
  object.children.set('linked', { object: name, via: object.name });
}

const userObject = (): MutableObject => {
  const user = emptyObject('user', false);
  user.fields.set('name', { name: 'name', type: 'text', kind: 'text' });
  return user;
};

/** Objects with relations to depth 3, line items, a tree, links, rights that follow a parent. */
function randomObjects(random: Random): Objects {
  const objects: Objects = new Map([['user', userObject()]]);
  const chain = ['ground', 'first', 'second', 'third'];
  for (const [level, name] of chain.entries()) {
    const object = emptyObject(name, random.chance(0.8));
    objects.set(name, object);
    add(
      object,
      { name: 'name', type: 'text', kind: 'text', mask: 'text', isSearched: true },
      { type: 'text' },
    );
    if (level > 0) addLookup(objects, object, 'up', chain[level - 1]!);
    if (level > 1 && random.chance(0.5))
      addLookup(objects, object, 'also', random.pick(chain.slice(0, level)));
    for (let more = 3 + random.below(4); more > 0; more -= 1) {
      const [spec, short] = random.pick(SIMPLE)(random, `f${more}`);
      add(object, spec, short);
    }
  }
  const ground = objects.get('ground')!;
  if (random.chance(0.6)) {
    addLookup(objects, ground, 'parent', 'ground');
    ground.head.capabilities = { tree: true };
  }
  const line = emptyObject('line', random.chance(0.5));
  const note = emptyObject('note', true);
  for (const object of [line, note]) {
    objects.set(object.name, object);
    add(
      object,
      { name: 'name', type: 'text', kind: 'text', mask: 'text', isSearched: true },
      { type: 'text' },
    );
    add(object, { name: 'amount', type: 'integer', kind: 'integer' }, { type: 'integer' });
  }
  addLines(objects, objects.get(random.pick(['first', 'second']))!, line);
  const above = random.pick(chain);
  addLookup(objects, note, 'about', above);
  note.follows = { via: 'about', object: above };
  note.head.accessFrom = 'about';
  addLinks(objects, objects.get(random.pick(['second', 'third']))!, random.pick(['ground', 'first']));
  for (const name of [...chain, 'line', 'note']) addFormulas(random, objects, objects.get(name)!);
  addRollups(random, objects);
  return objects;
}

const valueFor = (random: Random, { type, options }: FieldSpec): string | number | boolean | undefined => {
  if (options) return random.pick(options);
  if (type === 'boolean') return random.chance(0.5);
  if (type === 'text' || type === 'mirror') return random.pick(WORDS);
  return undefined;
};

/** A condition over records of an object, by any of its fields: rights do not matter to those who write it. */
export function randomCondition(
  random: Random,
  specification: Pick<Specification, 'objects'>,
  name: string,
  depth = 2,
): Condition {
  if (depth > 0 && random.chance(0.35)) {
    const one = () => randomCondition(random, specification, name, depth - 1);
    const op = random.pick(['and', 'or', 'not'] as const);
    return op === 'not' ? { op, of: one() } : { op, left: one(), right: one() };
  }
  const object = specification.objects.get(name)!;
  const relations = [...object.children].filter(
    ([, { object: child }]) => !specification.objects.get(child)!.isLink,
  );
  if (depth > 0 && relations.length > 0 && random.chance(0.12)) {
    const [relation, child] = random.pick(relations);
    return { op: 'some', relation, of: randomCondition(random, specification, child.object, 0) };
  }
  const path = randomPath(
    random,
    specification,
    name,
    (field) => field.kind !== 'moment' && field.name !== 'id',
  );
  return leafOver(random, path.path, path.field);
}

function leafOver(random: Random, path: Path, field: FieldSpec): Condition {
  if (random.chance(0.12)) return { op: random.chance(0.5) ? 'has' : 'lacks', path };
  if (field.kind === 'relation')
    return field.target === 'user' && random.chance(0.8) ? { op: 'mine', path } : { op: 'has', path };
  if (field.kind === 'integer')
    return { op: random.chance(0.5) ? 'below' : 'above', path, value: random.below(20) };
  if (field.kind === 'boolean') return { op: 'equals', path, value: random.chance(0.5) };
  const value = valueFor(random, field);
  if (value === undefined) return { op: random.chance(0.5) ? 'has' : 'lacks', path };
  return { op: random.chance(0.7) ? 'equals' : 'differs', path, value };
}

/** A path of up to three hops to a field. */
export function randomPath(
  random: Random,
  { objects }: Pick<Specification, 'objects'>,
  name: string,
  fits: (field: FieldSpec) => boolean,
): { path: Path; field: FieldSpec } {
  const path: string[] = [];
  let object = objects.get(name)!;
  for (let hops = 0; hops < 3 && random.chance(0.4); hops += 1) {
    const relations = [...object.fields.values()].filter(
      ({ kind, target, type }) => kind === 'relation' && target !== undefined && type !== 'links',
    );
    if (relations.length === 0) break;
    const relation = random.pick(relations);
    path.push(relation.name);
    object = objects.get(relation.target!)!;
  }
  const fields = [...object.fields.values()].filter((field) => field.kind !== 'list' && fits(field));
  const field = random.pick(fields);
  return { path: [...path, field.name], field };
}

const ACTIONS: readonly Action[] = ['create', 'read', 'update', 'delete', 'restore', 'import', 'export'];
const SCOPES: readonly Scope[] = ['all', 'all', 'own', 'own', 'none', 'team', 'department', 'reporting_line'];

function randomFields(random: Random, object: ObjectSpec): Readonly<Record<string, Right>> {
  if (random.chance(0.3)) return {};
  const fields: Record<string, Right> = { '*': random.pick(['none', 'read', 'write', 'write']) };
  const visible = [...object.fields.values()].filter(
    ({ name }) => !['id', 'version', 'deleted_at'].includes(name),
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
  const actions = ACTIONS.filter((action) => (action === 'read' ? random.chance(0.92) : random.chance(0.5)));
  const rows: Partial<Record<Action, Scope>> = {};
  if (!object.follows)
    for (const action of actions) if (random.chance(0.6)) rows[action] = random.pick(SCOPES);
  return {
    object: name,
    do: actions.length > 0 ? actions : ['read'],
    rows,
    ...(!isLine && random.chance(0.25) && { where: randomCondition(random, specification, name, 1) }),
    fields: randomFields(random, object),
  };
}

/** Everything that the documents of a random model say. */
export function randomSpecification(random: Random, roleCount: number): Specification & { mutable: Objects } {
  const mutable = randomObjects(random);
  const part = { objects: mutable };
  const grantable = [...mutable.keys()].filter((name) => name !== 'user' && !mutable.get(name)!.isLink);
  const roles = new Map<string, RoleSpec>();
  for (let number = 0; number < roleCount; number += 1) {
    const name = `role${number}`;
    const grants = Array.from({ length: 2 + random.below(6) }, () =>
      randomGrant(random, part, random.pick(grantable)),
    );
    roles.set(name, { name, grants });
  }
  const free = grantable.filter((name) => name !== 'line');
  const rolesFor = () => [...roles.keys()].filter(() => random.chance(0.15));
  const sharing = Array.from({ length: 4 }, (_, index): SharingSpec => {
    const object = random.pick(free);
    return {
      name: `share${index}`,
      object,
      to: ['role0', ...rolesFor()].filter((one, at, all) => all.indexOf(one) === at),
      where: randomCondition(random, part, object, 1),
      do: random.chance(0.5) ? ['read'] : ['read', 'update'],
    };
  });
  const restrictions = Array.from({ length: 3 }, (_, index): RestrictionSpec => {
    const object = random.pick(free);
    return {
      name: `bound${index}`,
      object,
      for: ['role1', ...rolesFor()].filter((one, at, all) => all.indexOf(one) === at),
      allow: randomCondition(random, part, object, 1),
      ...(random.chance(0.5) && {
        do: random.pick<readonly Action[]>([['read'], ['update', 'delete'], ['read', 'update']]),
      }),
    };
  });
  return { objects: mutable, roles, sharing, restrictions, mutable };
}

/** The objects as documents. */
export function objectDocuments(objects: Objects): TestDocuments {
  return Object.fromEntries(
    [...objects.values()]
      .filter(({ name, isLink }) => name !== 'user' && !isLink)
      .map(({ name, shorts, head }) => [
        `object/${name}`,
        objectBody(name, Object.fromEntries(shorts), { head }),
      ]),
  );
}

/** Roles and rules as documents. */
export function rightsDocuments({ roles, sharing, restrictions }: Specification): TestDocuments {
  const head = (name: string) => ({ name, labels: labels(name) });
  return Object.fromEntries([
    ['role/keeper', { ...head('keeper'), admin: ['people'], grants: [] }],
    ...[...roles.values()].map(({ name, grants }) => [
      `role/${name}`,
      {
        ...head(name),
        grants: grants.map(({ where, ...grant }) => ({ ...grant, ...(where && { where: textOf(where) }) })),
      },
    ]),
    ...sharing.map(({ name, where, ...rule }) => [
      `sharing-rule/${rule.object}.${name}`,
      { ...head(name), ...rule, where: textOf(where) },
    ]),
    ...restrictions.map(({ name, allow, ...rule }) => [
      `restriction-rule/${rule.object}.${name}`,
      { ...head(name), ...rule, allow: textOf(allow) },
    ]),
  ]);
}
