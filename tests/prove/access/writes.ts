import { makeRandom, type Random } from '../parity/random.ts';
import { makeOracle, type Oracle } from './oracle.ts';
import { DAYS, WORDS } from './random-conditions.ts';
import {
  type FieldSpec,
  isGiven,
  isGranted,
  type ObjectSpec,
  type StoredRow,
  type UserSpec,
} from './specification.ts';
import type { AccessWorld } from './world.ts';

/** One write of one user. */
export type Write =
  | { readonly kind: 'update'; readonly row: StoredRow; readonly values: Values }
  | { readonly kind: 'batch'; readonly row: StoredRow; readonly values: Values }
  | { readonly kind: 'delete'; readonly row: StoredRow }
  | { readonly kind: 'restore'; readonly row: StoredRow }
  | { readonly kind: 'claim'; readonly row: StoredRow }
  | { readonly kind: 'create'; readonly object: string; readonly values: Values };

type Values = Readonly<Record<string, unknown>>;

export interface WriteDifference {
  readonly user: UserSpec;
  readonly write: Write;
  readonly expected: number;
  readonly said: number;
  readonly why: string;
}

function otherValue(random: Random, world: AccessWorld, field: FieldSpec, held: unknown): unknown {
  const choices: readonly unknown[] =
    field.type === 'integer'
      ? [30, 31, 32]
      : field.type === 'boolean'
        ? [true, false]
        : field.type === 'date'
          ? DAYS
          : field.type === 'lookup'
            ? world.rows.get(field.target!)!.map(({ id }) => id)
            : (field.options ?? WORDS);
  return random.pick(choices.filter((value) => value !== held));
}

function randomWrite(random: Random, world: AccessWorld, oracle: Oracle): Write {
  const { objects } = world.specification;
  const names = [...objects.values()].filter(isGranted).map(({ name }) => name);
  const kind = random.pick([
    'update',
    'update',
    'update',
    'batch',
    'delete',
    'restore',
    'claim',
    'create',
    'create',
  ] as const);
  const action = kind === 'batch' ? 'update' : kind;
  let object = random.pick(names);
  for (let tried = 0; tried < 8 && !oracle.can(object, action); tried += 1) object = random.pick(names);
  // what lies in the bin cannot be pointed at again when the write is taken back
  const isBinned = ({ target }: FieldSpec, id: unknown): boolean =>
    target !== undefined && world.rows.get(target)!.some((row) => row.id === id && row.isDeleted);
  const valuesFor = (held: Values): Values => {
    const all = [...objects.get(object)!.fields.values()].filter(isGiven);
    const fields = all.filter((field) => !isBinned(field, held[field.name]));
    const given = Array.from({ length: 1 + random.below(2) }, () => random.pick(fields));
    return Object.fromEntries(
      given.map((field) => [field.name, otherValue(random, world, field, held[field.name])]),
    );
  };
  if (kind === 'create') return { kind, object, values: valuesFor({}) };
  const isLikely = (row: StoredRow): boolean =>
    kind === 'restore' ? row.isDeleted : kind !== 'claim' || (row.values.owner ?? null) === null;
  const rows = world.rows.get(object)!.filter((row) => isLikely(row) || random.chance(0.1));
  if (rows.length === 0) return { kind: 'create', object, values: valuesFor({}) };
  const row = random.pick(rows);
  if (kind === 'delete' || kind === 'claim') return { kind, row };
  if (kind === 'restore') return object === 'line' ? { kind: 'delete', row } : { kind, row };
  return { kind, row, values: valuesFor(row.values) };
}

/**
 * Whether values may be given to a record as it stands, or as it comes to stand. What it points at was seen
 * `before`: nobody comes to see something by pointing at it.
 */
function takes(
  world: AccessWorld,
  oracle: Oracle,
  row: StoredRow,
  values: Values,
  action: 'create' | 'update',
  before = oracle,
): boolean {
  const object = world.specification.objects.get(row.object)!;
  return Object.entries(values).every(([name, value]) => {
    if (!oracle.mayWrite(row, name, action)) return false;
    const field = object.fields.get(name)!;
    if (field.kind !== 'relation') return true;
    const target = world.rows.get(field.target!)!.find(({ id }) => id === value);
    const isBound = target?.id === oracle.user.portal?.id;
    if (!target || !(isBound || before.sees(target))) return false;
    return object.follows?.via !== name || mayAddTo(oracle, target, object.follows.lines);
  });
}

