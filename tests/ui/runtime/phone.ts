import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { settled } from '../browser.ts';
import { eventually, PAGES, pathOf, type World } from '../world.ts';

const PHONE = { width: 360, height: 740 } as const;
/** WCAG 2.5.8, and what a thumb wants in the bar below */
const SMALLEST_TARGET = 24;
const SMALLEST_PLACE = 44;

/** How wide the page is, and what of it reaches beyond the screen. */
const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);

/** Targets of the visible page that are smaller than `smallest` both ways. */
const smallTargets = (page: Page, selector: string, smallest: number): Promise<string[]> =>
  page.locator(selector).evaluateAll(
    (elements, least) =>
      elements
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.width < least || box.height < least))
        .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} ${box.width}x${box.height}`),
    smallest,
  );

/** Everything that one does at a desk, on a screen of 360 pixels. */
export function phone(world: World): void {
  test.each(PAGES)('nothing reaches beyond the screen: %s', async (name) => {
    const page = await world.open('member', pathOf(world, name), PHONE);
    expect(await widthOf(page)).toBe(PHONE.width);
    expect(await smallTargets(page, 'button, a[href], [role=switch]', SMALLEST_TARGET)).toEqual([]);
    expect(await smallTargets(page, '.gx-bottom > *', SMALLEST_PLACE)).toEqual([]);
  });

  test('the bar below leads to the places of the navigation, its menu to the others', async () => {
    const page = await world.open('member', '/o/account', PHONE);
    const bar = page.getByRole('navigation', { name: 'Bottom navigation' });
    expect(await bar.getByRole('link').allTextContents()).toEqual([
      'Accounts',
      'Opportunities',
      'Leads',
      'Tasks',
    ]);
    await bar.getByRole('link', { name: 'Opportunities' }).click();
    await page.getByRole('heading', { level: 1, name: 'Opportunities' }).waitFor();
    await bar.getByRole('button', { name: 'Menu' }).click();
    const menu = page.getByRole('dialog');
    await menu.getByRole('link', { name: 'Contacts' }).waitFor();
    expect(await widthOf(page)).toBe(PHONE.width);
    await menu.getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    await eventually(() => page.getByRole('dialog').count()).toBe(0);
  });

  test('a record is made, found by a filter, and read', async () => {
    const page = await world.open('member', '/o/account', PHONE);
    await page.getByRole('button', { name: 'New account' }).tap();
    const form = page.getByRole('dialog');
    await form.getByLabel(/^Account name/).fill('Made on a phone');
    await form.getByLabel('City').fill('Pocket');
    expect(await widthOf(page)).toBe(PHONE.width);
    await form.getByRole('button', { name: 'Save', exact: true }).tap();
    await page.getByRole('heading', { level: 1, name: 'Made on a phone' }).waitFor();

    await page.goto(`${world.served.address}/o/account?filter=city%20%3D%3D%20%22Pocket%22`);
    await settled(page);
    await page.getByRole('button', { name: 'Filter' }).tap();
    await page.getByRole('dialog').getByRole('textbox', { name: 'City: Value' }).waitFor();
    expect(await widthOf(page)).toBe(PHONE.width);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().tap();
    await page.getByRole('link', { name: 'Made on a phone' }).tap();
    await page.getByRole('heading', { level: 1, name: 'Made on a phone' }).waitFor();
  });
}
