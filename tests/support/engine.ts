import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Config, readConfig } from '../../engine/config.ts';
import { uuidv7 } from '../../engine/ids.ts';
import { createEngine, type Engine } from '../../engine/index.ts';
import { completeIds } from '../../engine/model/index.ts';
import { createApiKey, createPerson } from '../../engine/people/index.ts';
import { publishDocuments } from '../../engine/publish/index.ts';
import { freshDatabase, templateDatabase } from './postgres.ts';

/** What an app answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** parsed, where it is JSON */
  readonly body: any;
}

/** An engine of one test file, on a database of its own: the template crm without demo data, and some people. */
export interface TestEngine {
  readonly engine: Engine;
  readonly dataDir: string;
  /** ids of the users `admin` (administrator), `member` and `other` (sales), `nobody` (no role) */
  readonly users: Readonly<Record<TestUser, string>>;
  passwordOf(user: string): string;
  /** the API key of a user, or of the operator */
  keyOf(user: string): string;
  /** One request of a user by their key, of nobody (null), or of the operator. A text is sent as it is. */
  call(
    user: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>;
  close(): Promise<void>;
}

type TestUser = 'admin' | 'member' | 'other' | 'nobody';

const ROLES: Readonly<Record<TestUser, readonly string[]>> = {
  admin: ['administrator'],
  member: ['sales'],
  other: ['sales'],
  nobody: [],
};
const USERS = Object.keys(ROLES) as TestUser[];

const passwordOf = (user: string): string => `the password of ${user}`;

type Environment = Readonly<Record<string, string>>;

const configOf = (databaseUrl: string, dataDir: string, environment: Environment): Config =>
  readConfig({
    DATABASE_URL: databaseUrl,
    GUANXI_DATA_DIR: dataDir,
    GUANXI_SECRET_KEY: 'of tests, and of nothing but tests: 0123456789',
    GUANXI_LOCALE: 'zh-CN',
    GUANXI_TIME_ZONE: 'Asia/Shanghai',
    GUANXI_DEMO_DATA: 'false',
    ...environment,
  });

const quiet = pino({ level: process.env.LOG_LEVEL ?? 'fatal' });

async function openEngine(
  databaseUrl: string,
  environment: Environment = {},
): Promise<{ engine: Engine; dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guanxi-test-'));
  return { engine: await createEngine(configOf(databaseUrl, dataDir, environment), { log: quiet }), dataDir };
}

/** A role that manages people and nothing else. */
async function publishStaff(
  { db, models }: Engine,
  workspace: Parameters<typeof models.get>[0],
): Promise<void> {
  const labels = { en: 'Staff', 'zh-CN': '人事' };
  const body = { name: 'staff', labels, admin: ['people'], grants: [] };
  const role = completeIds({ kind: 'role', key: 'staff', package: 'local', body });
  const parts = { db, workspace, models };
  await publishDocuments(parts, (current) => new Map([...current, ['role/staff', role]]), { actor: null });
}

/** What every test file begins with; made once per run. */
async function install(databaseUrl: string): Promise<void> {
  const { engine, dataDir } = await openEngine(databaseUrl);
  const { workspace } = await engine.contextFor('main');
  await publishStaff(engine, workspace);
  for (const name of USERS) {
    const person = { email: `${name}@example.com`, name, password: passwordOf(name), roles: ROLES[name] };
    await createPerson(await engine.contextFor('main'), engine.people, person);
  }
  await engine.close();
  await rm(dataDir, { recursive: true });
}

/** For `beforeAll`; its `close` is for `afterAll`. */
export async function testEngine(environment: Environment = {}): Promise<TestEngine> {
  const database = await freshDatabase(await templateDatabase('crm', install));
  const { engine, dataDir } = await openEngine(database.connectionString, environment);
  const tokens = new Map<string, string>([
    ['operator', (await readFile(join(dataDir, 'cli.key'), 'utf8')).trim()],
  ]);

  const call: TestEngine['call'] = async (user, method, path, body, headers = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const all = new Headers({
      ...(user !== null && { Authorization: `Bearer ${tokens.get(user)}` }),
      ...(text !== undefined && { 'Content-Type': 'application/json' }),
      Prefer: 'wait=60',
      ...headers,
    });
    const init = { method, headers: all, ...(text !== undefined && { body: text }) };
    const response = await engine.fetch(new Request(`${engine.address}${path}`, init));
    const answered = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('Content-Type') ?? '') && answered !== '';
    return {
      status: response.status,
      headers: response.headers,
      text: answered,
      body: isJson ? JSON.parse(answered) : answered,
    };
  };

  const ctx = await engine.contextFor('main');
  const { body } = await call('operator', 'GET', '/api/records/user?fields=name');
  const ids = new Map<string, string>(body.records.map(({ name, id }: Record<string, string>) => [name, id]));
  for (const name of USERS) {
    const user = ids.get(name)!;
    tokens.set(name, (await createApiKey(ctx, { id: uuidv7(), user, name: 'test' })).key);
  }
  return {
    engine,
    dataDir,
    users: Object.fromEntries(USERS.map((name) => [name, ids.get(name)!])) as TestEngine['users'],
    passwordOf,
    keyOf: (user) => tokens.get(user)!,
    call,
    close: async () => {
      await engine.close();
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}
