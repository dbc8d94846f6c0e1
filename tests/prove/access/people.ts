import type { RequestContext } from '../../../engine/context.ts';
import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/index.ts';
import type { Random } from '../parity/random.ts';
import type {
  CollaboratorSpec,
  DepartmentSpec,
  StoredRow,
  TerritorySpec,
  UserSpec,
} from './specification.ts';
import { type Call, expectDone } from './world.ts';

/** Users in departments, teams and territories, with random roles. */
export async function makePeople(
  random: Random,
  call: Call,
  count: number,
  roleNames: readonly string[],
): Promise<{ users: Map<string, UserSpec>; departments: DepartmentSpec[]; territories: TerritorySpec[] }> {
  const departments: { id: string; parent: string | null; manager: string | null }[] = [];
  for (const name of ['whole', 'north', 'south', 'far north']) {
    const parent = departments[name === 'far north' ? 1 : 0]?.id ?? null;
    const { id } = expectDone(
      await call('operator', 'POST', '/api/records/department', { name, parent }),
      'a department',
    );
    departments.push({ id, parent, manager: null });
  }
  const known: { id: string; name: string; department: string | null; manager: string | null }[] = [];
  for (let number = 0; number < count; number += 1) {
    const department = random.chance(0.85) ? random.pick(departments).id : null;
    const manager = known.length > 0 && random.chance(0.7) ? random.pick(known).id : null;
    const name = `user ${number}`;
    const values = { name, department, manager };
    const { id } = expectDone(await call('operator', 'POST', '/api/records/user', values), 'a user');
    known.push({ id, name, department, manager });
  }
  const north = departments[1]!;
  north.manager = known.at(-1)!.id;
  const managed = `/api/records/department/${north.id}`;
  expectDone(await call('operator', 'PATCH', managed, { manager: north.manager }), 'its manager');
  const teams = new Map<string, string[]>();
  for (let number = 0; number < 5; number += 1) {
    const members = known.filter(() => random.chance(0.15)).map(({ id }) => id);
    const values = { name: `team ${number}`, members, active: number !== 4 };
    const { id } = expectDone(await call('operator', 'POST', '/api/records/team', values), 'a team');
    if (values.active) for (const member of members) teams.set(member, [...(teams.get(member) ?? []), id]);
  }
  const users = new Map<string, UserSpec>();
  for (const one of known) {
    const roles = [...new Set(Array.from({ length: 1 + random.below(4) }, () => random.pick(roleNames)))];
    users.set(one.id, { ...one, roles, teams: teams.get(one.id) ?? [], actsFor: [] });
  }
  return { users, departments, territories: await makeTerritories(random, call, [...users.keys()]) };
}

const SPANS = [
  { begins: '2020-01-01', until: '2999-12-31', isNow: true },
  { begins: '2020-01-01', until: '2020-12-31', isNow: false },
  { begins: '2999-01-01', until: '2999-12-31', isNow: false },
];

/** Some users act for one or two others, some did or will. */
export async function makeDelegations(
  random: Random,
  call: Call,
  users: ReadonlyMap<string, UserSpec>,
): Promise<Map<string, UserSpec>> {
  const acting = new Map<string, UserSpec>();
  for (const user of users.values()) {
    const actsFor: string[] = [];
    for (let more = random.chance(0.4) ? 1 + random.below(2) : 0; more > 0; more -= 1) {
      const { isNow, ...span } = random.pick([SPANS[0]!, ...SPANS]);
      const owner = random.pick([...users.keys()].filter((id) => id !== user.id && !actsFor.includes(id)));
      const values = { reason: 'away', owner, delegate: user.id, ...span };
      expectDone(await call('operator', 'POST', '/api/records/delegation', values), 'a delegation');
      if (isNow) actsFor.push(owner);
    }
    acting.set(user.id, { ...user, actsFor });
  }
  return acting;
}

