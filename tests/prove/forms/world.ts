import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { readConfig } from '../../../engine/config.ts';
import { listen } from '../../../engine/http/index.ts';
import { createEngine } from '../../../engine/index.ts';
import type { TestEngine } from '../../support/engine.ts';
import { startPrivatePostgres } from '../../support/private-postgres.ts';
import { launchBrowser, openContext, watch } from '../../ui/browser.ts';

const PASSWORD = 'of one proof of forms';

/** An engine that a browser can reach, with its administrator signed in. */
export interface FormWorld {
  readonly call: TestEngine['call'];
  readonly browser: Browser;
  /** A page of the administrator's; what goes wrong in it is added to `faults`. */
  open(path: string): Promise<Page>;
  readonly faults: string[];
  close(): Promise<void>;
}

export async function openFormWorld(): Promise<FormWorld> {
  execFileSync(process.execPath, ['engine/guanxi.cjs', 'build-ui', '--if-changed']);
  const postgres = await startPrivatePostgres();
  const dataDir = await mkdtemp(join(tmpdir(), 'guanxi-forms-'));
  const config = readConfig({
    DATABASE_URL: postgres.connectionString,
    GUANXI_DATA_DIR: dataDir,
    GUANXI_SECRET_KEY: 'of a proof, and of nothing but proofs: 0123456789',
    GUANXI_ADMIN_PASSWORD: PASSWORD,
    GUANXI_DEMO_DATA: 'false',
    GUANXI_TIME_ZONE: 'Asia/Shanghai',
  });
  const engine = await createEngine(config, { log: pino({ level: 'fatal' }) });
  const server = await listen(engine.app, { host: '127.0.0.1', port: 0 });
  const { address } = engine.listensAt(server.port);
  await engine.firstAdmin();
  engine.start();
  const key = (await readFile(join(dataDir, 'cli.key'), 'utf8')).trim();
  const call: TestEngine['call'] = async (_user, method, path, body) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const response = await fetch(`${address}${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? null : JSON.parse(text),
    };
  };

  const browser = await launchBrowser();
  const context = await openContext(browser, { language: 'en' });
  const faults: string[] = [];
  const answer = await context.request.post(`${address}/api/auth/sign-in/email`, {
    data: { email: 'admin@example.com', password: PASSWORD },
    headers: { Origin: address },
  });
  if (answer.status() !== 200) throw new Error(await answer.text());

  return {
    call,
    browser,
    faults,
    open: async (path) => {
      const page = await context.newPage();
      watch(page, faults);
      const response = await page.goto(`${address}${path}`);
      faults.push(...policyFaults(response?.headers()['content-security-policy'] ?? ''));
      return page;
    },
    close: async () => {
      await browser.close();
      await server.stop(1_000);
      await engine.close();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What is missing in the content policy of a page. */
function policyFaults(policy: string): string[] {
  const scripts = policy.split(';').find((one) => one.trim().startsWith('script-src')) ?? '';
  const isStrict = scripts.includes("'nonce-") && !/'unsafe-(eval|inline)'/.test(scripts);
  return isStrict ? [] : [`content policy: ${policy}`];
}
