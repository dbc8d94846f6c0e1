import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsOf } from '../axe.ts';
import { eventually, make, type World } from '../world.ts';

const PHONE = { width: 360, height: 740 } as const;

const boxOf = (page: Page) => page.getByRole('combobox', { name: 'Search' });
const optionsOf = (page: Page) => page.getByRole('option');

/** What the keys would open: the option that the field names. */
const chosen = (page: Page): Promise<string | null | undefined> =>
  boxOf(page).evaluate(
    (input) => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent,
  );

/** Finds records, goes to places, does things. */
export function palette(world: World): void {
  test('a record is found by characters, pinyin and initials, and opened by keys alone', async () => {
    await make(world, 'member', 'account', [{ name: '李明朗商行', type: 'customer' }]);
    const page = await world.open('member', '/o/account');
    await page.keyboard.press('Control+k');
    for (const q of ['李', '明朗', 'liming', 'lml', 'lmlsh']) {
      await boxOf(page).fill(q);
      await page
        .getByRole('group', { name: 'Records' })
        .getByRole('option', { name: /李明朗商行/ })
        .waitFor();
    }
    expect(await chosen(page)).toMatch('李明朗商行');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '李明朗商行' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('what was opened stands there before anything is typed', async () => {
    const page = await world.open('member', `/o/opportunity/${world.ids.get('Shelves')}`);
    await page.getByRole('heading', { level: 1, name: 'Shelves' }).waitFor();
    await page.keyboard.press('Control+k');
    const recent = page.getByRole('group', { name: 'Recently opened' });
    await recent.getByRole('option', { name: /Shelves/ }).waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => page.getByRole('dialog').count()).toBe(0);
  });

  test('arrows walk round, places and actions are done, Esc gives the focus back', async () => {
    const page = await world.open('member', '/o/account');
    const door = page.getByRole('button', { name: /^Search Ctrl/ });
    await door.focus();
    await page.keyboard.press('Enter');
    await boxOf(page).waitFor();
    await eventually(() => boxOf(page).evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await eventually(() => door.evaluate((button) => button === document.activeElement)).toBe(true);

    await page.keyboard.press('Control+k');
    await boxOf(page).fill('new account');
    await page.getByRole('option', { name: 'New account' }).waitFor();
    await eventually(() => chosen(page)).toBe('New account');
    const count = await optionsOf(page).count();
    for (let step = 0; step < count; step++) await page.keyboard.press('ArrowDown');
    expect(await chosen(page)).toBe('New account');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/o/account/new');
    await page.getByLabel(/^Account name/).waitFor();

    await page.keyboard.press('Control+k');
    await boxOf(page).fill('opportunit');
    await page.getByRole('group', { name: 'Go to' }).getByRole('option', { name: 'Opportunities' }).click();
    await page.waitForURL('**/o/opportunity');
  });

  test('places, actions and settings are found by pinyin and initials, in any language', async () => {
    const page = await world.open('admin', '/o/account', { language: 'zh-CN' });
    const option = (name: string) => page.getByRole('option', { name, exact: true });
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox').and(page.locator('.gx-palette-input'));
    for (const [q, name] of [
      ['shangji', '商机'],
      ['xjkh', '新建客户'],
      ['kuaijie', '键盘快捷键'],
    ] as const) {
      await box.fill(q);
      await option(name).first().waitFor();
    }
    await page.keyboard.press('Escape');
    const english = await world.open('admin', '/o/account');
    await english.keyboard.press('Control+k');
    await boxOf(english).fill('xjkh');
    await english.getByRole('option', { name: 'New account' }).waitFor();
    await english.keyboard.press('Escape');
  });

  test('it says how much there is, and that there is nothing', async () => {
    const page = await world.open('member', '/o/account');
    await page.keyboard.press('Control+k');
    await boxOf(page).fill('company 07');
    const status = page.getByRole('dialog').getByRole('status');
    await eventually(() => status.textContent()).toMatch(/^\d+ results?$/);
    await boxOf(page).fill('zzqqxx wwvvkk');
    await eventually(() => status.textContent()).toBe('Nothing found for “zzqqxx wwvvkk”.');
    // a word of the designer finds nothing for who may not use it
    await boxOf(page).fill('designer');
    await eventually(() => status.textContent()).toMatch('Nothing found');
    await page.keyboard.press('Escape');
    const admin = await world.open('admin', '/o/account');
    await admin.keyboard.press('Control+k');
    await boxOf(admin).fill('designer');
    await admin.getByRole('group', { name: 'Settings' }).getByRole('option', { name: 'Designer' }).waitFor();
    await admin.keyboard.press('Escape');
  });

  test.each([
    ['en', {}],
    ['zh-CN', { language: 'zh-CN' }],
    ['en phone', PHONE],
    ['zh-CN phone', { language: 'zh-CN', ...PHONE }],
  ] as const)('anybody can use it: %s', async (name, screen) => {
    const page = await world.open('member', '/o/account', screen);
    await page
      .getByRole('button', { name: /^(Search|搜索|全局搜索)/ })
      .first()
      .click();
    await page.getByRole('combobox').and(page.locator('.gx-palette-input')).fill('company 0');
    await optionsOf(page).nth(3).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(page.viewportSize()!.width);
    expect(await faultsOf(page)).toEqual([]);
    const folder = process.env.GUANXI_SHOTS;
    if (folder) {
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: `${folder}/palette-${name.replace(' ', '-')}.png` });
    }
    await page.keyboard.press('Escape');
  });
}
