import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/index.ts';
import { uuidv7 } from '../../../engine/ids.ts';
import type { Engine } from '../../../engine/index.ts';
import { createApiKey, createPerson } from '../../../engine/people/index.ts';
import type { TestEngine } from '../../support/engine.ts';
import { publishInto } from '../../support/workspace-of.ts';
import { makeRandom, type Random } from '../parity/random.ts';
import { objectDocuments, rightsDocuments } from './documents.ts';
import { makeDelegations, makeOutsiders, makePeople, makeTeamsOfRecords } from './people.ts';
import { DAYS, SOUNDING, secretOf, WORDS } from './random-conditions.ts';
import { writtenFields } from './random-objects.ts';
import { PORTAL_HOME, randomSpecification } from './random-rights.ts';
import {
  type Contents,
  type FieldSpec,
  isGranted,
  type ObjectSpec,
  type StoredRow,
  type UserSpec,
} from './specification.ts';

/** An answer of the API. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any;
}

/** A random model in an engine, with records, and users who hold random roles. */
export interface AccessWorld extends Contents {
  readonly users: ReadonlyMap<string, UserSpec>;
  ask(user: UserSpec, method: string, path: string, body?: unknown): Promise<Reply>;
  operator(method: string, path: string, body?: unknown): Promise<Reply>;
  /** a row as it stands in its table */
  storedOf(row: StoredRow): Promise<string>;
  /** how many rows there are of an object, those in the bin included */
  countOf(object: string): Promise<string>;
  /** what the engine writes by itself is told anew: versions, times, roll-ups */
  refresh(): Promise<void>;
}

export type Call = TestEngine['call'];

const jsonOf = ({ headers }: Response, text: string): unknown =>
  text !== '' && /[/+]json\b/.test(headers.get('Content-Type') ?? '') ? JSON.parse(text) : undefined;

const ROWS: Readonly<Record<string, number>> = { ground: 12, first: 16, second: 20, third: 20, note: 18 };

export function expectDone(reply: Reply, what: string): any {
  if (reply.status >= 300) throw new Error(`${what}: ${reply.status} ${reply.text.slice(0, 2_000)}`);
  return reply.body;
}

function randomValue(
  random: Random,
  field: FieldSpec,
  ids: (object: string) => readonly string[],
  n: number,
): unknown {
  if (random.chance(0.15) && field.name !== 'name') return undefined;
  if (field.targets) {
    const target = random.pick(field.targets.filter((name) => ids(name).length > 0));
    return target && { object: target, id: random.pick(ids(target)) };
  }
  if (field.stages) return random.pick([...field.stages.keys()]);
  if (field.kind === 'relation') {
    const known = ids(field.target!);
    return known.length > 0 ? random.pick(known) : undefined;
  }
  if (field.options) return random.pick(field.options);
  switch (field.type) {
    case 'integer':
      return random.below(20);
    case 'boolean':
      return random.chance(0.5);
    case 'date':
      return random.pick(DAYS);
    case 'phone':
      return `1380013${8000 + n}`;
    case 'email':
      return `${random.pick(WORDS)}@example.com`;
    case 'address':
      return { country: random.pick(['US', 'DE']), city: random.pick(WORDS), street: random.pick(WORDS) };
    case 'dateRange':
      return {
        start: random.pick(DAYS.slice(0, 2)),
        end: random.chance(0.7) ? random.pick(DAYS.slice(2)) : null,
      };
    case 'personName':
      return { family: random.pick(WORDS), given: random.pick(WORDS) };
    case 'text':
      return secretOf(random, field, n) + (field.isSearched && random.chance(0.3) ? SOUNDING : '');
    default:
      return secretOf(random, field, n);
  }
}

async function makeRows(
  random: Random,
  call: Call,
  objects: ReadonlyMap<string, ObjectSpec>,
  users: readonly string[],
  territories: readonly string[],
): Promise<void> {
  const made = new Map<string, string[]>([
    ['user', [...users]],
    ['territory', [...territories]],
  ]);
  for (const [name, count] of Object.entries(ROWS)) {
    const object = objects.get(name)!;
    const ids = (target: string) => made.get(target) ?? [];
    const values = (of: ObjectSpec, n: number, without?: string): Record<string, unknown> =>
      Object.fromEntries(
        writtenFields(of)
          .filter((field) => field.name !== without && field.name !== 'parent')
          .map((field) => [field.name, randomValue(random, field, ids, n)]),
      );
    const owner = () => (object.hasOwner ? { owner: random.chance(0.9) ? random.pick(users) : null } : {});
    const records = Array.from({ length: count }, (_, n) => {
      const record: Record<string, unknown> = { ...values(object, n), ...owner() };
      for (const { name: field, lines } of object.fields.values()) {
        if (lines?.to) record[field] = [...new Set(ids(lines.target!).filter(() => random.chance(0.15)))];
        else if (lines)
          record[field] = Array.from({ length: random.below(4) }, (__, m) =>
            values(objects.get(lines.object)!, m, lines.via),
          );
      }
      return { op: 'create', values: record };
    });
    const body = expectDone(
      await call('operator', 'POST', `/api/records/${name}/batch`, records),
      `rows of ${name}`,
    );
    made.set(
      name,
      (body.results ?? body).map(({ id }: { id: string }) => id),
    );
    if (object.fields.has('parent')) {
      const all = made.get(name)!;
      const moves = all
        .slice(1)
        .map((id, at) => ({ op: 'update', id, values: { parent: all[random.below(at + 1)] } }));
      expectDone(await call('operator', 'POST', `/api/records/${name}/batch`, moves), 'a tree');
    }
  }
}

