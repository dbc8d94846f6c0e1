import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { listen } from '../../../engine/http/index.ts';
import { uuidv7 } from '../../../engine/ids.ts';
import { createApiKey, createPerson } from '../../../engine/people/index.ts';
import { launchBrowser, openContext, type Screen } from '../../ui/browser.ts';
import { proofEngine } from '../access/engines.ts';
import { makeRandom } from '../parity/random.ts';

export type ScoreUser = 'admin' | 'sales';

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: any;
}

/** The template with many records, a server that browsers reach, and people in Chinese. */
export interface ScoreWorld {
  call(user: ScoreUser, method: string, path: string, body?: unknown): Promise<Reply>;
  /** an import that has ended, of one CSV into an object */
  importCsv(object: string, csv: string, options?: object, file?: object): Promise<any>;
  /** what the columns of a CSV for an object are proposed to be */
  previewCsv(object: string, csv: string): Promise<any>;
  /** a page of somebody who is signed in */
  open(user: ScoreUser, path: string, screen?: Screen): Promise<Page>;
  close(): Promise<void>;
}

const ROLES: Readonly<Record<ScoreUser, readonly string[]>> = { admin: ['administrator'], sales: ['sales'] };
const PASSWORD = 'the password of a scorecard';

const CITIES = ['上海', '北京', '苏州', '深圳', '成都', '武汉', '杭州', '西安'];
const NAMES = ['华信', '云科', '金泰', '瑞达', '智联', '海盛', '宇创', '恒通', '明德', '远航'];
const FIELDS = ['科技', '软件', '医药', '教育', '物流', '机械', '电子', '食品'];
const FAMILIES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'];
const GIVEN = ['伟', '芳', '娜', '敏', '静', '丽', '强', '磊', '洋', '勇', '艳', '杰', '娟', '涛'];

const lines = (heading: string, count: number, line: (index: number) => string): string =>
  [heading, ...Array.from({ length: count }, (_, index) => line(index))].join('\n');

/** As many accounts as asked for, a fifth as many opportunities and contacts, always the same. */
function tables(count: number): readonly (readonly [object: string, csv: string])[] {
  const random = makeRandom(1);
  const account = (index: number): string =>
    `${random.pick(CITIES)}${random.pick(NAMES)}${random.pick(FIELDS)}有限公司${index}`;
  const names = Array.from({ length: count }, (_, index) => account(index));
  return [
    ['account', lines('name,city', count, (index) => `${names[index]},${names[index]!.slice(0, 2)}`)],
    [
      'contact',
      lines('name,mobile,email', count / 5, (index) => {
        const name = random.pick(FAMILIES) + random.pick(GIVEN) + random.pick(GIVEN);
        return `${name},1${30_000_000_000 + index * 7},p${index}@example.com`.replace(/,1(\d{11})/, ',$1');
      }),
    ],
    [
      'opportunity',
      lines('name,amount', count / 5, (index) => `${names[index]}采购,${1_000 + (index % 977) * 100}`),
    ],
  ];
}

/** Starts everything and brings the records in by imports, as a company would. */
export async function scoreWorld(connectionString: string, accounts: number): Promise<ScoreWorld> {
  await promisify(execFile)(process.execPath, ['engine/guanxi.cjs', 'build-ui', '--if-changed']);
  const { engine, close } = await proofEngine(connectionString, 'guanxi_scorecard', {
    GUANXI_TEMPLATE: 'crm',
    GUANXI_DEMO_DATA: 'false',
    GUANXI_LOCALE: 'zh-CN',
    GUANXI_TIME_ZONE: 'Asia/Shanghai',
  });
  const server = await listen(engine.app, { host: '127.0.0.1', port: 0 });
  const { address } = engine.listensAt(server.port);
  engine.start();
  const ctx = await engine.contextFor('main');
  const keys = new Map<string, string>();
  for (const [name, roles] of Object.entries(ROLES)) {
    const person = { email: `${name}@example.com`, name, password: PASSWORD, roles };
    const { user } = await createPerson(ctx, engine.people, person);
    keys.set(name, (await createApiKey(ctx, { id: uuidv7(), user, name: 'scorecard' })).key);
  }
  const send = async (user: ScoreUser, path: string, init: RequestInit): Promise<Reply> => {
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${keys.get(user)}`);
    const response = await engine.fetch(new Request(`${address}${path}`, { ...init, headers }));
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('Content-Type') ?? '') && text !== '';
    return { status: response.status, text, body: isJson ? JSON.parse(text) : text };
  };
  const formOf = (csv: string, options: object): FormData => {
    const form = new FormData();
    form.append('options', JSON.stringify(options));
    form.append('files', new Blob([csv]), 'f.csv');
    return form;
  };
  const previewCsv: ScoreWorld['previewCsv'] = async (object, csv) => {
    const body = formOf(csv, { files: [{ object, file: 'f.csv' }] });
    const told = await send('admin', '/api/imports/preview', { method: 'POST', body });
    if (told.status >= 300) throw new Error(told.text);
    return told.body;
  };
  const importCsv: ScoreWorld['importCsv'] = async (object, csv, options = {}, file = {}) => {
    const form = formOf(csv, { files: [{ object, file: 'f.csv', ...file }], ...options });
    const headers = { Prefer: 'wait=60' };
    let { status, body, text } = await send('admin', '/api/imports', { method: 'POST', body: form, headers });
    if (status >= 300) throw new Error(text);
    while (body.state === 'running' || body.state === 'waiting') {
      await new Promise((resolve) => setTimeout(resolve, 500));
      ({ body } = await send('admin', `/api/imports/${body.id}`, {}));
    }
    return body;
  };
  for (const [object, csv] of tables(accounts)) {
    const { created, failed, state } = await importCsv(object, csv);
    console.log(`${object}: ${created} in, ${failed} not (${state})`);
  }
  const browser: Browser = await launchBrowser();
  const contexts = new Map<string, Promise<BrowserContext>>();
  const contextOf = async (user: ScoreUser, screen: Screen): Promise<BrowserContext> => {
    const context = await openContext(browser, { language: 'zh-CN', ...screen });
    const data = { email: `${user}@example.com`, password: PASSWORD };
    const headers = { Origin: address };
    const answer = await context.request.post(`${address}/api/auth/sign-in/email`, { data, headers });
    if (!answer.ok()) throw new Error(await answer.text());
    return context;
  };
  return {
    call: (user, method, path, body) =>
      send(user, path, {
        method,
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json' },
        }),
      }),
    importCsv,
    previewCsv,
    open: async (user, path, screen = {}) => {
      const key = JSON.stringify([user, screen]);
      if (!contexts.has(key)) contexts.set(key, contextOf(user, screen));
      const page = await (await contexts.get(key)!).newPage();
      await page.goto(`${address}${path}`);
      await page.locator('#content').waitFor();
      return page;
    },
    close: async () => {
      await browser.close();
      await server.stop(1_000);
      await close();
    },
  };
}