async function makeTerritories(
  random: Random,
  call: Call,
  users: readonly string[],
): Promise<TerritorySpec[]> {
  const territories: TerritorySpec[] = [];
  for (let number = 0; number < 6; number += 1) {
    const spec = {
      parent: number > 1 ? territories[random.below(number)]!.id : null,
      manager: random.chance(0.5) ? random.pick(users) : null,
      members: users.filter(() => random.chance(0.12)),
      isInUse: number !== 3,
    };
    const { isInUse: active, ...values } = spec;
    const body = { name: `place ${number}`, active, ...values };
    const { id } = expectDone(await call('operator', 'POST', '/api/records/territory', body), 'a territory');
    territories.push({ id, ...spec });
  }
  return territories;
}

/** Users and teams in the teams of records, some of them no more. */
export async function makeTeamsOfRecords(
  random: Random,
  call: Call,
  { db, workspace }: RequestContext,
  rows: ReadonlyMap<string, readonly StoredRow[]>,
  users: ReadonlyMap<string, UserSpec>,
): Promise<CollaboratorSpec[]> {
  const teams = [...new Set([...users.values()].flatMap((user) => user.teams))];
  const taken = new Set<string>();
  const made: CollaboratorSpec[] = [];
  for (const object of ['ground', 'first', 'second', 'third']) {
    for (const { id: record, isDeleted } of rows.get(object)!) {
      for (let more = random.below(5); more > 0 && !isDeleted; more -= 1) {
        const isTeam = teams.length > 0 && random.chance(0.3);
        const member = isTeam ? random.pick(teams) : random.pick([...users.keys()]);
        const right = random.pick(['read', 'write'] as const);
        const isOver = random.chance(0.2);
        const key = `${record} ${member}`;
        if (taken.has(key)) continue;
        taken.add(key);
        const body = { [isTeam ? 'team' : 'user']: member, right, ...(isOver && { until: '2999-12-31' }) };
        const path = `/api/records/${object}/${record}/collaborators`;
        expectDone(await call('operator', 'PUT', path, body), 'the team of a record');
        made.push({ record, member, isTeam, right, isOver });
      }
    }
  }
  // nobody is put into a team until yesterday
  const text = `UPDATE ${qualified(workspace.schema, '_collaborator')} SET until = '2020-01-01' WHERE until IS NOT NULL`;
  await query(db.forWorkspace(workspace), { text });
  return made;
}

const OUTSIDERS = 8;
const PASSWORD = 'of somebody outside alone';

/** Users of the portal who have come in for records that are there, with their tokens. */
export async function makeOutsiders(
  random: Random,
  call: Call,
  guest: (path: string, body: unknown) => Promise<any>,
  { homes, roleNames }: { readonly homes: readonly StoredRow[]; readonly roleNames: readonly string[] },
): Promise<ReadonlyMap<string, { readonly user: UserSpec; readonly token: string }>> {
  const made = new Map<string, { user: UserSpec; token: string }>();
  for (let number = 0; number < OUTSIDERS; number += 1) {
    const { object, id } = random.pick(homes);
    const name = `outsider ${number}`;
    const email = `outsider${number}@example.com`;
    const roles = [...new Set([random.pick(roleNames), random.pick(roleNames)])].sort();
    const portal = { object, id };
    const invited = await call('operator', 'POST', '/api/people/invitations', { email, name, roles, portal });
    const { path } = expectDone(invited, 'an invitation');
    await guest('/api/auth/invitations/redeem', { token: path.split('#')[1], name, password: PASSWORD });
    const { token } = await guest('/api/auth/sign-in/email', { email, password: PASSWORD });
    const filter = encodeURIComponent(`name == "${name}"`);
    const { records } = expectDone(await call('operator', 'GET', `/api/records/user?filter=${filter}`), name);
    const user = {
      id: records[0].id,
      name,
      roles,
      department: null,
      manager: null,
      teams: [],
      actsFor: [],
      portal,
    };
    made.set(user.id, { user, token });
  }
  return made;
}
