import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectBody, publishInto } from '../support/workspace-of.ts';
import { chromiumPath, launchBrowser, NO_CHROMIUM, openPage, settled } from './browser.ts';
import { violationsIn } from './runtime/accessibility.ts';
import { type Served, serveEngine, signIn } from './serve.ts';
import { choose, eventually, rowsOf, searchOf } from './world.ts';

const called = (en: string, zh: string) => ({ labels: { en, 'zh-CN': zh } });

const documents = {
  'object/guest': objectBody('guest', {
    name: { type: 'text', ...called('Name', '姓名') },
    passport: { type: 'encrypted', mask: 'idCard', ...called('Passport', '护照号') },
    note: { type: 'text', ...called('Note', '备注') },
  }),
  'role/clerk': {
    name: 'clerk',
    labels: { en: 'Clerk', 'zh-CN': '文员' },
    grants: [
      { object: 'guest', do: ['create', 'read', 'update'], fields: { '*': 'write', passport: 'masked' } },
    ],
  },
};

const PASSPORT = 'E123456789012345678';

if (!chromiumPath) console.warn(NO_CHROMIUM);

describe.skipIf(!chromiumPath)('an encrypted field in a browser', () => {
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    served = await serveEngine();
    const published = await publishInto(served, documents);
    expect(published.status, published.text).toBe(200);
    const roles = { roles: ['clerk'] };
    await served.call('admin', 'PUT', `/api/people/${served.users.member}/roles`, roles);
    await served.call('admin', 'POST', '/api/records/guest', { name: 'Ben', passport: 'F000000000' });
    browser = await launchBrowser();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  const kept = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({ ...localStorage }));

  test('is filled in and shown, and no browser keeps what was typed', { timeout: 60_000 }, async () => {
    const { page, faults } = await openPage(browser);
    await signIn(page, served, 'admin', '/o/guest/new');
    await page.getByLabel('Passport').fill(PASSPORT);
    await page.getByLabel('Note').fill('kept as a draft');
    await eventually(() => kept(page)).toContain('kept as a draft');
    expect(await kept(page)).not.toContain(PASSPORT);
    await page.getByLabel('Name').fill('Anna');
    expect(await violationsIn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Anna' }).waitFor();
    await page.getByText(PASSPORT).first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('is found by its whole value in the panel, and sorted by nothing', { timeout: 60_000 }, async () => {
    const { page, faults } = await openPage(browser);
    await signIn(page, served, 'admin', '/o/guest?columns=name,passport');
    await settled(page);
    await page.getByRole('columnheader', { name: 'Passport' }).waitFor();
    expect(await page.getByRole('button', { name: 'Passport', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Filter' }).click();
    await choose(page, 'Field', 'Passport');
    await page.getByRole('combobox', { name: 'Passport: Operator' }).click();
    const offered = page.locator('.ant-select-dropdown:visible .ant-select-item-option');
    await eventually(() => offered.allTextContents()).toEqual(['is', 'is not', 'is empty', 'is not empty']);
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Passport: Value' }).fill(PASSPORT.toLowerCase());
    await eventually(() => searchOf(page).filter).toBe(`passport == "${PASSPORT.toLowerCase()}"`);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await eventually(() => rowsOf(page).count()).toBe(1);
    await rowsOf(page).getByText('Anna').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('shows what its mask leaves to who may not read it', { timeout: 60_000 }, async () => {
    const { page, faults } = await openPage(browser);
    await signIn(page, served, 'member', '/o/guest?columns=name,passport');
    await rowsOf(page).filter({ hasText: 'Anna' }).getByText('E12****5678').waitFor();
    expect(await page.content()).not.toContain(PASSPORT);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('is offered by the designer with what is lost, and sensitive from the start', {
    timeout: 60_000,
  }, async () => {
    const { page, faults } = await openPage(browser);
    await signIn(page, served, 'admin', '/designer/objects/guest/fields?add');
    const type = page.locator('.gd-palette').getByRole('button', { name: /^Encrypted text/ });
    await type.waitFor();
    expect(await type.textContent()).toContain('no search, sorting or formulas');
    await type.click();
    await eventually(() => page.getByRole('radio', { name: 'Sensitive' }).isChecked()).toBe(true);
    expect(await violationsIn(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
