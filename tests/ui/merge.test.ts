import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { choose, eventually, make, rowsOf, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

describe.skipIf(!chromiumPath)('records that are the same', () => {
  const world = useWorld();
  const ids: string[] = [];
  const read = async (id: string) =>
    world.served.call('admin', 'GET', `/api/records/account/${id}?fields=name,website,phone`);

  beforeAll(async () => {
    ids.push(
      ...(await make(world, 'admin', 'account', [
        { name: 'Twin one', website: 'https://one.example' },
        { name: 'Twin two', website: 'https://two.example', phone: '+8613800138000' },
        { name: 'Zwilling' },
      ])),
    );
    await make(world, 'admin', 'contact', [{ name: 'Li Ming', account: ids[1] }]);
  });

  test('are merged from a list, by keyboard too, and parted again by undo', async () => {
    const filter = encodeURIComponent('name.startsWith("Twin")');
    const page = await world.open('admin', `/o/account?mode=table&filter=${filter}`);
    await eventually(() => rowsOf(page).count()).toBe(2);
    const all = page.getByRole('checkbox', { name: 'Select all on this page' });
    await all.check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Merge…' }).click();
    const dialog = page.getByRole('dialog');
    const stays = dialog.getByRole('radiogroup', { name: 'Stays' });
    await stays.getByRole('radio', { name: /Twin one/ }).check();
    const website = dialog.getByRole('radiogroup', { name: 'Website' });
    await website.getByRole('radio', { name: /one\.example/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await website.getByRole('radio', { name: /two\.example/ }).check();
    await dialog.getByText('Contacts: 1').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await eventually(async () => (await read(ids[0]!)).body).toMatchObject({
      name: 'Twin one',
      website: 'https://two.example',
      phone: '+8613800138000',
    });
    await eventually(() => rowsOf(page).count()).toBe(1);
    await page.goto(page.url().replace(/\/o\/account.*/, `/o/account/${ids[1]}`));
    await page.getByRole('heading', { name: 'Twin one' }).waitFor();
    expect(page.url()).toContain(ids[0]!);
    const merged = await world.served.call('admin', 'GET', `/api/records/account/${ids[0]}/history`);
    const { id } = merged.body.items[0].merged;
    await world.served.call('admin', 'POST', `/api/records/account/merges/${id}/undo`);
    expect((await read(ids[1]!)).body.website).toBe('https://two.example');
  }, 90_000);

  test('are merged from the page of one on a phone, and back by the toast', async () => {
    const page = await world.open('admin', `/o/account/${ids[0]}`, { language: 'zh-CN', width: 360 });
    await page.locator('.gx-record-actions').getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '合并…' }).click();
    await choose(page, /请选择与此记录重复的记录/, 'Twin two');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /比\s*较/ }).click();
    const dialog = page.getByRole('dialog', { name: '合并 2 条记录' });
    await dialog
      .getByRole('radiogroup', { name: '保留' })
      .getByRole('radio', { name: /Twin two/ })
      .check();
    await dialog.getByText('不同的值').waitFor();
    const wide = await dialog.evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    expect(await faultsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: /合\s*并/ }).click();
    await page.getByRole('heading', { name: 'Twin two' }).waitFor();
    await page.getByRole('button', { name: /撤\s*销/ }).click();
    await page.getByText('已撤销合并').waitFor();
    expect((await read(ids[0]!)).status).toBe(200);
  }, 90_000);
});
