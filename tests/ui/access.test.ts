import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { choose, eventually, make, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const EN = { language: 'en' } as const;

describe.skipIf(!chromiumPath)('who sees a record', () => {
  const world = useWorld();

  test('is told by user, action and field, with what denies and where that is said', async () => {
    const [id] = await make(world, 'other', 'lead', [{ name: 'Mei Lin', company: 'Suzhou Robots' }]);
    const page = await world.open('admin', `/o/lead/${id}`, EN);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Who sees this?' }).click();
    const drawer = page.getByRole('dialog', { name: 'Who sees “Mei Lin”?' });
    // everybody at first, each with what lets them
    const everybody = drawer.locator('.gx-viewers li');
    await everybody.filter({ hasText: 'other' }).getByText('Role “Sales”, grant 3').waitFor();
    expect(await everybody.filter({ hasText: 'member' }).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await everybody.getByRole('button', { name: /^other/ }).click();
    await drawer.getByText('They may.').waitFor();
    await drawer.getByRole('button', { name: 'Show everybody' }).click();
    await everybody.first().waitFor();
    await choose(page, 'User', 'member');
    await drawer.getByText('Their roles grant this, but not for this record.').waitFor();
    await eventually(() => drawer.locator('.gx-access-way li').allTextContents()).toEqual([
      'Holds:Role “Sales”, grant 3',
      expect.stringMatching(/^Does not hold:/),
    ]);
    expect(await faultsOf(page)).toEqual([]);
    const link = drawer.getByRole('link', { name: 'Change it in the role' });
    expect(await link.getAttribute('href')).toBe('/designer/roles/sales?object=lead');
    await drawer.getByRole('button', { name: 'Close' }).click();

    // of a field, from the field
    await page.getByRole('button', { name: 'Who sees “Company”?' }).focus();
    await page.keyboard.press('Enter');
    await choose(page, 'User', 'other');
    await drawer.getByText('They may.').waitFor();
    expect(await drawer.locator('.ant-select-content', { hasText: 'Company' }).count()).toBe(1);
  });

  test('is asked by those alone who answer for rights', async () => {
    const [id] = await make(world, 'member', 'lead', [{ name: 'Jo', company: 'Red Fox' }]);
    const page = await world.open('member', `/o/lead/${id}`, EN);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Copy the link' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Who sees this?' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Who sees “Company”?' }).count()).toBe(0);
  });

  test('fits a phone', async () => {
    const [id] = await make(world, 'other', 'lead', [{ name: 'Bo', company: 'Blue Hill' }]);
    const page = await world.open('admin', `/o/lead/${id}`, { language: 'zh-CN', width: 360, height: 740 });
    await page.getByRole('button', { name: '更多', exact: true }).click();
    await page.getByRole('menuitem', { name: '谁能看到？' }).click();
    await page.getByText(/^共 \d+ 人可以查看$/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await choose(page, '用户', 'member');
    await page.getByText('其角色授予了此项操作，但不包括这条记录。').waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });
});
