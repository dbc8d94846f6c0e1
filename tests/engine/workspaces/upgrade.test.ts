import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../../../engine/config.ts';
import type { Database, Workspace } from '../../../engine/db/connect.ts';
import { connectDatabase, query } from '../../../engine/db/connect.ts';
import { migrateControl, qualified, quote } from '../../../engine/db/index.ts';
import { uuidv7 } from '../../../engine/ids.ts';
import { createEngine } from '../../../engine/index.ts';
import {
  addressOf,
  CurrentModels,
  completeIds,
  DEPARTMENT_TEXT,
  type Document,
  type Documents,
  loadPublished,
  systemDocuments,
  withSystemDocumentsAndRetired,
} from '../../../engine/model/index.ts';
import { findDrift, publishDocuments } from '../../../engine/publish/index.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { objectBody } from '../../support/workspace-of.ts';
import { makeWorkspace } from '../publish/publish-world.ts';

/** A workspace that an earlier build has made, opened by this one. */

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (let next = closers.pop(); next; next = closers.pop()) await next();
});

/** What the engine shipped before it had teams and departments. */
function earlierDocuments(): Documents {
  const all = new Map(systemDocuments());
  for (const name of ['team', 'team_member', 'department', 'territory', 'territory_member', 'delegation'])
    all.delete(`object/${name}`);
  const user = all.get('object/user')!;
  const { teams: _, ...properties } = user.body.properties;
  properties.department = {
    'x-field': { id: DEPARTMENT_TEXT.id, type: 'text', labels: { en: 'Department', 'zh-CN': '部门' } },
    maxLength: 120,
  };
  // its administrators have added a field and called another one differently
  properties.name = {
    ...properties.name,
    'x-field': { ...properties.name['x-field'], labels: { en: 'Who' } },
  };
  properties.badge = {
    'x-field': { id: 'fld_badge00001', type: 'text', labels: { en: 'Badge' }, package: 'local' },
  };
  all.set('object/user', { ...user, body: { ...user.body, properties } });
  const settings = completeIds({
    kind: 'settings',
    key: 'workspace',
    package: 'local',
    body: {
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
      languages: ['zh-CN', 'en'],
      weekStart: 1,
      yearStart: '01-01',
    },
  });
  return all.set(addressOf(settings), settings);
}

const own = (name: string): Document =>
  completeIds({
    kind: 'object',
    key: name,
    package: 'local',
    body: objectBody(name, { name: { type: 'text' } }),
  });

async function earlierWorkspace(...more: readonly Document[]) {
  const database: FreshDatabase = await freshDatabase();
  closers.push(() => database.drop());
  const db = await connectDatabase({ connectionString: database.connectionString });
  closers.push(() => db.close());
  await migrateControl(db.direct());
  const workspace = await makeWorkspace(db, 'main');
  const models = new CurrentModels(db);
  const documents = new Map([...earlierDocuments(), ...more.map((one) => [addressOf(one), one] as const)]);
  await publishDocuments({ db, workspace, models }, documents, { actor: null });
  return { database, db, workspace };
}

type Started = Awaited<ReturnType<typeof start>>;

async function start({ connectionString }: FreshDatabase) {
  const dataDir = await mkdtemp(join(tmpdir(), 'guanxi-upgrade-'));
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
  const config = readConfig({
    DATABASE_URL: connectionString,
    GUANXI_DATA_DIR: dataDir,
    GUANXI_SECRET_KEY: 'of tests, and of nothing but tests: 0123456789',
    GUANXI_TEMPLATE: '',
    GUANXI_TIME_ZONE: 'Asia/Shanghai',
  });
  const engine = await createEngine(config, { log });
  const close = async () => {
    await engine.close();
    await rm(dataDir, { recursive: true });
  };
  return { engine, dataDir, warnings, close };
}

/** Going back to a version of before the upgrade leaves the engine its objects. */
async function restoreFirstVersion({ engine, dataDir }: Started): Promise<void> {
  const key = (await readFile(join(dataDir, 'cli.key'), 'utf8')).trim();
  const ask = async (path: string) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const request = new Request(`${engine.address}/api/metadata/${path}`, {
      method: 'POST',
      body: '{}',
      headers,
    });
    const answer = await engine.fetch(request);
    expect(answer.status).toBeLessThan(300);
    return answer.json() as Promise<{ changes: unknown }>;
  };
  await ask('versions/1/restore');
  expect((await ask('draft/plan')).changes).toEqual([]);
}

const published = (db: Database, workspace: Workspace) => loadPublished(db.direct(), workspace);

test('gets what the engine ships by now, as a version, once', async () => {
  const { database, db, workspace } = await earlierWorkspace();
  const before = await published(db, workspace);
  const first = await start(database);
  const model = await first.engine.models.get(workspace);
  expect(model.objects.get('team')!.fields.get('members')!.lines).toMatchObject({ object: 'team_member' });
  expect(model.objects.get('user')!.fields.get('name')!.labels).toEqual({ en: 'Who' });
  expect(model.objects.get('user')!.fields.has('badge')).toBe(true);
  expect(model.objects.get('user')!.fields.get('teams')!.lines).toMatchObject({ object: 'team_member' });
  await first.engine.firstAdmin();
  await restoreFirstVersion(first);
  await first.close();

  const after = await published(db, workspace);
  // what a field has become is brought over between two versions
  expect(after.version).toBe(before.version + 2);
  expect(after.documents.get('object/user')!.body.properties.department_name['x-field'].archived).toBe(true);
  expect(await findDrift(db.direct(), workspace, model)).toEqual([]);
  const second = await start(database);
  await second.close();
  expect((await published(db, workspace)).version).toBe(after.version);
  expect([...first.warnings, ...second.warnings]).toEqual([]);
});

