import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { listen } from '../../engine/http/index.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { testServer } from '../support/postgres.ts';

const run = promisify(execFile);

/** Builds the UIs when their sources changed; test files that ask at the same time wait for the first. */
async function buildUis(): Promise<void> {
  const { superuser } = await testServer();
  const client = new pg.Client({ connectionString: superuser });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtextextended('build-ui', 0))");
    await run(process.execPath, ['engine/guanxi.cjs', 'build-ui', '--if-changed']);
  } finally {
    await client.end();
  }
}

/** An engine of one test file that browsers can reach, with the pages of both UIs. */
export interface Served extends TestEngine {
  readonly address: string;
}

/** For `beforeAll`; its `close` is for `afterAll`. */
export async function serveEngine(environment: Readonly<Record<string, string>> = {}): Promise<Served> {
  await buildUis();
  const test = await testEngine(environment);
  const server = await listen(test.engine.app, { host: '127.0.0.1', port: 0 });
  const { address } = test.engine.listensAt(server.port);
  test.engine.start();
  const close = async () => {
    await server.stop(1_000);
    await test.close();
  };
  return { ...test, address, close };
}

/** Signs a user of `testEngine` in on the page that they wanted to see. */
export async function signIn(page: Page, { address, passwordOf }: Served, user: string, path: string) {
  await page.goto(`${address}${path}`);
  await page.locator('input[name=email]').fill(`${user}@example.com`);
  await page.locator('input[name=password]').fill(passwordOf(user));
  await page.locator('button[type=submit]').click();
  await page.locator('#content').waitFor();
}
