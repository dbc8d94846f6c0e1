import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, type Screen } from './browser.ts';
import { eventually, make, useWorld } from './world.ts';

const PHONE: Screen = { language: 'zh-CN', width: 360, height: 740 };

describe.skipIf(!chromiumPath)('how people stand to each other, in a browser', () => {
  const world = useWorld();
  const ids: Record<string, string> = {};
  const put = async (
    object: string,
    values: { readonly name: string; readonly [field: string]: unknown },
  ) => {
    const [id] = await make(world, 'admin', object, [values]);
    ids[values.name] = id!;
  };
  const read = async (path: string) => (await world.served.call('admin', 'GET', `/api/records/${path}`)).body;
  const tree = (page: Page) => page.getByRole('tree');
  const line = (page: Page, name: string) => tree(page).getByRole('treeitem', { name });
  const say = async (page: Page, menu: string) => {
    await page
      .locator('.gx-place header')
      .getByRole('button', { name: /^More for/ })
      .click();
    await page.getByRole('menuitem', { name: menu }).click();
  };
  const chooseIn = async (page: Page, name: string, option: string) => {
    await page.getByRole('combobox', { name, exact: true }).click();
    await page.keyboard.type(option);
    await page.locator('.ant-select-item-option-active', { hasText: option }).waitFor();
    await page.keyboard.press('Enter');
  };

  beforeAll(async () => {
    const { admin } = world.served.users;
    await put('department', { name: 'Company' });
    for (const name of ['East', 'West', '华东销售部']) await put('department', { name, parent: ids.Company });
    await put('user', { name: 'Ann', kind: 'person', department: ids.East });
    await put('user', { name: 'Ben', kind: 'person', department: ids.East, manager: ids.Ann });
    await put('user', { name: 'Cas', kind: 'person', department: ids.West, manager: ids.Ben });
    await put('territory', { name: 'North', manager: admin });
    await put('team', { name: 'Bids' });
    await make(world, 'admin', 'account', [{ name: 'Mill', owner: ids.Ben }]);
  });

  test('the tree goes by keys, and a department moves by them once one knows what that comes to', async () => {
    const page = await world.open('admin', '/organization');
    await line(page, 'Company').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await tree(page).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await eventually(() => tree(page).getByRole('treeitem').count()).toBe(1);
    await page.keyboard.press('ArrowRight');
    await eventually(() => tree(page).getByRole('treeitem').count()).toBe(4);
    await page.keyboard.type('west');
    const active = () =>
      tree(page).evaluate(
        (element) =>
          document
            .getElementById(element.getAttribute('aria-activedescendant')!)
            ?.querySelector('.gx-tree-name')?.textContent,
      );
    await eventually(active).toBe('West');
    await page.keyboard.press('Control+x');
    await page.keyboard.press('ArrowUp');
    await eventually(active).toBe('East');
    await page.keyboard.press('Control+v');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('1 person goes along.').waitFor();
    await dialog.getByText('Nobody sees more or fewer records by this.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Move' }).click();
    await page.getByText('West moved.').waitFor();
    expect((await read(`department/${ids.West}`)).parent).toBe(ids.East);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('West is back where it was.').waitFor();
    expect((await read(`department/${ids.West}`)).parent).toBe(ids.Company);
  }, 60_000);

  test('a department is dragged below another one, and never below what stands below it', async () => {
    const page = await world.open('admin', '/organization');
    const drag = async (name: string, to: string) => {
      const [from, at] = [(await line(page, name).boundingBox())!, (await line(page, to).boundingBox())!];
      await page.mouse.move(from.x + 60, from.y + 16);
      await page.mouse.down();
      await page.mouse.move(from.x + 70, from.y + 26, { steps: 4 });
      await page.mouse.move(at.x + 60, at.y + 16, { steps: 6 });
      await page.mouse.up();
    };
    await line(page, 'East').waitFor();
    await drag('East', 'West');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Accounts 1', { exact: false }).waitFor();
    await dialog.getByRole('button', { name: 'Move' }).click();
    await eventually(async () => (await read(`department/${ids.East}`)).parent).toBe(ids.West);
    await dialog.waitFor({ state: 'hidden' });
    await drag('West', 'East');
    await dialog.getByText('East stands below West, so West cannot be moved below it.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Move' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await world.served.call('admin', 'PATCH', `/api/records/department/${ids.East}`, { parent: ids.Company });
  }, 60_000);

  test('departments are made, filled, merged and closed on their page', async () => {
    const page = await world.open('admin', `/organization/departments?at=${ids.East}`);
    await page.getByRole('button', { name: 'New below' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Harbour');
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.gx-place').getByRole('heading', { name: 'Harbour' }).waitFor();
    await chooseIn(page, 'Add somebody to this department', 'Cas');
    await page.locator('.gx-people-at li', { hasText: 'Cas' }).waitFor();
    const harbour = new URL(page.url()).searchParams.get('at')!;
    expect((await read(`user/${ids.Cas}`)).department).toBe(harbour);
    await say(page, 'Merge into…');
    await chooseIn(page, 'Department', 'West');
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
    await page.getByText('Harbour is merged and switched off.').waitFor();
    expect((await read(`user/${ids.Cas}`)).department).toBe(ids.West);
    expect((await read(`department/${harbour}`)).active).toBe(false);
    await eventually(() => line(page, 'Harbour').count()).toBe(0);
    await page.getByLabel('Show those switched off').check();
    await line(page, 'Harbour').click();
    await say(page, 'Delete');
    await eventually(() => line(page, 'Harbour').count()).toBe(0);
  }, 60_000);

  test('a manager is changed, but nobody comes to report to themselves', async () => {
    const page = await world.open('admin', `/organization/reporting?at=${ids.Ann}`);
    await page.locator('.gx-people-at li', { hasText: 'Ben' }).waitFor();
    await say(page, 'Change manager…');
    await chooseIn(page, 'Manager', 'Cas');
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText('Cas reports to Ann, directly or over others, so Ann cannot report to Cas.')
      .waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await line(page, 'Cas').click();
    await say(page, 'Change manager…');
    await chooseIn(page, 'Manager', 'Ann');
    await dialog.getByRole('button', { name: 'Move' }).click();
    await eventually(async () => (await read(`user/${ids.Cas}`)).manager).toBe(ids.Ann);
    expect(await faultsOf(page)).toEqual([]);
  }, 60_000);

  test('territories and teams take people in and let them go', async () => {
    for (const [path, name, add] of [
      ['territories', 'North', 'Assign somebody to this territory'],
      ['teams', 'Bids', 'Add somebody to this team'],
    ] as const) {
      const page = await world.open('admin', `/organization/${path}`);
      await line(page, name).click();
      await chooseIn(page, add, 'Ann');
      const row = page.locator('.gx-people-at li', { hasText: 'Ann' });
      await row.waitFor();
      await line(page, `${name} ${path === 'territories' ? 'admin ' : ''}1 person`).waitFor();
      await row.getByRole('button', { name: 'More for Ann' }).click();
      await page.getByRole('menuitem', { name: /^Take out/ }).click();
      await page.getByText(/^Nobody (works|is) in this/).waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await row.waitFor();
    }
  }, 60_000);

  test('on a phone it is found by initials, and opens by itself', async () => {
    const page = await world.open('admin', '/organization', PHONE);
    await page.getByRole('searchbox', { name: '按名称或拼音首字母查找' }).fill('hd');
    await eventually(() => tree(page).getByRole('treeitem').count()).toBe(2);
    await line(page, '华东销售部').click();
    await page.getByRole('heading', { name: '华东销售部' }).waitFor();
    await page.getByText('此部门暂无成员。').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: '返回' }).click();
    await tree(page).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  }, 60_000);

  test('who manages people finds it in the menu; for others there is no such page', async () => {
    const page = await world.open('admin', '/');
    const menu = page.getByRole('navigation', { name: 'Main navigation' });
    await menu.getByText('People', { exact: true }).click();
    await menu.getByRole('link', { name: 'Organization' }).click();
    await page.getByRole('heading', { level: 1, name: 'Organization' }).waitFor();
    const others = await world.open('member', '/organization');
    await others.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  }, 60_000);
});
