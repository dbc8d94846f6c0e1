import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../../../engine/config.ts';
import type { Database, Workspace } from '../../../engine/db/connect.ts';
import { connectDatabase } from '../../../engine/db/connect.ts';
import { migrateControl } from '../../../engine/db/index.ts';
import { createEngine } from '../../../engine/index.ts';
import {
  addressOf,
  CurrentModels,
  completeIds,
  type Document,
  type Documents,
  loadPublished,
  systemDocuments,
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

/** What the engine shipped before it had teams. */
function earlierDocuments(): Documents {
  const all = new Map(systemDocuments());
  for (const name of ['team', 'team_member']) all.delete(`object/${name}`);
  const user = all.get('object/user')!;
  const { teams: _, ...properties } = user.body.properties;
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
  expect(after.version).toBe(before.version + 1);
  expect(await findDrift(db.direct(), workspace, model)).toEqual([]);
  const second = await start(database);
  await second.close();
  expect((await published(db, workspace)).version).toBe(after.version);
  expect([...first.warnings, ...second.warnings]).toEqual([]);
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