const mayAddTo = (oracle: Oracle, parent: StoredRow, lines: string | undefined): boolean =>
  lines === undefined ? oracle.may(parent, 'update') : oracle.mayWrite(parent, lines, 'update');

/** What users of the portal may send at all. */
const OF_PORTAL: readonly Write['kind'][] = ['create', 'update', 'delete'];

/** The status that a write is to be answered with. */
function verdict(world: AccessWorld, oracle: Oracle, write: Write): number {
  const name = write.kind === 'create' ? write.object : write.row.object;
  if (oracle.user.portal && !OF_PORTAL.includes(write.kind)) return 403;
  if (!oracle.knows(name)) return 404;
  const action = write.kind === 'batch' ? 'update' : write.kind;
  if (!oracle.can(name, action)) return 403;
  if (write.kind === 'create') return created(world, oracle, write.object, write.values);
  if (write.kind === 'claim') return claimed(world, oracle, write.row);
  const { row } = write;
  // seen, and not in the bin
  if (write.kind === 'restore' && oracle.sees(row)) return 409;
  const isThere = write.kind === 'restore' ? row.isDeleted && oracle.may(row, 'read') : oracle.sees(row);
  if (!isThere) return 404;
  if (!oracle.may(row, action)) return 403;
  if (write.kind === 'delete') return 204;
  if (write.kind === 'restore') return 200;
  return takes(world, oracle, row, write.values, 'update') ? 200 : 422;
}

/** Whoever may claim a record of nobody has it; of others they are told so as far as they may know. */
function claimed(world: AccessWorld, oracle: Oracle, row: StoredRow): number {
  if (!world.specification.objects.get(row.object)!.hasOwner) return 422;
  if (!oracle.sees(row)) return 404;
  const isTaken = (row.values.owner ?? null) !== null;
  if (oracle.may(row, 'claim')) return isTaken ? 409 : 200;
  const isTold = ['read', 'write'].includes(oracle.right(row, 'owner'));
  return isTaken && isTold ? 409 : 403;
}

/** Where new records begin: at their first stage, and with nothing that is rolled up. */
const beginning = ({ fields }: ObjectSpec): Values =>
  Object.fromEntries(
    [...fields.values()].flatMap(({ name, stages, rollup }): [string, unknown][] => {
      if (stages) {
        const stage: [string, unknown] = [name, [...stages.keys()][0]];
        return [stage, [`${name}_pipeline`, 'ways'], [`${name}_since`, new Date().toISOString()]];
      }
      return rollup && rollup.function !== 'max' ? [[name, 0]] : [];
    }),
  );

/** What somebody of the portal brings in points at their record, unless it says otherwise. */
function boundTo({ fields }: ObjectSpec, { portal }: UserSpec): Values {
  const field = portal && [...fields.values()].find(({ target }) => target === portal.object);
  return field && isGiven(field) ? { [field.name]: portal.id } : {};
}

function created(world: AccessWorld, before: Oracle, name: string, values: Values): number {
  const { user } = before;
  const object = world.specification.objects.get(name)!;
  const own = {
    created_by: user.id,
    updated_by: user.id,
    version: 1,
    source: user.portal ? 'portal' : 'api',
    ...(object.hasOwner && { owner: user.portal ? null : user.id }),
    ...boundTo(object, user),
    ...beginning(object),
  };
  const row: StoredRow = { id: 'new', object: name, isDeleted: false, values: { ...own, ...values } };
  const rows = new Map(world.rows).set(name, [...world.rows.get(name)!, row]);
  // judged among the others, as it comes to stand
  const oracle = makeOracle({ ...world, rows }, user);
  if (!oracle.may(row, 'create')) return 422;
  if (object.follows) {
    const { object: above, via, lines } = object.follows;
    const parent = row.values[via];
    const bound = parent === user.portal?.id && world.rows.get(above)!.find(({ id }) => id === parent);
    if (bound && !mayAddTo(oracle, bound, lines)) return 422;
    if (parent === undefined && !oracle.isEverywhere(above, 'update', lines)) return 422;
  }
  return takes({ ...world, rows }, oracle, row, values, 'create', before) ? 201 : 422;
}

