import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath } from './browser.ts';
import { eventually, useWorld } from './world.ts';

describe.skipIf(!chromiumPath)('a workspace as a whole, in a browser', () => {
  const world = useWorld();

  test('where the first password is found is said until somebody has signed in', async () => {
    const page = await world.page('/');
    const help = page.getByText('First time here?', { exact: false });
    await help.waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await world.open('admin', '/');
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await help.count()).toBe(0);
  }, 60_000);

  test('languages and the first day of the week are drafted, published and count', async () => {
    const page = await world.open('admin', '/designer/workspace', { width: 1281 });
    const form = page.getByRole('region', { name: 'General' });
    await form.getByRole('combobox', { name: 'Week starts' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await form.getByRole('combobox', { name: 'Week starts' }).click();
    await page.locator('.ant-select-item-option', { hasText: 'Sunday' }).click();
    await form.getByRole('combobox', { name: 'Languages' }).click();
    await page.locator('.ant-select-item-option', { hasText: '日本語' }).click();
    await page.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved in the draft.').waitFor();
    const settings = async () => (await world.served.call('admin', 'GET', '/api/me')).body.settings;
    expect(await settings()).toMatchObject({ weekStart: 1, languages: ['zh-CN', 'en'] });
    await page.getByRole('link', { name: /^Changes/ }).click();
    await page.getByRole('button', { name: /^Publish/ }).click();
    await eventually(settings).toMatchObject({ weekStart: 0, languages: ['zh-CN', 'en', 'ja'] });
  }, 60_000);
});
