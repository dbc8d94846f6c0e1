import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../../engine/cli/index.ts';
import { type Listening, listen } from '../../../engine/http/index.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'guanxi-commands-'));
let world: TestEngine;
let server: Listening;
let empty: FreshDatabase;

beforeAll(async () => {
  world = await testEngine();
  server = await listen(world.engine.app, { host: '127.0.0.1', port: 0 });
  world.engine.listensAt(server.port);
  empty = await freshDatabase();
});

afterAll(async () => {
  await server?.stop(0);
  await world?.close();
  await empty?.drop();
  rmSync(folder, { recursive: true, force: true });
});

type Environment = Readonly<Record<string, string>>;

/** Runs a command as a process would, against the server unless `env` says otherwise. */
async function guanxi(args: readonly string[], env: Environment = {}) {
  const texts = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof texts) =>
    new Writable({
      write: (chunk, _encoding, done) => {
        texts[name] += chunk;
        done();
      },
    });
  const streams = { stdout: stream('stdout'), stderr: stream('stderr'), stdin: process.stdin };
  const all = {
    GUANXI_LOCALE: 'en',
    GUANXI_DATA_DIR: world.dataDir,
    GUANXI_URL: `http://127.0.0.1:${server.port}`,
    LOG_LEVEL: 'fatal',
    ...env,
  };
  const exit = await runCommand(args, all, streams);
  return { exit, ...texts };
}