/** Users of before, each with the text that was its department. */
async function addUsers(db: Database, workspace: Workspace, texts: Readonly<Record<string, string | null>>) {
  const model = await new CurrentModels(db).get(workspace);
  const user = model.objects.get('user')!;
  const column = (name: string) => quote(user.fields.get(name)!.columns[0]!.name);
  for (const [name, text] of Object.entries(texts)) {
    await query(db.forWorkspace(workspace), {
      text:
        `INSERT INTO ${qualified(workspace.schema, user.table)} (id, created_at, updated_at, deleted_at, version, ${column('name')}, ${column('department')})` +
        ' VALUES ($1::uuid, now(), now(), $2::timestamptz, 1, $3, $4)',
      values: [uuidv7(Date.now()), name.startsWith('binned') ? new Date() : null, name, text],
    });
  }
}

/** What users and departments are called, by the name of the user. */
async function departmentsOf({ engine }: Started, db: Database, workspace: Workspace) {
  const model = await engine.models.get(workspace);
  const [user, department] = [model.objects.get('user')!, model.objects.get('department')!];
  const column = (object: typeof user, name: string) => quote(object.fields.get(name)!.columns[0]!.name);
  const { rows } = await query<{ name: string; department: string | null }>(db.forWorkspace(workspace), {
    text:
      `SELECT u.${column(user, 'name')} AS name, d.${column(department, 'name')} AS department FROM ${qualified(workspace.schema, user.table)} u` +
      ` LEFT JOIN ${qualified(workspace.schema, department.table)} d ON d.id = u.${column(user, 'department')} ORDER BY 1`,
  });
  return Object.fromEntries(rows.map(({ name, department: called }) => [name, called]));
}

const TEXTS = { ann: '华东', bob: ' 华东 ', cid: 'Sales', dan: 'ＳＡＬＥＳ', eve: null, 'binned fay': 'Old' };
const LED = { ann: '华东', bob: '华东', cid: 'Sales', dan: 'Sales', eve: null, 'binned fay': 'Old' };

test('makes departments of the texts that users had, and asks documents for their names', async () => {
  const visit = objectBody(
    'visit',
    {
      name: { type: 'text' },
      where: { type: 'mirror', path: 'owner.department' },
      near: { type: 'formula', returns: 'boolean', expression: 'owner.department == "华东"' },
    },
    {},
  );
  const document = completeIds({ kind: 'object', key: 'visit', package: 'local', body: visit });
  const { database, db, workspace } = await earlierWorkspace(document);
  await addUsers(db, workspace, TEXTS);
  const first = await start(database);
  expect(first.warnings).toEqual([]);
  expect(await departmentsOf(first, db, workspace)).toMatchObject(LED);
  const { properties } = (await published(db, workspace)).documents.get('object/visit')!.body;
  expect(properties.near['x-field'].expression).toBe('owner.department.name == "华东"');
  expect(properties.where['x-field'].path).toBe('owner.department.name');
  await first.close();
});

test('goes on where bringing departments over was interrupted, and keeps what was set meanwhile', async () => {
  const { database, db, workspace } = await earlierWorkspace();
  await addUsers(db, workspace, TEXTS);
  const models = new CurrentModels(db);
  await publishDocuments({ db, workspace, models }, withSystemDocumentsAndRetired, { actor: null });
  const model = await models.get(workspace);
  const department = model.objects.get('department')!;
  const user = model.objects.get('user')!;
  const column = (object: typeof user, name: string) => quote(object.fields.get(name)!.columns[0]!.name);
  const insert = `INSERT INTO ${qualified(workspace.schema, department.table)} (id, created_at, updated_at, version, ${column(department, 'name')}) VALUES ($1::uuid, now(), now(), 1, $2)`;
  const north = uuidv7(Date.now());
  await query(db.forWorkspace(workspace), { text: insert, values: [north, 'North'] });
  await query(db.forWorkspace(workspace), { text: insert, values: [uuidv7(Date.now()), 'sales'] });
  await query(db.forWorkspace(workspace), {
    text: `UPDATE ${qualified(workspace.schema, user.table)} SET ${column(user, 'department')} = $1::uuid WHERE ${column(user, 'name')} = 'ann'`,
    values: [north],
  });
  const first = await start(database);
  const led = { ...LED, ann: 'North', cid: 'sales', dan: 'sales' };
  expect(await departmentsOf(first, db, workspace)).toMatchObject(led);
  const { version } = await published(db, workspace);
  await first.close();
  const second = await start(database);
  expect(await departmentsOf(second, db, workspace)).toMatchObject(led);
  expect((await published(db, workspace)).version).toBe(version);
  await second.close();
});

test('keeps its own object of a name that the engine has taken since, and says so', async () => {
  const { database, db, workspace } = await earlierWorkspace(own('team_member'));
  const before = await published(db, workspace);
  const { engine, warnings, close } = await start(database);
  expect(warnings.join()).toContain('team_member');
  expect((await engine.models.get(workspace)).objects.has('team')).toBe(false);
  const admin = await engine.firstAdmin();
  expect(admin).toBeDefined();
  await close();
  expect((await published(db, workspace)).version).toBe(before.version);
});