async function send(
  world: AccessWorld,
  user: UserSpec,
  write: Write,
): Promise<{ status: number; text: string; id?: string }> {
  if (write.kind === 'create') {
    const made = await world.ask(user, 'POST', `/api/records/${write.object}`, write.values);
    return { ...made, id: made.body?.id };
  }
  const { object, id } = write.row;
  const path = `/api/records/${object}/${id}`;
  switch (write.kind) {
    case 'update':
      return world.ask(user, 'PATCH', path, write.values);
    case 'batch':
      return world.ask(user, 'POST', `/api/records/${object}/batch`, [
        { op: 'update', id, values: write.values },
      ]);
    case 'delete':
      return world.ask(user, 'DELETE', path);
    case 'restore':
      return world.ask(user, 'POST', `${path}/actions/restore`, {});
    case 'claim':
      return world.ask(user, 'POST', `${path}/actions/claim`, {});
  }
}

/** What was written is taken back by the engine's own rights, so that the next write finds the same world. */
async function takeBack(world: AccessWorld, write: Write, id: string | undefined): Promise<void> {
  const does = async (method: string, path: string, body?: unknown): Promise<void> => {
    const { status, text } = await world.operator(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`);
  };
  if (write.kind === 'create') return does('DELETE', `/api/records/${write.object}/${id}`);
  const path = `/api/records/${write.row.object}/${write.row.id}`;
  if (write.kind === 'delete') return does('POST', `${path}/actions/restore`, {});
  if (write.kind === 'restore') return does('DELETE', path);
  if (write.kind === 'claim') return does('PATCH', path, { owner: null });
  const before = Object.keys(write.values).map((name) => [name, write.row.values[name] ?? null]);
  return does('PATCH', path, Object.fromEntries(before));
}

/** Sends `n` random writes of random users, one after the other: `seed` alone decides which. */
export async function writeDifferencesOf(
  world: AccessWorld,
  { seed, n }: { readonly seed: number; readonly n: number },
): Promise<{ readonly accepted: number; readonly differences: readonly WriteDifference[] }> {
  const random = makeRandom(seed);
  const users = [...world.users.values()];
  let oracles = new Map<string, Oracle>();
  let accepted = 0;
  const differences: WriteDifference[] = [];
  for (let sent = 0; sent < n; sent += 1) {
    const user = random.pick(users);
    const oracle = oracles.get(user.id) ?? makeOracle(world, user);
    oracles.set(user.id, oracle);
    const write = randomWrite(random, world, oracle);
    const expected = verdict(world, oracle, write);
    const before =
      write.kind === 'create' ? await world.countOf(write.object) : await world.storedOf(write.row);
    const { status: said, text, id } = await send(world, user, write);
    const isAccepted = said < 300;
    const isRight =
      write.kind === 'batch'
        ? isAccepted === expected < 300
        : said === expected || (isAccepted && expected < 300);
    if (!isRight) differences.push({ user, write, expected, said, why: text.slice(0, 600) });
    if (!isAccepted) {
      const after =
        write.kind === 'create' ? await world.countOf(write.object) : await world.storedOf(write.row);
      if (after !== before)
        differences.push({ user, write, expected, said, why: 'refused, and written all the same' });
      continue;
    }
    accepted += 1;
    await takeBack(world, write, id);
    await world.refresh();
    oracles = new Map();
  }
  return { accepted, differences };
}

export function describeWriteDifference(world: AccessWorld, one: WriteDifference): string {
  const { user, write, expected, said, why } = one;
  const object = write.kind === 'create' ? write.object : write.row.object;
  const around = new Set([object, world.specification.objects.get(object)!.follows?.object]);
  const { roles, sharing, restrictions } = world.specification;
  return [
    `${write.kind} ${object} ${JSON.stringify('values' in write ? write.values : {})}: oracle ${expected}, API ${said}`,
    `  user ${JSON.stringify(user)}`,
    ...user.roles.map(
      (name) =>
        `  ${name} ${JSON.stringify(roles.get(name)!.grants.filter((grant) => around.has(grant.object)))}`,
    ),
    `  rules ${JSON.stringify([...sharing, ...restrictions].filter((rule) => around.has(rule.object)))}`,
    ...('row' in write ? [`  row ${JSON.stringify(write.row)}`] : []),
    `  ${why}`,
  ].join('\n');
}
