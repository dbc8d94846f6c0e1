import { expect, test } from 'vitest';
import { eventually, rowsOf, searchOf, type World } from '../world.ts';

/** Both languages, wherever one is. */
export function language(world: World): void {
  test('the language changes without losing the page', async () => {
    const page = await world.open('other', '/o/account?q=Company%2007');
    await eventually(() => rowsOf(page).count()).toBe(1);
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    await page.getByRole('button', { name: 'other' }).click();
    await page.getByRole('radiogroup', { name: 'Language' }).getByText('简体中文').click();
    await page.getByRole('heading', { level: 1, name: '客户' }).waitFor();
    await page.getByRole('columnheader', { name: '客户名称' }).waitFor();
    expect(await page.getByRole('searchbox', { name: '搜索客户' }).inputValue()).toBe('Company 07');
    expect(searchOf(page).q).toBe('Company 07');
    expect(
      await page.evaluate(() => [document.documentElement.lang, (globalThis as any).isSamePage]),
    ).toEqual(['zh-CN', true]);
    await eventually(async () => (await world.served.call('other', 'GET', '/api/me')).body.user.locale).toBe(
      'zh-CN',
    );
    await page.getByRole('radiogroup', { name: '语言' }).getByText('English').click();
    await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
  });
}
