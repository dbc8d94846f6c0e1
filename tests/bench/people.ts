/** The people of the workload: 10,000 users in trees of depth 8, and those of them who ask. */
import type pg from 'pg';
import { chance, id, type Names, type NamesOf, WHEN } from './sql.ts';

export const USERS = 10_000;

/** How much of all records somebody sees, by which part of the trees is below them. */
export const SHARES = { '100 %': 0, '10 %': 1_000, '1 %': 1_100, '0.1 %': 1_110 } as const;
export type Share = keyof typeof SHARES;

/** Roles by what they reach; where that depends on who holds them, at which place of ten they stand. */
const BY_PLACE = { line: 0, department: 1, mates: 2, region: 3 } as const;
/** Roles whose holders all see as much. */
const ALIKE = { everything: 1_009, mine: 1_005, owner_group: 1_006, condition: 1_007, kept: 1_008 } as const;
/** Of those who work along: in how many records of others. */
const ALONG = { 'along 50': [1_104, 50], 'along 1000': [1_004, 1_000] } as const;

const emailOf = (user: number): string => `user${user}@bench.test`;

/** Whoever asks: what they are called in the table of results, their address and their role. */
export const ASKERS: readonly { readonly name: string; readonly email: string; readonly role: string }[] = [
  ...Object.entries(BY_PLACE).flatMap(([role, place]) =>
    Object.entries(SHARES).map(([share, first]) => ({
      name: `${role} ${share}`,
      email: emailOf(first + place),
      role,
    })),
  ),
  ...Object.entries(ALIKE).map(([role, user]) => ({ name: role, email: emailOf(user), role })),
  ...Object.entries(ALONG).map(([name, [user]]) => ({ name, email: emailOf(user), role: 'along' })),
];

const SYSTEM = 'id, created_at, updated_at, version, source';
const systemOf = (kind: number, number: string): string =>
  `${id(kind, number)}, ${WHEN}, ${WHEN}, 1, 'import'`;
/** Of a user by place, counted from 0. */
const userId = (user: string): string => id(1, `${user} + 1`);

/** Trees of 10 × 10 × 10; below each of the 1,000 places a chain down to `depth`. Number of a place: level × 10,000 + index. */
const placesSql = (depth: number): string =>
  `SELECT level, i, level * 10000 + i AS number,
     CASE WHEN level = 1 THEN NULL WHEN level <= 4 THEN (level - 1) * 10000 + i / 10 ELSE (level - 1) * 10000 + i END AS above,
     CASE level WHEN 1 THEN '' WHEN 2 THEN i || '.' WHEN 3 THEN i / 10 || '.' || i % 10 ELSE i / 100 || '.' || i / 10 % 10 || '.' || i % 10 || repeat('.0', level - 4) END AS code
   FROM generate_series(1, ${depth}) level, generate_series(0, least(10 ^ (level - 1), 1000)::int - 1) i`;

/** The first user below a place of the first four levels. */
const FIRST = '(i * (10000 / (10 ^ (level - 1))::int))';

/** The manager of user `i`: in tens by twos, heads of ten by hundreds, those by thousands, those by the first. */
const MANAGER = `CASE WHEN i = 0 THEN NULL WHEN i % 10 = 1 THEN i - 1 WHEN i % 10 > 1 THEN i - 2
  WHEN i % 100 > 0 THEN i - i % 100 WHEN i % 1000 > 0 THEN i - i % 1000 ELSE 0 END`;

/** Users with their departments and managers, teams, territories and roles. */
export async function fillPeople(db: pg.Client, schema: string, namesOf: NamesOf): Promise<void> {
  const user = await namesOf('user');
  const department = await namesOf('department');
  const team = await namesOf('team');
  const mate = await namesOf('team_member');
  const territory = await namesOf('territory');
  const worker = await namesOf('territory_member');
  const into = (of: Names, fields: readonly string[]): string =>
    `INSERT INTO ${of.table} (${[SYSTEM, ...fields.map((name) => of.column(name))].join(', ')})`;
  const series = `FROM generate_series(0, ${USERS - 1}) i`;
  const place = (kind: number, number: string): string =>
    `CASE WHEN ${number} IS NOT NULL THEN ${id(kind, number)} END`;
  const manages = `CASE WHEN level <= 4 THEN ${userId(`(${FIRST} + ${BY_PLACE.department})`)} END`;
  const late = [
    `${into(user, ['name', 'email', 'active', 'kind'])} SELECT ${systemOf(1, 'i + 1')}, '用户' || i, 'user' || i || '@bench.test', true, 'person' ${series}`,
    `${into(department, ['name', 'parent', 'manager', 'active'])} SELECT ${systemOf(5, 'number')}, code, ${place(5, 'above')}, ${manages}, true FROM (${placesSql(8)}) p ORDER BY number`,
    `UPDATE ${user.table} u SET ${user.column('department')} = ${id(5, '(4 + i % 10 / 2) * 10000 + i / 10')}, ${user.column('manager')} = ${userId(`(${MANAGER})`)} ${series} WHERE u.id = ${userId('i')}`,
    `${into(territory, ['name', 'parent', 'active'])} SELECT ${systemOf(7, 'number')}, code, ${place(7, 'above')}, true FROM (${placesSql(4)}) p ORDER BY number`,
  ];
  for (const text of late) await db.query(text);
  for (const [level, [share, first]] of Object.entries(SHARES).entries()) {
    const asking = first + BY_PLACE.mates;
    const size = USERS / 10 ** level;
    const number = String(level + 1);
    await db.query(
      `${into(team, ['name', 'active'])} SELECT ${systemOf(6, number)}, 'of ${share}', true FROM (VALUES (1)) v(i)`,
    );
    // others who ask for their team are in no other
    await db.query(
      `${into(mate, ['team', 'member'])} SELECT ${systemOf(8, `${number} * 100000 + i`)}, ${id(6, number)}, ${userId('i')} FROM generate_series(${first}, ${first + size - 1}) i WHERE i % 10 <> ${BY_PLACE.mates} OR i = ${asking}`,
    );
    const at = (level + 1) * 10_000 + first / size;
    await db.query(
      `${into(worker, ['territory', 'member'])} SELECT ${systemOf(9, number)}, ${id(7, String(at))}, ${userId(String(first + BY_PLACE.region))} FROM (VALUES (1)) v(i)`,
    );
  }
  for (const { email, role } of ASKERS) {
    await db.query(
      `INSERT INTO "${schema}"._user_role (user_id, role) SELECT id, '${role}' FROM ${user.table} WHERE ${user.column('email')} = '${email}'`,
    );
  }
}

/** In how many records of others people work along. */
export async function fillCollaborators(
  db: pg.Client,
  schema: string,
  objectId: string,
  rows: number,
): Promise<void> {
  const today = "date '2099-01-01'";
  for (const [user, count] of Object.values(ALONG)) {
    await db.query(
      `INSERT INTO "${schema}"._collaborator (object_id, record_id, member, kind, access, until, added_at) SELECT '${objectId}', r, ${id(1, String(user + 1))}, 'user', 'read', ${today}, now()
       FROM (SELECT DISTINCT ${id(3, `1 + ${chance('i', 20, rows)}`)} AS r FROM generate_series(1, ${count}) i) d`,
    );
  }
}
