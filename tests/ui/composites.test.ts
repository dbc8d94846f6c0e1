import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeSettings, objectBody, publishInto } from '../support/workspace-of.ts';
import { chromiumPath, launchBrowser, NO_CHROMIUM, openPage } from './browser.ts';
import { violationsIn } from './runtime/accessibility.ts';
import { type Served, serveEngine, signIn } from './serve.ts';
import { eventually } from './world.ts';

const called = (en: string, zh: string) => ({ labels: { en, 'zh-CN': zh } });

const person = objectBody(
  'person',
  {
    name: { type: 'personName', ...called('Name', '姓名') },
    price: { type: 'money', ...called('Contract amount', '合同金额') },
    code: { type: 'text', ...called('Currency of the fee', '费用币种') },
    fee: { type: 'money', currencyField: 'code', ...called('Fee', '费用') },
    mails: { type: 'emails', ...called('E-mail', '邮箱') },
    home: { type: 'address', ...called('Address', '地址') },
    term: { type: 'dateRange', ...called('Term', '期限') },
    reason: { type: 'text', ...called('Reason', '原因') },
  },
  { 'x-rules': [{ when: 'coalesce(price, 0) < 1000', hide: ['reason'] }] },
);

if (!chromiumPath) console.warn(NO_CHROMIUM);

describe.skipIf(!chromiumPath)('values of several parts in forms', () => {
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    served = await serveEngine();
    const rates = [
      { currency: 'USD', rate: '7.1234' },
      { currency: 'EUR', rate: '7.8' },
    ];
    expect((await changeSettings(served, { rates })).status).toBe(200);
    const published = await publishInto(served, { 'object/person': person });
    expect(published.status, published.text).toBe(200);
    browser = await launchBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  test('are filled in by keyboard, and saved to the last digit', { timeout: 60_000 }, async () => {
    const { page, faults } = await openPage(browser, { language: 'en' });
    await signIn(page, served, 'admin', '/o/person/new');
    await page.getByLabel('Given name').fill('Ada');
    await page.getByLabel('Family name').fill('Lovelace');

    await page
      .getByRole('group', { name: 'Contract amount' })
      .getByRole('spinbutton')
      .first()
      .fill('1234567890123.45');
    const currency = page.getByRole('group', { name: 'Contract amount' }).getByRole('combobox');
    await currency.focus();
    await page.keyboard.type('USD');
    await page.keyboard.press('Enter');
    await page.getByText('≈ ¥8,794,320,908,505.38').waitFor();
    // a rule reads the amount in the workspace's currency while one types
    await page.getByLabel('Reason').waitFor();

    await page.getByLabel('Currency of the fee').fill('EUR');
    const fee = page.getByRole('group', { name: 'Fee' });
    await fee.getByRole('spinbutton').first().fill('10');
    await page.getByText('≈ ¥78').waitFor();

    await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill('ada@example.com');
    await page.getByRole('button', { name: 'Add another' }).click();
    await page.keyboard.type('lovelace@example.com');
    await page.getByLabel('Label of E-mail 2').fill('Work');
    await page.getByRole('button', { name: 'E-mail 2 is the primary one' }).click();

    await page.getByRole('combobox', { name: 'Province / city / district' }).focus();
    await page.keyboard.type('南山区');
    // before the search answers, the same list shows the provinces
    await page.locator('.ant-cascader-menu-item', { hasText: '南山区' }).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByLabel('Street').fill('科技园1号');

    await page.getByPlaceholder('Start').fill('2026-03-01');
    await page.keyboard.press('Enter');
    await page.getByPlaceholder('End').fill('2026-03-31');
    await page.keyboard.press('Enter');
    expect(await violationsIn(page)).toEqual([]);

    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Ada Lovelace' }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const { body } = await served.call('admin', 'GET', `/api/records/person/${id}`);
    expect(body).toMatchObject({
      name: { family: 'Lovelace', given: 'Ada', full: 'Ada Lovelace' },
      price: { amount: '1234567890123.45', currency: 'USD', rate: '7.1234', base: '8794320908505.38' },
      fee: { amount: '10.00', currency: 'EUR', rate: '7.8', base: '78.00' },
      mails: [
        { value: 'lovelace@example.com', label: 'Work', primary: true },
        { value: 'ada@example.com', label: null, primary: false },
      ],
      home: { country: 'CN', street: '科技园1号' },
      term: { start: '2026-03-01', end: '2026-03-31', days: 31 },
    });
    expect(body.home.text).toMatch(/南山区科技园1号$/);

    await page.keyboard.press('e');
    const form = page.getByRole('dialog');
    await form.getByLabel('Given name').fill('Augusta Ada');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Augusta Ada Lovelace' }).waitFor();
    const again = await served.call('admin', 'GET', `/api/records/person/${id}`);
    expect(again.body).toMatchObject({ version: 2, price: body.price, home: body.home, mails: body.mails });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('take the rates that an administrator enters and publishes', { timeout: 60_000 }, async () => {
    const { page, faults } = await openPage(browser, { language: 'en' });
    await signIn(page, served, 'admin', '/designer/workspace');
    await page.getByRole('button', { name: 'Add a rate' }).click();
    await page.getByRole('combobox', { name: 'Currency, row 3' }).focus();
    await page.keyboard.type('JPY');
    await page.keyboard.press('Enter');
    await page.getByLabel('Rate, row 3').fill('0.0473');
    expect(await violationsIn(page)).toEqual([]);
    await page
      .getByRole('form', { name: 'Exchange rates' })
      .getByRole('button', { name: 'Save', exact: true })
      .click();
    await page.getByText('Saved in the draft.').waitFor();
    const plan = await served.call('admin', 'POST', '/api/metadata/draft/plan', {});
    const done = await served.call('admin', 'POST', '/api/metadata/draft/publish', { hash: plan.body.hash });
    expect(done.status, done.text).toBe(200);
    const made = await served.call('admin', 'POST', '/api/records/person', {
      name: 'Yen',
      price: { amount: 1000, currency: 'JPY' },
    });
    expect(made.body.price).toMatchObject({ rate: '0.0473', base: '47.30' });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('an address of another country is free text', { timeout: 40_000 }, async () => {
    const { page } = await openPage(browser, { language: 'zh-CN' });
    await signIn(page, served, 'admin', '/o/person/new');
    await page.getByLabel('名', { exact: true }).fill('伟');
    await page.getByLabel('姓', { exact: true }).fill('张');
    await page.getByRole('combobox', { name: '国家/地区' }).focus();
    await page.keyboard.type('日本');
    await page.locator('.ant-select-item-option', { hasText: '日本' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel('城市').fill('Tokyo');
    await page.getByLabel('详细地址').fill('1-1 Chiyoda');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '张伟' }).waitFor();
    await eventually(() => page.getByText('1-1 Chiyoda, Tokyo, JP').count()).toBeGreaterThan(0);
    await page.context().close();
  });
});
