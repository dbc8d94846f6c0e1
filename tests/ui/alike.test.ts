import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { eventually, make, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

describe.skipIf(!chromiumPath)('records of a whole object that may be the same', () => {
  const world = useWorld();

  test('are looked for, told apart, and merged', async () => {
    await make(world, 'admin', 'contact', [
      { name: '欧阳娜娜', mobile: '13800138000', email: 'nana@example.com' },
      { name: '欧阳娜娜', mobile: '13800138000', email: 'nana@example.com' },
      { name: '司马光', mobile: '13900139000', email: 'guang@example.com' },
      { name: '司马光', mobile: '13900139000', email: 'guang@example.com' },
    ]);
    const page = await world.open('admin', '/o/contact', { language: 'zh-CN' });
    await page.getByRole('button', { name: '更多', exact: true }).first().click();
    await page.getByRole('menuitem', { name: '重复数据' }).click();
    await page.getByRole('button', { name: '立即查找重复数据' }).click();
    const group = (name: string) => page.locator('.gx-alike-group').filter({ hasText: name });
    await group('欧阳娜娜')
      .getByText(/手机（相同）/)
      .waitFor();
    await page.getByText(/上次查找到 \d+ 对疑似重复/).waitFor();
    expect(await faultsOf(page)).toEqual([]);

    await group('司马光').getByRole('button', { name: '不是重复' }).click();
    await group('司马光').waitFor({ state: 'detached' });

    await group('欧阳娜娜').getByRole('button', { name: '合并…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^合\s*并$/ })
      .click();
    await group('欧阳娜娜').waitFor({ state: 'detached' });
    await page.getByText('没有疑似重复的数据').waitFor();
    const left = await world.served.call('admin', 'GET', '/api/records/contact?q=欧阳娜娜&fields=name');
    expect(left.body.records).toHaveLength(1);
  }, 60_000);

  test('fit a phone', async () => {
    const page = await world.open('admin', '/o/account/duplicates', {
      language: 'en',
      width: 360,
      height: 740,
    });
    await page.getByText('Nothing looks the same').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await eventually(() => faultsOf(page)).toEqual([]);
  });
});
