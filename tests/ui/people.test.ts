import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath } from './browser.ts';
import { eventually, useWorld } from './world.ts';

describe.skipIf(!chromiumPath)('people in a browser', () => {
  const world = useWorld();
  const read = async (path: string) => (await world.served.call('admin', 'GET', `/api/${path}`)).body;

  test('who may add people finds them in the menu, nobody else does', async () => {
    const page = await world.open('admin', '/');
    const menu = page.getByRole('navigation', { name: 'Main navigation' });
    await menu.getByText('People', { exact: true }).click();
    await menu.getByRole('link', { name: 'Departments' }).click();
    await page.getByRole('heading', { level: 1, name: 'Departments' }).waitFor();
    for (const name of ['Users', 'Teams', 'Territories'])
      await menu.getByRole('link', { name, exact: true }).waitFor();
    const others = await world.open('member', '/');
    await others.getByRole('navigation', { name: 'Main navigation' }).getByRole('link').first().waitFor();
    expect(await others.getByText('People', { exact: true }).count()).toBe(0);
  });

  test('the menu of a user has what one may do with them, and no more', async () => {
    const { other } = world.served.users;
    const itemsFor = async (user: string): Promise<string[]> => {
      const page = await world.open(user, `/o/user/${other}`);
      await page.locator('.gx-record-actions').getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem').first().waitFor();
      const items = await page.getByRole('menuitem').allInnerTexts();
      expect(await faultsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      return items;
    };
    expect(await itemsFor('member')).toEqual(['Copy the link']);
    expect(await itemsFor('admin')).toEqual(
      expect.arrayContaining(['Copy the link', 'View as this user', 'Personal data…', 'Switch off…']),
    );
  });

  test('who leaves hands over on their page, and comes back with what they had', async () => {
    const { admin, other, nobody } = world.served.users;
    await world.served.call('admin', 'PATCH', `/api/records/user/${nobody}`, { manager: other });
    const page = await world.open('admin', `/o/user/${other}`);
    const dialog = page.getByRole('dialog');
    const open = async (item: string) => {
      await page.locator('.gx-record-actions').getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    const { total } = await read(`people/${other}/holdings`);
    const records = total === 1 ? '1 record' : `${total} records`;
    await open('Switch off…');
    await dialog
      .getByRole('row', { name: 'Users Manager' })
      .getByRole('cell', { name: '1', exact: true })
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog.getByLabel('Who takes over').click();
    await page.keyboard.type('admin');
    await page.locator('.ant-select-item-option-active', { hasText: 'admin' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.locator('.ant-select', { hasText: 'admin' }).waitFor();
    await dialog.getByRole('button', { name: 'Switch off' }).click();
    await dialog.getByText(`${records} handed over.`).waitFor();
    await dialog.getByText('Switched off.').waitFor();
    const managerOf = async () => (await read(`records/user/${nobody}?fields=manager`)).manager;
    await eventually(managerOf).toBe(admin);
    expect((await world.served.call('other', 'GET', '/api/me')).status).toBe(401);

    await dialog.getByRole('button', { name: 'Close' }).click();
    await open('Switch on…');
    await dialog.getByText(`${records} that w`).waitFor();
    await dialog.getByRole('button', { name: 'Switch on' }).click();
    await dialog.getByText(`${records} taken back.`).waitFor();
    expect(await managerOf()).toBe(other);
    expect((await world.served.call('other', 'GET', '/api/me')).status).toBe(200);
  }, 60_000);
});
