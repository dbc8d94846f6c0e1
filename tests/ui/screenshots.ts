import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage, type Screen, settled } from './browser.ts';
import { designerShots, type Shot } from './designer-shots.ts';

/**
 * `npm run screenshots [-- --out <folder> --url <address> --only designer]`: the main screens of a running
 * server, or those whose name begins so, in both languages, light and dark, desktop and phone. Who signs in: GUANXI_ADMIN_EMAIL, GUANXI_ADMIN_PASSWORD.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'screenshots' },
    only: { type: 'string', default: '' },
    url: { type: 'string', default: process.env.GUANXI_URL ?? 'http://127.0.0.1:3000' },
  },
});
const email = process.env.GUANXI_ADMIN_EMAIL ?? 'admin@example.com';
const password = process.env.GUANXI_ADMIN_PASSWORD;
if (!password) {
  console.error('Set GUANXI_ADMIN_PASSWORD to the password that the server printed at its first start.');
  process.exit(1);
}

const SCREENS: Readonly<Record<string, Screen>> = {
  'zh-desktop': { language: 'zh-CN' },
  'en-desktop': { language: 'en' },
  'zh-desktop-dark': { language: 'zh-CN', dark: true },
  'zh-phone': { language: 'zh-CN', width: 360, height: 740 },
  'en-phone': { language: 'en', width: 360, height: 740 },
};

async function openFilters(page: Page): Promise<void> {
  await page.locator('.gx-toolbar .anticon-filter').click();
  await page.locator('.gx-filter-row').waitFor();
}

/** The designer, where the caller may use it. */
async function shotsInDesigner(page: Page, object: string): Promise<readonly Shot[]> {
  const found = await page.evaluate(async (name) => {
    const answer = await fetch('/api/metadata/documents');
    if (!answer.ok) return undefined;
    const { documents } = (await answer.json()) as { documents: { kind: string; key: string; body: any }[] };
    const document = documents.find(({ kind, key }) => kind === 'object' && key === name);
    const role = documents.findLast(({ kind }) => kind === 'role');
    return document && role && { field: Object.keys(document.body.properties)[0]!, role: role.key };
  }, object);
  return found ? designerShots(object, found.field, found.role) : [];
}

type Read = (path: string) => Promise<any>;

/** How people stand to each other, for who manages them. */
async function shotsOfPeople(read: Read): Promise<readonly Shot[]> {
  if (!(await read('/api/me')).admin.includes('people')) return [];
  const shots: Shot[] = [];
  for (const [name, object] of [
    ['departments', 'department'],
    ['reporting', 'user'],
    ['territories', 'territory'],
    ['teams', 'team'],
  ]) {
    shots.push({ name: `organization-${name}`, path: `/organization/${name}` });
    const { records } = await read(`/api/records/${object}?limit=1`);
    if (records[0])
      shots.push({ name: `organization-${name}-one`, path: `/organization/${name}?at=${records[0].id}` });
  }
  return shots;
}

/** A list, a board, a record and a form of the first objects in the menu. */
async function shotsOf(page: Page): Promise<readonly Shot[]> {
  const read: Read = (path) => page.evaluate(async (address) => (await fetch(address)).json(), path);
  const { objects } = await read('/api/model');
  const shots: Shot[] = [];
  for (const { name, system, stageField } of objects) {
    if (system) continue;
    shots.push({ name, path: `/o/${name}/v/all` });
    if (stageField) shots.push({ name: `${name}-board`, path: `/o/${name}/v/all?mode=board` });
    const { records } = await read(`/api/records/${name}?limit=1`);
    if (records[0]) shots.push({ name: `${name}-record`, path: `/o/${name}/${records[0].id}` });
  }
  const first = objects.find((object: { system: boolean }) => !object.system)?.name;
  if (first) {
    shots.push({ name: 'form', path: `/o/${first}/new` });
    shots.push({ name: 'filters', path: `/o/${first}`, act: openFilters });
  }
  shots.push(...(await shotsOfPeople(read)));
  const designer = first ? await shotsInDesigner(page, first) : [];
  return [...shots, { name: 'not-found', path: '/nowhere' }, ...designer];
}

async function photograph(browser: Browser, folder: string, screen: Screen): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const { page } = await openPage(browser, screen);
  const take = (name: string) => page.screenshot({ path: join(folder, `${name}.png`) });
  await page.goto(values.url);
  await page.locator('input[name=email]').waitFor();
  await take('sign-in');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password!);
  await page.locator('button[type=submit]').click();
  await page.locator('#content').waitFor();
  const language = { locale: screen.language };
  await page.evaluate(
    (body) =>
      fetch('/api/me', {
        method: 'PATCH',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      }),
    language,
  );
  const shots = (await shotsOf(page)).filter(({ name }) => name.startsWith(values.only));
  for (const { name, path, act } of shots) {
    await page.goto(`${values.url}${path}`, { waitUntil: 'networkidle' });
    await settled(page);
    await act?.(page);
    await page.waitForLoadState('networkidle');
    await settled(page);
    await take(name);
  }
  await page.context().close();
  return shots.length + 1;
}

const browser = await launchBrowser();
for (const [name, screen] of Object.entries(SCREENS)) {
  const count = await photograph(browser, join(values.out, name), screen);
  console.log(`${count} pictures in ${join(values.out, name)}`);
}
await browser.close();
