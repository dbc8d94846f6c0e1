import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Config, type Environment, loadSecretKey, readConfig } from '../../engine/config.ts';
import { Problem } from '../../engine/errors.ts';

function refusalOf(env: Environment): Problem {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('was not refused');
}

describe('readConfig', () => {
  test('an empty environment gives the defaults', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: resolve('.data'),
      adminEmail: 'admin@example.com',
      adminPassword: undefined,
      template: 'crm',
      demoData: true,
      locale: 'zh-CN',
      currency: 'CNY',
      logLevel: 'info',
    });
    expect(config.timeZone).toMatch(/^[A-Z]\w+\/\w+/);
    expect(Object.isFrozen(config)).toBe(true);
  });

  const good: readonly (readonly [variable: string, text: string, member: keyof Config, value: unknown])[] = [
    ['PORT', '8080', 'port', 8080],
    ['PORT', '0', 'port', 0],
    ['PORT', '', 'port', 3000],
    ['HOST', '::1', 'host', '::1'],
    ['DATABASE_URL', 'postgresql:///crm?host=/run/x', 'databaseUrl', 'postgresql:///crm?host=/run/x'],
    ['GUANXI_DATA_DIR', 'data', 'dataDir', resolve('data')],
    ['GUANXI_TEMPLATE', '', 'template', ''],
    ['GUANXI_DEMO_DATA', 'false', 'demoData', false],
    ['GUANXI_LOCALE', 'en', 'locale', 'en'],
    ['GUANXI_TIME_ZONE', 'Etc/UTC', 'timeZone', 'Etc/UTC'],
    ['GUANXI_TIME_ZONE', 'America/Port-au-Prince', 'timeZone', 'America/Port-au-Prince'],
    ['GUANXI_CURRENCY', 'EUR', 'currency', 'EUR'],
    ['GUANXI_PUBLIC_URL', 'https://crm.example.com/', 'publicUrl', 'https://crm.example.com'],
    ['S3_URL', 'https://key:secret@s3.example.com/files', 's3Url', 'https://key:secret@s3.example.com/files'],
  ];
  test.each(good)('%s=%s', (variable, text, member, value) => {
    expect(readConfig({ [variable]: text })[member]).toBe(value);
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '-1'],
    ['HOST', 'http://0.0.0.0'],
    ['DATABASE_URL', 'mysql://root@localhost/crm'],
    ['DATABASE_URL', 'crm'],
    ['GUANXI_SECRET_KEY', 'short'],
    ['GUANXI_ADMIN_EMAIL', 'admin'],
    ['GUANXI_ADMIN_PASSWORD', '1234567'],
    ['GUANXI_TEMPLATE', '../crm'],
    ['GUANXI_DEMO_DATA', 'yes'],
    ['GUANXI_LOCALE', 'fr'],
    ['GUANXI_TIME_ZONE', '+08:00'],
    ['GUANXI_TIME_ZONE', 'UTC'],
    ['GUANXI_TIME_ZONE', 'CST'],
    ['GUANXI_TIME_ZONE', 'Etc/GMT-8'],
    ['GUANXI_TIME_ZONE', 'asia/shanghai'],
    ['GUANXI_TIME_ZONE', 'Asia/Nowhere'],
    ['GUANXI_CURRENCY', 'RMB'],
    ['GUANXI_CURRENCY', 'cny'],
    ['GUANXI_PUBLIC_URL', 'crm.example.com'],
    ['GUANXI_PUBLIC_URL', 'https://example.com/crm'],
    ['SMTP_URL', 'http://mail.example.com'],
    ['S3_URL', 's3'],
    ['LOG_LEVEL', 'verbose'],
  ])('%s=%s is refused by name', (variable, text) => {
    const problem = refusalOf({ [variable]: text });
    expect(problem.text.en).toContain(variable);
    expect(problem.text['zh-CN']).toContain(variable);
    expect(problem.items).toHaveLength(1);
  });

  test('several wrong values are told at once', () => {
    const { items } = refusalOf({ PORT: 'x', GUANXI_LOCALE: 'de', LOG_LEVEL: 'loud' });
    expect(items.map(({ path }) => path)).toEqual(['PORT', 'GUANXI_LOCALE', 'LOG_LEVEL']);
  });

  test('a refusal shows no secret', () => {
    const problem = refusalOf({ DATABASE_URL: 'mysql://root:hush@localhost', GUANXI_ADMIN_PASSWORD: 'hush' });
    expect(JSON.stringify([problem.text, problem.items])).not.toContain('hush');
  });

  test('beyond this machine the address that people use must be known', () => {
    expect(refusalOf({ HOST: '0.0.0.0' }).code).toBe('config.public_url');
    const env = { HOST: '0.0.0.0', GUANXI_PUBLIC_URL: 'http://crm.example.com:3000' };
    expect(readConfig(env)).toMatchObject({ host: '0.0.0.0', publicUrl: 'http://crm.example.com:3000' });
  });
});

describe('loadSecretKey', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guanxi-config-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const configIn = (name: string, env: Environment = {}): Config =>
    readConfig({ GUANXI_DATA_DIR: join(folder, name), ...env });

  test('is made once, for the owner alone', async () => {
    const first = await loadSecretKey(configIn('one'));
    expect(first).toHaveLength(43);
    expect(await loadSecretKey(configIn('one'))).toBe(first);
    expect((await stat(join(folder, 'one', 'secret.key'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, 'one', 'secret.key'), 'utf8')).toBe(`${first}\n`);
  });

  test('is one for those who make it at the same time', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadSecretKey(configIn('two'))));
    expect(new Set(keys).size).toBe(1);
  });

  test('differs between installs, and the environment goes first', async () => {
    const key = 'k'.repeat(32);
    expect(await loadSecretKey(configIn('one', { GUANXI_SECRET_KEY: key }))).toBe(key);
    expect(await loadSecretKey(configIn('two'))).not.toBe(await loadSecretKey(configIn('one')));
  });
});