async function json<Answer = any>(args: readonly string[], env?: Environment): Promise<Answer> {
  const { stdout, stderr } = await guanxi([...args, '--json'], env);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

/** Every document of a folder of packages, by path. */
function contents(of: string): Record<string, string> {
  const paths = readdirSync(of, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.json'),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(of, path), 'utf8')]));
}

/** The workspace opened by the command itself: a database with nothing in it, and no server. */
const alone = (): Environment => ({
  DATABASE_URL: empty.connectionString,
  GUANXI_DATA_DIR: join(folder, '.data'),
  GUANXI_URL: 'http://127.0.0.1:1',
  GUANXI_TEMPLATE: '',
});

describe('who asks', () => {
  it('is the operator where the data folder can be read', async () => {
    const { exit, stderr } = await guanxi(['doctor']);
    expect(stderr).toContain(`at http://127.0.0.1:${server.port}`);
    expect(exit).toBe(0);
    expect(await json(['doctor'])).toMatchObject({
      ok: true,
      schema: 'ws_main',
      database: world.engine.db.connectionString,
    });
  });

  it('is a key, or a session by password that ends with the command', async () => {
    const nowhere = { GUANXI_DATA_DIR: join(folder, 'nowhere') };
    expect((await guanxi(['doctor'], nowhere)).stderr).toContain('(cli.key)');
    const byKey = await json(['doctor'], { ...nowhere, GUANXI_KEY: world.keyOf('admin') });
    expect(byKey.database).toContain(':…@');
    const asAdmin = {
      GUANXI_ADMIN_EMAIL: 'admin@example.com',
      GUANXI_ADMIN_PASSWORD: world.passwordOf('admin'),
    };
    expect((await guanxi(['plan', 'templates/crm'], { ...nowhere, ...asAdmin })).exit).toBe(0);
    const wrong = { ...asAdmin, GUANXI_ADMIN_PASSWORD: 'not the password' };
    expect((await guanxi(['doctor'], { ...nowhere, ...wrong })).stderr).toContain('(auth.refused)');
  });

  it('needs the rights', async () => {
    const member = { GUANXI_KEY: world.keyOf('member'), GUANXI_DATA_DIR: join(folder, 'nowhere') };
    expect((await guanxi(['doctor'], member)).stderr).toContain('(workspace.not_allowed)');
    expect((await guanxi(['plan', 'templates/crm'], member)).stderr).toContain('(publish.not_allowed)');
    expect((await guanxi(['export', folder], member)).stderr).toContain('(publish.not_allowed)');
  });

  it('may name the workspace', async () => {
    const url = `http://127.0.0.1:${server.port}/w`;
    expect((await guanxi(['doctor'], { GUANXI_URL: `${url}/main` })).exit).toBe(0);
    expect((await guanxi(['doctor'], { GUANXI_URL: `${url}/other/` })).stderr).toContain(
      '(request.not_found)',
    );
  });
});

describe('a folder', () => {
  it('is planned and applied; then there is nothing to do', async () => {
    const before = await guanxi(['plan', 'examples/maven']);
    expect(before.exit).toBe(2);
    expect(before.stdout).toMatch(/\+ Add field “Sector” to Account/);
    expect((await guanxi(['apply', 'examples/maven'])).exit).toBe(0);
    expect(await guanxi(['plan', 'examples/maven'])).toMatchObject({
      exit: 0,
      stdout: 'Nothing to change.\n',
    });
    expect(await json(['apply', 'examples/maven'])).toMatchObject({ packages: ['maven'], changes: [] });
  });

  it('is not applied without a word where it loses data', async () => {
    const to = join(folder, 'less');
    await guanxi(['export', to, '--package', 'crm']);
    rmSync(join(to, 'views', 'contact.birthdays.json'));
    expect((await guanxi(['plan', to])).exit).toBe(3);
    const refused = await guanxi(['apply', to]);
    expect(refused).toMatchObject({ exit: 3, stderr: expect.stringContaining('--allow-destructive') });
    expect((await guanxi(['apply', to, '--allow-destructive'])).exit).toBe(0);
    expect((await guanxi(['apply', 'templates/crm'])).exit).toBe(0);
  });

  it('is exported, applied to an empty workspace and exported again, byte for byte', async () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    expect((await guanxi(['export', first])).exit).toBe(0);
    const applied = await guanxi(['apply', first, '--allow-destructive'], alone());
    expect(applied.stderr).toContain('opened here');
    expect(applied.exit).toBe(0);
    expect((await guanxi(['export', second], alone())).exit).toBe(0);
    const files = contents(first);
    expect(Object.keys(files).length).toBeGreaterThan(50);
    expect(contents(second)).toEqual(files);
    expect((await guanxi(['plan', first], alone())).exit).toBe(0);
  }, 60_000);
});

describe('rows', () => {
  it('come in by one file, with what was refused beside it', async () => {
    const file = join(folder, 'firms.csv');
    const errors = join(folder, 'errors.csv');
    writeFileSync(file, 'name,Industry\nAlpha,Manufacturing\nBeta,Manufactoring\n');
    const { exit, stdout } = await guanxi(['import', 'account', file, '--errors', errors]);
    expect(exit).toBe(0);
    expect(stdout).toContain('firms.csv → account: 1 created, 0 changed, 1 refused');
    expect(stdout).toMatch(/✗ Industry .*→ manufacturing/);
    // spreadsheets read Chinese by the byte order mark
    expect(readFileSync(errors, 'utf8')).toMatch(/^\ufeffname,[\s\S]*Beta,Manufactoring,3,/);
    const mapping = join(folder, 'mapping.json');
    writeFileSync(mapping, '{"columns": {"Industry": {"values": {"Manufactoring": "manufacturing"}}}}');
    const again = ['import', 'account', file, '--mapping', mapping, '--key', 'name'];
    expect(await json(again)).toMatchObject({ created: 1, updated: 1, failed: 0 });
    expect((await guanxi(['import', 'acount', file])).stderr).toContain('(query.object)');
  });

  it('of a demo come, are not doubled, and go', async () => {
    expect((await guanxi(['seed', '--remove'])).stdout).toBe('There is no demo data.\n');
    expect((await json(['seed'])).created).toBeGreaterThan(300);
    expect((await guanxi(['seed'])).stdout).toContain('here already');
    const { removed } = await json(['seed', '--remove', 'crm']);
    expect(removed).toMatchObject([{ name: 'demo:crm@0.1.0', state: 'undone', undo: { kept: [] } }]);
  }, 60_000);
});

describe('people and programs', () => {
  it('get users, keys and types', async () => {
    const user = await json(['user', 'create', '--email', 'li@example.com', '--role', 'sales']);
    expect(user).toMatchObject({ email: 'li@example.com', password: expect.stringMatching(/^\S{16}$/) });
    const { stdout: key } = await guanxi(['api-key', 'create', '--email', 'li@example.com']);
    expect(key).toMatch(/^gx_\S+\n$/);
    expect(
      (await guanxi(['doctor'], { GUANXI_KEY: key.trim(), GUANXI_DATA_DIR: join(folder, 'nowhere') })).stderr,
    ).toContain('(workspace.not_allowed)');
    const file = join(folder, 'records.ts');
    await guanxi(['types', file]);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/export interface Account \{\n {2}id: string/);
    expect(text).toContain('  follow_up: FollowUp;');
  });
});
