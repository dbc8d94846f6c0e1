import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { ACTIONS } from '../../designer/draft/role-words.ts';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { eventually, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const SALES = '/designer/roles/sales';
/** A page of its own for each test: those of the designer are not gone on from. */
const wide = (width: number) => ({ language: 'en', width }) as const;

describe.skipIf(!chromiumPath)('the matrix of a role', () => {
  const world = useWorld();

  const grantsOver = async (object: string): Promise<readonly any[]> => {
    const answer = await world.served.call('admin', 'GET', '/api/metadata/draft/role/sales');
    const { grants } = answer.body.body ?? answer.body;
    return grants.filter((grant: { object: string }) => grant.object === object);
  };
  const cell = (page: Page, object: string, action: string) =>
    page.locator(`tr[data-object="${object}"][data-line="0"] td`).nth(ACTIONS.indexOf(action));
  const active = (page: Page) =>
    page.evaluate(() => {
      const here = document.activeElement?.closest('[data-row]');
      const row = here?.closest('tr');
      return [
        row?.getAttribute('data-object'),
        row?.getAttribute('data-field'),
        here?.getAttribute('data-column'),
      ];
    });

  test('is gone through and filled in by keys alone, and undone', async () => {
    const page = await world.open('admin', SALES, wide(1280));
    await cell(page, 'lead', 'create').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await cell(page, 'lead', 'create').focus();
    await page.keyboard.press('ArrowRight');
    expect(await active(page)).toEqual(['lead', null, '1']);

    // a list of values, by Enter, arrows and Enter
    await page.keyboard.press('Enter');
    const list = page.getByRole('listbox', { name: 'Lead: Read' });
    await list.getByRole('option', { name: 'Own', selected: true }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await eventually(async () => (await grantsOver('lead'))[0].rows.read).toBe('team');
    expect(await active(page)).toEqual(['lead', null, '1']);

    // letters pick, Delete takes away, undo brings back
    await page.keyboard.press('a');
    await eventually(() => cell(page, 'lead', 'read').textContent()).toMatch(/^All/);
    await page.keyboard.press('Delete');
    await eventually(() => cell(page, 'lead', 'read').textContent()).toMatch(/^None/);
    await page.keyboard.press('ControlOrMeta+z');
    await eventually(() => cell(page, 'lead', 'read').textContent()).toMatch(/^All/);

    // the head of the row opens its fields
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Show fields' }).click();
    await page.locator('tr[data-object="lead"][data-field="*"]').waitFor();
    await page.locator('tr[data-object="lead"][data-field="phone"] td').focus();
    await page.keyboard.press('m');
    await eventually(async () => (await grantsOver('lead'))[0].fields).toEqual({
      '*': 'write',
      phone: 'masked',
    });
    expect(await faultsOf(page)).toEqual([]);
  }, 60_000);

  test('a range is set at once, a row is copied into another, a column set for all', async () => {
    const page = await world.open('admin', SALES, wide(1290));
    await cell(page, 'task', 'create').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('button', { name: 'Set 3 cells…' }).waitFor();
    await page.keyboard.press('d');
    await eventually(async () => (await grantsOver('task'))[0].rows).toEqual({
      create: 'department',
      read: 'department',
      update: 'department',
      delete: 'own',
    });
    await page.getByText('3 cells set to Department').waitFor({ state: 'attached' });

    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await page.keyboard.press('ControlOrMeta+c');
    await page.getByText(`${ACTIONS.length} cells copied`).waitFor({ state: 'attached' });
    await cell(page, 'product', 'create').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ControlOrMeta+v');
    await eventually(async () => (await grantsOver('product'))[0].rows).toEqual(
      (await grantsOver('task'))[0].rows,
    );

    await page.getByLabel('Search objects').fill('Contact');
    await eventually(() => page.locator('tr[data-object="task"]').count()).toBe(0);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('option', { name: 'All', exact: true }).click();
    await eventually(async () => (await grantsOver('contact'))[0].do).toContain('export');
    expect((await grantsOver('account'))[0].do).not.toContain('export');
    await page.getByLabel('Search objects').fill('');
    await page.getByRole('switch', { name: 'Only what is changed' }).click();
    await eventually(() => page.locator('tr[data-object="account"]').count()).toBe(0);
    expect(await page.locator('tr[data-object="task"]').count()).toBe(1);
  });

  test('a condition is a line of its own, in a sentence', async () => {
    const page = await world.open('admin', SALES, wide(1300));
    await cell(page, 'account', 'update').click();
    await page.getByRole('option', { name: 'Where a condition holds…' }).click();
    await page.getByText('Expression', { exact: true }).click();
    await page.locator('.cm-content').click();
    await page.keyboard.type('city == "Suzhou"');
    await page.getByText('Only records where City is “Suzhou”.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(async () => (await grantsOver('account'))[1]).toEqual({
      object: 'account',
      do: ['update'],
      where: 'city == "Suzhou"',
      fields: { '*': 'write', tier: 'read' },
    });
    await page.getByText('where City is “Suzhou”', { exact: true }).waitFor();
  });

  test('a role is copied, and two are compared by what differs', async () => {
    const page = await world.open('admin', SALES, wide(1310));
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByLabel('Label (English)').fill('Inside sales');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Inside sales' }).waitFor();
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByLabel('With', { exact: true }).click();
    await page.getByTitle('Sales', { exact: true }).click();
    await page.getByText('Both roles allow the same').waitFor();
    await page.goBack();
    await page.goBack();
    await page.getByRole('checkbox', { name: 'Views' }).check();
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByLabel('With', { exact: true }).click();
    await page.getByTitle('Sales', { exact: true }).click();
    await eventually(() =>
      page.locator('.gd-compare tbody tr:not(.gd-compare-group)').allInnerTexts(),
    ).toEqual([expect.stringMatching(/Views\s+Yes\s+No/)]);
    expect(await faultsOf(page)).toEqual([]);
  });

  test('fields differ on creating and on changing: two grants, each saying what it is for', async () => {
    const page = await world.open('admin', SALES, wide(1315));
    await page.getByRole('button', { name: 'Opportunity', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Other fields for…' }).click();
    await page.getByRole('menuitem', { name: 'Create', exact: true }).click();
    const lines = page.locator('tr[data-object="opportunity"][data-line]');
    await eventually(() => lines.count()).toBe(2);
    await lines.nth(0).getByText('2 grants').waitFor();
    await lines.nth(0).getByText('on: Read, Change').waitFor();
    await lines.nth(1).getByText('on: Create').waitFor();
    const amounts = page.locator('tr[data-object="opportunity"][data-field="amount"] td');
    await eventually(() => amounts.count()).toBe(2);
    await amounts.nth(0).focus();
    await page.keyboard.press('r');
    await amounts.nth(0).getByText('Edit on: Create').waitFor();
    await amounts.nth(1).getByText('Read on: Read, Change').waitFor();
    expect((await grantsOver('opportunity')).map(({ fields }) => fields)).toEqual([
      { '*': 'write', amount: 'read' },
      undefined,
    ]);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByLabel('With', { exact: true }).click();
    await page.getByTitle('Inside sales', { exact: true }).click();
    await page
      .getByRole('row', { name: 'Field: Amount' })
      .getByText('Edit on: Create', { exact: false })
      .waitFor();
    const who = await world.open(
      'admin',
      '/designer/objects/opportunity/permissions?field=amount',
      wide(1316),
    );
    await who
      .getByRole('row', { name: /^Sales Own|^Sales All/ })
      .getByText('on: Create')
      .waitFor();
  }, 60_000);

  test('who holds a role is found, given it and let go of it at once; somebody who manages people stays', async () => {
    const page = await world.open('admin', '/designer/roles', wide(1320));
    await page.getByText('Wins business', { exact: false }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const row = page.getByRole('row', { name: /service$|service /i }).filter({ hasText: 'service' });
    await row.getByRole('link', { name: '0 users' }).click();
    const panel = page.getByRole('dialog', { name: 'Who holds “Customer service”' });
    await panel.getByText('Nobody holds this role.').waitFor();
    await panel.getByRole('combobox', { name: 'Give the role to' }).click();
    await page.keyboard.type('nobody');
    await page.locator('.ant-select-item-option-active', { hasText: 'nobody' }).waitFor();
    await page.keyboard.press('Enter');
    const holder = panel.getByRole('listitem').filter({ hasText: 'nobody@example.com' });
    await holder.waitFor();
    await page.getByRole('button', { name: '1 user', includeHidden: true }).waitFor();
    expect((await world.served.call('nobody', 'GET', '/api/me')).body.roles).toEqual(['service']);
    expect(await faultsOf(page)).toEqual([]);
    await holder.getByRole('button', { name: 'Take the role from nobody' }).click();
    await panel.getByText('Nobody holds this role.').waitFor();
    expect((await world.served.call('nobody', 'GET', '/api/me')).body.roles).toEqual([]);

    const admins = await world.open('admin', '/designer/roles/administrator?people', wide(1350));
    await admins.getByRole('button', { name: 'Take the role from admin' }).click();
    await admins
      .getByText('At least one active user must be able to manage people', { exact: false })
      .waitFor();
    await admins.getByRole('listitem').filter({ hasText: 'admin@example.com' }).waitFor();
  }, 60_000);

  test('for the portal it is switched at its head, where rights over the workspace go away', async () => {
    const page = await world.open('admin', SALES, wide(1340));
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByLabel('Label (English)').fill('Clients outside');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Clients outside' }).waitFor();
    const isPortal = page.getByRole('switch', { name: 'For users of the portal' });
    const rights = page.getByRole('region', { name: 'Administration' });
    await rights.waitFor();
    expect(await rights.getByRole('switch').count()).toBe(0);
    await isPortal.click();
    await page.getByText('Only users of the portal hold it.').waitFor();
    await eventually(() => rights.count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await isPortal.click();
    await rights.waitFor();

    // what it is called and what it is for, in both languages
    await page.getByRole('button', { name: 'Name and description' }).click();
    const panel = page.getByRole('dialog');
    await panel.getByLabel('Label (Chinese)').fill('外部客户');
    await panel.getByLabel('Description (English)').fill('Clients see what is theirs.');
    await panel.getByLabel('Description (Chinese)').fill('客户只能查看自己的内容。');
    expect(await faultsOf(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Clients see what is theirs.').waitFor();
    const saved = async () => {
      const { body } = await world.served.call('admin', 'GET', '/api/metadata/draft/role/clients_outside');
      const { labels, description } = body.body ?? body;
      return { labels, description };
    };
    await eventually(saved).toEqual({
      labels: { en: 'Clients outside', 'zh-CN': '外部客户' },
      description: { en: 'Clients see what is theirs.', 'zh-CN': '客户只能查看自己的内容。' },
    });
    await page.getByRole('button', { name: 'Name and description' }).click();
    await panel.getByLabel('Label (English)').fill('');
    await panel.getByLabel('Label (Chinese)').fill('');
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('Give it a label').waitFor();
    await panel.getByLabel('Label (English)').fill('Clients');
    await panel.getByLabel('Description (English)').fill('');
    await panel.getByLabel('Description (Chinese)').fill('');
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Clients', exact: true }).waitFor();
    await eventually(saved).toEqual({ labels: { en: 'Clients' }, description: undefined });
  }, 60_000);

  test('on a phone it is read and set object by object', async () => {
    const page = await world.open('admin', '/designer/roles/sales', {
      language: 'zh-CN',
      width: 360,
      height: 740,
    });
    await page.locator('summary').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.locator('summary', { hasText: '线索' }).click();
    await page.getByRole('combobox', { name: '导出' }).click();
    await page.locator('.ant-select-item-option', { hasText: '本人' }).first().click();
    await eventually(async () => (await grantsOver('lead'))[0].do).toContain('export');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});
