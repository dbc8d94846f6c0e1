import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../engine/config.ts';
import { createEngine, type Engine } from '../../engine/index.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

let database: FreshDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'guanxi-start-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const open = (environment: Record<string, string> = {}): Promise<Engine> =>
  createEngine(
    readConfig({
      DATABASE_URL: database.connectionString,
      GUANXI_DATA_DIR: dataDir,
      GUANXI_TEMPLATE: '',
      GUANXI_LOCALE: 'en',
      GUANXI_TIME_ZONE: 'Europe/Berlin',
      GUANXI_CURRENCY: 'EUR',
      ...environment,
    }),
    { log: pino({ level: 'fatal' }) },
  );

const mode = async (file: string): Promise<number> => (await stat(join(dataDir, file))).mode & 0o777;
const exists = (file: string): Promise<boolean> =>
  stat(join(dataDir, file)).then(
    () => true,
    () => false,
  );

describe('the first start', () => {
  test('makes a workspace as the environment says, and an admin who may change it', async () => {
    const engine = await open();
    const admin = await engine.firstAdmin();
    expect(admin?.email).toBe('admin@example.com');
    expect(admin?.password).toMatch(/^(\w{4}-){3}\w{4}$/);
    const { model } = await engine.contextFor('main');
    expect(model.settings).toMatchObject({
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      languages: ['en', 'zh-CN'],
    });
    expect([await mode('secret.key'), await mode('cli.key')]).toEqual([0o600, 0o600]);
    expect(await exists('installing')).toBe(false);

    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify(admin);
    const asked = new Request(`${engine.address}/api/auth/sign-in/email`, { method: 'POST', headers, body });
    const { token } = (await (await engine.fetch(asked)).json()) as { token: string };
    const me = await engine.fetch(
      new Request(`${engine.address}/api/me`, { headers: { Authorization: `Bearer ${token}` } }),
    );
    expect(await me.json()).toMatchObject({
      roles: ['workspace_admin'],
      admin: ['model', 'operations', 'people', 'security', 'views', 'workflow'],
      user: { name: 'Administrator' },
    });
    await engine.close();
    expect(await exists('cli.key')).toBe(false);
  });

  test('is not done twice: the environment of later ones changes nothing', async () => {
    const engine = await open({ GUANXI_TEMPLATE: 'crm', GUANXI_CURRENCY: 'USD' });
    expect(await engine.firstAdmin()).toBeUndefined();
    const { model } = await engine.contextFor('main');
    expect([model.version, model.settings.currency]).toEqual([1, 'EUR']);
    await engine.close();
  });

  test('that was interrupted is taken up by the next', async () => {
    await writeFile(join(dataDir, 'installing'), '');
    const engine = await open({ GUANXI_TEMPLATE: 'crm', GUANXI_DEMO_DATA: 'false' });
    const { model } = await engine.contextFor('main');
    expect(model.objects.has('account')).toBe(true);
    expect(await exists('installing')).toBe(false);
    await engine.close();
  });
});

test('a wrong template stops the start with a sentence, and leaves nothing open', async () => {
  await writeFile(join(dataDir, 'installing'), '');
  await expect(open({ GUANXI_TEMPLATE: 'crn' })).rejects.toMatchObject({ code: 'package.template' });
  expect(await exists('cli.key')).toBe(false);
  await rm(join(dataDir, 'installing'));
});