/** All records as they are stored, by the engine's own rights. */
async function snapshot(
  call: Call,
  objects: ReadonlyMap<string, ObjectSpec>,
  names: Iterable<string>,
  query = '',
): Promise<Map<string, Record<string, any>[]>> {
  const all = new Map<string, Record<string, any>[]>();
  for (const name of names) {
    const lists = [...objects.get(name)!.fields.values()].flatMap(({ name: field, lines }) =>
      lines ? [field] : [],
    );
    const path = `/api/records/${name}?limit=1000${query}`;
    const { records } = expectDone(await call('operator', 'GET', path), `all of ${name}`);
    for (const list of lists) {
      const more = expectDone(await call('operator', 'GET', `${path}&fields=${list}`), `${list} of ${name}`);
      const byId = new Map<string, any>(more.records.map((one: any) => [one.id, one[list]]));
      for (const record of records) record[list] = byId.get(record.id);
    }
    all.set(name, records);
  }
  return all;
}

/** All records of an object of the engine's own. */
async function everyone(call: Call, object: string): Promise<StoredRow[]> {
  const all = expectDone(await call('operator', 'GET', `/api/records/${object}?limit=1000`), object);
  return all.records.map((values: any) => ({ id: values.id, object, isDeleted: false, values }));
}

/** Rows with what their relations point at, told before anything goes to the bin. */
async function makeContents(
  random: Random,
  call: Call,
  objects: ReadonlyMap<string, ObjectSpec>,
): Promise<Map<string, StoredRow[]>> {
  const names = [...objects.values()].filter(isGranted).map(({ name }) => name);
  const before = await snapshot(call, objects, names);
  for (const name of Object.keys(ROWS)) {
    for (const { id } of before.get(name)!) {
      if (random.chance(0.12)) await call('operator', 'DELETE', `/api/records/${name}/${id}`);
    }
  }
  const after = await snapshot(call, objects, names);
  const rows = new Map<string, StoredRow[]>();
  for (const name of names) {
    const object = objects.get(name)!;
    const live = new Map(after.get(name)!.map((one) => [one.id, one]));
    const first = before.get(name)!;
    const binned = await call('operator', 'GET', `/api/records/${name}?limit=1000&deleted=only`);
    const bin = new Map<string, any>(expectDone(binned, 'the bin').records.map((one: any) => [one.id, one]));
    rows.set(
      name,
      first.map((record) => {
        const now = live.get(record.id) ?? bin.get(record.id);
        const links = [...object.fields.values()]
          .filter(({ kind }) => kind === 'relation' || kind === 'list')
          .map(({ name: field }) => [field, record[field] ?? null]);
        const system = Object.fromEntries(
          ['updated_by', 'created_by'].map((field) => [field, now[field] ?? null]),
        );
        const values = { ...now, ...Object.fromEntries(links), ...system };
        return { id: record.id, object: name, isDeleted: !live.has(record.id), values };
      }),
    );
  }
  for (const object of objects.values()) {
    for (const { name: field, lines } of object.fields.values()) {
      if (!lines?.to) continue;
      // links by themselves are nobody's records: the oracle knows them by their ends
      const links = rows.get(object.name)!.flatMap((row) =>
        (row.values[field] as string[]).map(
          (to, at): StoredRow => ({
            id: `${row.id} ${at}`,
            object: lines.object,
            isDeleted: row.isDeleted,
            values: { [lines.via]: row.id, [lines.to!]: to },
          }),
        ),
      );
      rows.set(lines.object, links);
    }
  }
  for (const object of ['user', 'territory']) rows.set(object, await everyone(call, object));
  return rows;
}

