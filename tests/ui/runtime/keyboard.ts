import { expect, test } from 'vitest';
import { settled } from '../browser.ts';
import { eventually, type World } from '../world.ts';

/** No mouse. */
export function keyboard(world: World): void {
  test('the first Tab offers the way to the content', async () => {
    const page = await world.open('member', '/o/account');
    await page.reload();
    await settled(page);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to content' });
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    const box = (await skip.boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement!.closest('#content') !== null)).toBe(true);
  });

  test('single keys search, create and explain; they are letters while one types', async () => {
    const page = await world.open('member', '/o/account');
    const search = page.getByRole('searchbox');
    await page.keyboard.press('/');
    expect(await search.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.type('c?/');
    expect(await search.inputValue()).toBe('c?/');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await search.fill('');
    await search.blur();

    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByText('Search in the list').waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => help.isVisible()).toBe(false);

    await page.keyboard.press('c');
    const form = page.getByRole('dialog', { name: 'New account' });
    await form.getByLabel(/^Account name/).waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => form.count()).toBe(0);
  });

  test('rows are walked through and opened', async () => {
    const page = await world.open('member', '/o/account?sort=name');
    await page.getByRole('link', { name: 'Company 01' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Company 03' }).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('dialog', { name: 'Edit account' }).waitFor();
  });
}
