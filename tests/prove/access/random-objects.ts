import type { ShortField } from '../../support/workspace-of.ts';
import type { Random } from '../parity/random.ts';
import type { Path } from './conditions.ts';
import { OPTIONS } from './random-conditions.ts';
import type { FieldSpec, Kind, ObjectSpec } from './specification.ts';

export const labels = (name: string) => ({ en: name, 'zh-CN': name });

export type Objects = Map<string, MutableObject>;

interface MutableObject {
  name: string;
  hasOwner: boolean;
  fields: Map<string, FieldSpec>;
  follows?: NonNullable<ObjectSpec['follows']>;
  children: Map<string, { object: string; via: string }>;
  isLink?: true;
  isSystem?: true;
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

/** The stages of a random pipeline, with their kinds. */
export const STAGES = [
  ['early', 'open'],
  ['late', 'open'],
  ['gained', 'won'],
  ['dropped', 'lost'],
] as const;

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
  (_, name) => [
    {
      name,
      type: 'personName',
      kind: 'text',
      mask: 'personName',
      bare: 'full',
      parts: { family: 'text', given: 'text', full: 'text' },
    },
    { type: 'personName' },
  ],
  (_, name) => [
    {
      name,
      type: 'address',
      kind: 'text',
      bare: 'text',
      parts: { country: 'text', city: 'text', text: 'text' },
    },
    { type: 'address' },
  ],
  (_, name) => [
    {
      name,
      type: 'dateRange',
      kind: 'date',
      bare: 'start',
      parts: { start: 'date', end: 'date', days: 'integer' },
    },
    { type: 'dateRange' },
  ],
  (random, name) => {
    const mask = random.pick(['text', 'idCard'] as const);
    return [
      { name, type: 'encrypted', kind: 'secret', mask },
      { type: 'encrypted', mask },
    ];
  },
  (random, name) => {
    const mask = random.pick(['idCard', 'bankCard'] as const);
    return [
      { name, type: 'text', kind: 'text', mask },
      { type: 'text', mask },
    ];
  },
];

const isWritten = ({ isSystem, formula, rollup, lines, of }: FieldSpec): boolean =>
  !isSystem && !formula && !rollup && !lines && !of;
export const writtenFields = (object: ObjectSpec): FieldSpec[] =>
  [...object.fields.values()].filter(isWritten);

const named = (object: MutableObject, kind: Kind): FieldSpec[] =>
  [...object.fields.values()].filter(
    (field) => field.kind === kind && isWritten(field) && field.parts === undefined,
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
  const relations = named(object, 'relation').filter(
    ({ target }) => target !== undefined && !objects.get(target)!.isSystem,
  );
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
    if (below.length === 0 || object.isLink || object.isSystem || random.chance(0.3)) continue;
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

function systemObject(name: string, relations: Readonly<Record<string, string>> = {}): MutableObject {
  const object = emptyObject(name, false);
  object.isSystem = true;
  object.fields.set('name', { name: 'name', type: 'text', kind: 'text' });
  for (const [field, target] of Object.entries(relations))
    object.fields.set(field, { name: field, type: 'lookup', kind: 'relation', target });
  return object;
}

/** A relation to records of several objects. */
function addPointer(object: MutableObject, targets: readonly string[]): void {
  const parts: Readonly<Record<string, Kind>> = { object: 'text', title: 'text' };
  add(
    object,
    { name: 'points', type: 'pointer', kind: 'relation', targets, parts },
    { type: 'lookup', targets, onDelete: 'null' },
  );
}

/** A stage, with what else is told of it under names of their own. */
function addStage(object: MutableObject): void {
  const stages = new Map(STAGES.map(([name, kind], order) => [name as string, { kind, order }]));
  add(
    object,
    { name: 'stage', type: 'stage', kind: 'text', stages, parts: { kind: 'text' } },
    { type: 'stage' },
  );
  object.fields.set('stage_pipeline', {
    name: 'stage_pipeline',
    type: 'text',
    kind: 'text',
    of: 'stage',
  });
  object.fields.set('stage_since', { name: 'stage_since', type: 'datetime', kind: 'moment', of: 'stage' });
}

/** Objects with relations to depth 3, line items, a tree, links, rights that follow a parent. */
export function randomObjects(random: Random): Objects {
  const objects: Objects = new Map([
    ['user', systemObject('user')],
    ['territory', systemObject('territory', { parent: 'territory', manager: 'user' })],
  ]);
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
  for (const name of chain) {
    const object = objects.get(name)!;
    if (random.chance(0.5)) addLookup(objects, object, 'place', 'territory');
    if (random.chance(0.3)) addPointer(object, ['ground', random.pick(['first', 'second', 'third'])]);
  }
  addStage(objects.get(random.pick(chain))!);
  const ground = objects.get('ground')!;
  ground.head.capabilities = { portal: true };
  if (random.chance(0.6)) {
    addLookup(objects, ground, 'parent', 'ground');
    ground.head.capabilities = { tree: true, portal: true };
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
