import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectBody, publishInto } from '../support/workspace-of.ts';
import { chromiumPath, launchBrowser, NO_CHROMIUM, openPage } from './browser.ts';
import { violationsIn } from './runtime/accessibility.ts';
import { type Served, serveEngine, signIn } from './serve.ts';
import { eventually } from './world.ts';

const called = (en: string, zh: string) => ({ labels: { en, 'zh-CN': zh } });
const option = (value: string, en: string, zh: string) => ({ value, ...called(en, zh) });

const store = objectBody('store', {
  name: { type: 'text', ...called('Name', '名称') },
  kind: {
    type: 'select',
    options: [option('big', 'Department store', '百货'), option('small', 'Kiosk', '小店')],
    ...called('Kind', '业态'),
  },
  home: { type: 'address', ...called('Address', '地址') },
  keeper: { type: 'user', ...called('Keeper', '店长') },
});
const parcel = objectBody('parcel', {
  name: { type: 'text', ...called('Name', '名称') },
  price: { type: 'money', ...called('Price', '报价') },
  store: { type: 'lookup', target: 'store', ...called('Store', '门店') },
});
const view = {
  name: 'all',
  object: 'parcel',
  ...called('All', '全部'),
  columns: ['name', 'price.amount', 'price.currency', 'store.kind', 'store.home.city', 'store.keeper'],
  sort: ['-price.amount'],
};

if (!chromiumPath) console.warn(NO_CHROMIUM);

describe.skipIf(!chromiumPath)('columns of parts and of what relations lead to', () => {
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    served = await serveEngine();
    const documents = { 'object/store': store, 'object/parcel': parcel, 'view/parcel.all': view };
    const published = await publishInto(served, documents);
    expect(published.status, published.text).toBe(200);
    const create = async (object: string, values: object) =>
      (await served.call('admin', 'POST', `/api/records/${object}`, values)).body.id;
    const big = await create('store', {
      name: 'North',
      kind: 'big',
      home: { country: 'US', city: 'Boston' },
      keeper: served.users.member,
    });
    const small = await create('store', {
      name: 'South',
      kind: 'small',
      home: { country: 'US', city: 'Austin' },
    });
    await create('parcel', { name: 'First', price: { amount: '5', currency: 'USD', rate: '7' }, store: big });
    await create('parcel', { name: 'Second', price: '1234.5', store: small });
    await create('parcel', { name: 'Third' });
    browser = await launchBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  const headings = (page: Page) => page.locator('.gx-table thead th:not(.gx-table-check)').allInnerTexts();
  const rows = async (page: Page) =>
    Promise.all(
      (await page.locator('.gx-table tbody tr').all()).map(async (row) =>
        (await row.locator('td:not(.gx-table-check)').allInnerTexts()).join('|'),
      ),
    );

  const titles = async (page: Page) => (await rows(page)).map((row) => row.split('|')[0]);

  test('are shown as their types are, under headings that say where they stand', {
    timeout: 60_000,
  }, async () => {
    const { page, faults } = await openPage(browser, { language: 'zh-CN' });
    await signIn(page, served, 'admin', '/o/parcel');
    await page.getByRole('link', { name: 'Second' }).waitFor();
    expect(await headings(page)).toEqual([
      '名称',
      '报价 · 金额',
      '报价 · 币种',
      '门店 · 业态',
      '门店 · 地址 · 市',
      '门店 · 店长',
    ]);
    expect(await rows(page)).toEqual([
      'Second|1,234.50|CNY|小店|Austin|—',
      expect.stringMatching(/^First\|5\.00\|USD\|百货\|Boston\|.*Member/is),
      'Third|—|—|—|—|—',
    ]);
    expect(await violationsIn(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('are sorted by at their head, and filtered by in the panel', { timeout: 60_000 }, async () => {
    const { page, faults } = await openPage(browser, { language: 'en' });
    await signIn(page, served, 'admin', '/o/parcel');
    await page.getByRole('button', { name: 'Store · Address · City' }).click();
    await eventually(() => titles(page)).toEqual(['Second', 'First', 'Third']);
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('combobox', { name: 'Field' }).click();
    await page.keyboard.type('Store · Kind');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: /^Store · Kind: .*value/i }).click();
    await page.keyboard.type('Kiosk');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Close' }).last().click();
    await eventually(() => titles(page)).toEqual(['Second']);
    // the address alone says as much
    await page.goto(
      `${served.address}/o/parcel?filter=${encodeURIComponent('price.amount <= 5')}&columns=name,store`,
    );
    await page.getByText('Price · Amount').waitFor();
    await eventually(() => rows(page)).toEqual(['First|North']);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('are chosen by keyboard from what a field holds and leads to', { timeout: 60_000 }, async () => {
    const { page, faults } = await openPage(browser, { language: 'en' });
    await signIn(page, served, 'admin', '/o/parcel?columns=name');
    await page.getByRole('button', { name: 'Columns' }).click();
    for (const name of ['Price', 'Store']) {
      await page.getByRole('button', { name: `What is in “${name}”` }).focus();
      await page.keyboard.press('Enter');
    }
    for (const [list, name] of [
      ['Price', 'Currency'],
      ['Store', 'Kind'],
    ] as const) {
      const choice = page.getByRole('list', { name: list }).getByRole('checkbox', { name, exact: true });
      await choice.focus();
      await page.keyboard.press('Space');
      await eventually(() => choice.isChecked()).toBe(true);
    }
    await page.getByRole('button', { name: 'Move “Store · Kind” up' }).click();
    await eventually(() => headings(page)).toEqual(['Name', 'Store · Kind', 'Price · Currency']);
    expect(new URL(page.url()).searchParams.get('columns')).toBe('name,store.kind,price.currency');
    expect(await violationsIn(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
