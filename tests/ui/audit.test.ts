import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { choose, eventually, searchOf, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const OFFICER = {
  name: 'officer',
  labels: { en: 'Security officer', 'zh-CN': '安全专员' },
  admin: ['security'],
  grants: [],
};

describe.skipIf(!chromiumPath)('the audit, as a page', () => {
  const world = useWorld();
  const screen = { language: 'en', width: 1280 } as const;

  beforeAll(async () => {
    const { call, users } = world.served;
    const put = await call('admin', 'PUT', '/api/metadata/draft/role/officer', OFFICER);
    expect(put.status, put.text).toBeLessThan(300);
    const plan = await call('admin', 'POST', '/api/metadata/draft/plan', {});
    const published = await call('admin', 'POST', '/api/metadata/draft/publish', { hash: plan.body.hash });
    expect(published.status, published.text).toBeLessThan(300);
    const given = await call('operator', 'PUT', `/api/people/${users.nobody}/roles`, { roles: ['officer'] });
    expect(given.status, given.text).toBeLessThan(300);
  });

  test('whoever answers for security finds it without a right to the model, and nothing else there', async () => {
    const page = await world.open('nobody', '/designer', screen);
    await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
    const places = await page
      .getByRole('navigation', { name: 'Designer' })
      .getByRole('link')
      .allTextContents();
    expect(places).toEqual(['Audit']);
    await page.goto(`${world.served.address}/designer/roles`);
    await page.getByText('The designer is for administrators').waitFor();
  });

  test('is narrowed by who, what and when; the address keeps it', async () => {
    const page = await world.open('admin', '/designer/audit', { ...screen, width: 1281 });
    const entries = page.locator('.gd-audit > li');
    await entries.first().waitFor();
    await page.getByRole('combobox', { name: 'Who' }).click();
    await page.keyboard.type('member');
    await page.locator('.ant-select-item-option-active', { hasText: 'member' }).waitFor();
    await page.keyboard.press('Enter');
    await eventually(() => searchOf(page).user).toBe(world.served.users.member);
    await choose(page, 'What was done', 'created');
    await eventually(async () => new Set(await entries.locator('strong').allTextContents())).toEqual(
      new Set(['member']),
    );
    expect(await faultsOf(page)).toEqual([]);
  });

  test('is narrowed to days and to a record, and shown whole again', async () => {
    const page = await world.open('admin', '/designer/audit?op=create', { ...screen, width: 1284 });
    const entries = page.locator('.gd-audit > li');
    // days are whole days of whoever looks, both of them included
    const today = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date());
    await page.getByLabel('From', { exact: true }).fill(today);
    await page.getByLabel('To', { exact: true }).fill(today);
    await eventually(() => searchOf(page)).toMatchObject({ from: today, to: today, op: 'create' });
    await entries.first().waitFor();
    await page.getByLabel('From', { exact: true }).fill('2001-01-01');
    await page.getByLabel('To', { exact: true }).fill('2001-01-02');
    await page.getByText('No entry is like this.').waitFor();

    await page.getByRole('button', { name: 'Clear filters' }).click();
    await entries.first().waitFor();
    await page.getByTitle('Only this record').first().click();
    await eventually(() => searchOf(page).record).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is compared with its seals when somebody asks for it', async () => {
    const page = await world.open('admin', '/designer/audit', { ...screen, width: 1282 });
    await page.getByRole('button', { name: 'Verify seals' }).click();
    await page
      .getByRole('status')
      .getByText(/entries are as they were sealed/)
      .waitFor();
  });

  test('how long it is kept and who needs a second factor are settings of the workspace', async () => {
    const page = await world.open('admin', '/designer/workspace', { ...screen, width: 1283 });
    await page.getByLabel('Months of audit').fill('24');
    await choose(page, 'Second factor', 'Asked of everybody');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('region', { name: 'General' }).getByRole('button', { name: 'Save' }).click();
    await eventually(async () => {
      const answer = await world.served.call('admin', 'GET', '/api/metadata/draft/settings/workspace');
      return answer.body.body ?? answer.body;
    }).toMatchObject({ auditMonths: 24, secondFactor: 'all', timeZone: 'Asia/Shanghai' });
  });
});
