import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, settled } from './browser.ts';
import { eventually, rowsOf, useWorld } from './world.ts';

const SHOTS = process.env.GUANXI_SHOTS;
const shot = async (page: Page, name: string) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};

describe.skipIf(!chromiumPath)('viewing as somebody else in a browser', () => {
  const world = useWorld();

  test('shows what they see, lets nothing be changed, stays over a reload and ends where it began', async () => {
    const { member } = world.served.users;
    const page = await world.open('admin', `/o/user/${member}`);
    await page.locator('.gx-record-actions').getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'View as this user' }).click();
    const banner = page.getByRole('region', { name: 'Viewing as somebody else' });
    await banner.getByText('Viewing as member').waitFor();
    await settled(page);
    expect(await page.getByRole('link', { name: 'Designer' }).count()).toBe(0);

    await page.goto(`${world.served.address}/o/account`);
    await rowsOf(page).first().waitFor();
    await banner.waitFor();
    expect(await page.getByRole('button', { name: 'New account' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'New account' }).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await shot(page, 'view-as-list-en-1280');
    await page.locator('.gx-user-button').click();
    await page.getByText('member@example.com').waitFor();
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
    await page.keyboard.press('Escape');

    await page.goto(`${world.served.address}/profile`);
    await page.getByRole('heading', { name: 'Not shown while viewing as somebody else' }).waitFor();
    await page.reload();
    await banner.getByText('Viewing as member').waitFor();

    await banner.getByRole('button', { name: 'Stop viewing' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'member' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/o/user/${member}`);
    expect(await banner.count()).toBe(0);
    await page.getByRole('link', { name: 'Designer' }).waitFor();
  }, 60_000);

  test('is over when they are switched off, in Chinese and on a phone too', async () => {
    const { other } = world.served.users;
    const screen = { language: 'zh-CN', width: 360, height: 740 } as const;
    const page = await world.open('admin', `/o/user/${other}`, screen);
    await page.locator('.gx-record-actions').getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '以此用户身份查看' }).click();
    const banner = page.getByRole('region', { name: '以他人身份查看' });
    await banner.getByText('正在以“other”的身份查看').waitFor();
    await page.goto(`${world.served.address}/o/account`);
    await page.getByRole('link', { name: 'Company 60' }).waitFor();
    await shot(page, 'view-as-list-zh-360');
    await page.getByRole('link', { name: 'Company 60' }).click();
    await page.getByRole('heading', { level: 1, name: 'Company 60' }).waitFor();
    expect(await page.getByRole('button', { name: '编辑' }).count()).toBe(0);
    const box = (await banner.boundingBox())!;
    expect([box.x, box.y, box.width]).toEqual([0, 0, 360]);
    await settled(page);
    await shot(page, 'view-as-record-zh-360');
    expect(await faultsOf(page)).toEqual([]);

    await world.served.call('admin', 'PATCH', `/api/records/user/${other}`, { active: false });
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Company 60' }).waitFor();
    await eventually(() => banner.count()).toBe(0);
    await world.served.call('admin', 'PATCH', `/api/records/user/${other}`, { active: true });
  }, 60_000);

  test('is not offered to who does not answer for security', async () => {
    const page = await world.open('member', `/o/user/${world.served.users.other}`);
    await page.locator('.gx-record-actions').getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Copy the link' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'View as this user' }).count()).toBe(0);
  });
});