async function refresh(
  call: Call,
  objects: ReadonlyMap<string, ObjectSpec>,
  rows: ReadonlyMap<string, readonly StoredRow[]>,
): Promise<void> {
  for (const [name, known] of rows) {
    if (!isGranted(objects.get(name)!)) continue;
    const told = [...objects.get(name)!.fields.values()].flatMap(({ name: field, isSystem, rollup }) =>
      (isSystem && field !== 'owner') || rollup ? [field] : [],
    );
    const read = async (query: string) => {
      const path = `/api/records/${name}?limit=1000&fields=${told.join(',')}${query}`;
      return expectDone(await call('operator', 'GET', path), 'rows as they are').records as { id: string }[];
    };
    const now = new Map([...(await read('')), ...(await read('&deleted=only'))].map((one) => [one.id, one]));
    for (const row of known) Object.assign(row.values, now.get(row.id));
  }
}

/** Users and roles of a random model: `seed` alone decides which. */
export interface WorldSize {
  readonly seed: number;
  readonly users: number;
  readonly roles: number;
}

/** Publishes a random model, fills it and gives random roles to as many users. */
export async function makeWorld(
  { engine, call }: { readonly engine: Engine; readonly call: Call },
  { seed, users: userCount, roles: roleCount }: WorldSize,
): Promise<AccessWorld> {
  const random = makeRandom(seed);
  const specification = randomSpecification(random, roleCount);
  const as: Pick<TestEngine, 'call'> = { call: (_user, ...rest) => call('operator', ...rest) };
  const objects = objectDocuments(specification.mutable);
  expectDone(await publishInto(as, objects), 'objects');
  const rights = rightsDocuments(specification);
  expectDone(await publishInto(as, { ...objects, ...rights }), 'roles');
  // somebody must be left who manages people
  const keeper = {
    email: 'keeper@example.com',
    name: 'keeper',
    password: 'of the proof alone',
    roles: ['keeper'],
  };
  await createPerson(await engine.contextFor('main'), engine.people, keeper);
  const namesOf = (isPortal: boolean) =>
    [...specification.roles.values()]
      .filter(({ portal }) => (portal === true) === isPortal)
      .map(({ name }) => name);
  const roleNames = namesOf(false);
  const { users: alone, departments, territories } = await makePeople(random, call, userCount, roleNames);
  for (const { id, roles } of alone.values())
    expectDone(await call('operator', 'PUT', `/api/people/${id}/roles`, { roles }), 'roles of a user');
  const inside = await makeDelegations(random, call, alone);
  await makeRows(
    random,
    call,
    specification.objects,
    [...inside.keys()],
    territories.map(({ id }) => id),
  );
  const rows = await makeContents(random, call, specification.objects);
  const ctx = await engine.contextFor('main');
  const collaborators = await makeTeamsOfRecords(random, call, ctx, rows, inside);
  const keys = new Map<string, string>();
  const send = async (bearer: string | undefined, method: string, path: string, body?: unknown) => {
    const headers = {
      'Content-Type': 'application/json',
      ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
    };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await engine.fetch(new Request(`${engine.address}${path}`, init));
    const text = await response.text();
    const { status, headers: answered } = response;
    return { status, headers: answered, text, body: jsonOf(response, text) as any };
  };
  const outsiders = await makeOutsiders(
    random,
    call,
    async (path, body) => expectDone(await send(undefined, 'POST', path, body), path),
    { homes: rows.get(PORTAL_HOME)!.filter(({ isDeleted }) => !isDeleted), roleNames: namesOf(true) },
  );
  const users = new Map(inside);
  for (const [id, { user, token }] of outsiders) {
    users.set(id, user);
    keys.set(id, token);
  }
  rows.set('user', await everyone(call, 'user'));
  for (const id of inside.keys())
    keys.set(id, (await createApiKey(ctx, { id: uuidv7(), user: id, name: 'proof' })).key);
  const tableOf = (name: string): string => qualified(ctx.model.schema, ctx.model.objects.get(name)!.table);
  const tell = async (text: string): Promise<string> => {
    const { rows: told } = await query<{ told: string }>(ctx.db.forWorkspace(ctx.workspace), { text });
    return told[0]!.told;
  };
  return {
    specification,
    rows,
    users,
    departments,
    territories,
    collaborators,
    ask: ({ id }, method, path, body) => send(keys.get(id), method, path, body),
    operator: (method, path, body) => call('operator', method, path, body),
    storedOf: ({ object, id }) =>
      tell(`SELECT to_jsonb(t)::text AS told FROM ${tableOf(object)} t WHERE t.id = '${id}'`),
    countOf: (object) => tell(`SELECT count(*)::text AS told FROM ${tableOf(object)}`),
    refresh: () => refresh(call, specification.objects, rows),
  };
}
