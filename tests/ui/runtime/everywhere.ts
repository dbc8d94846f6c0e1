import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { settled } from '../browser.ts';
import { eventually, rowsOf, searchOf, signInto, type World } from '../world.ts';

const PHONE = { width: 360, height: 740 } as const;
const KIB = 1024;
const LIST_AT_MOST = 400 * KIB;
const FORM_AT_MOST = 150 * KIB;
/** WCAG 2.5.8, and what a thumb wants in the bar below */
const SMALLEST_TARGET = 24;
const SMALLEST_PLACE = 44;

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds against WCAG 2.2 A and AA, as lines that name rule and element. */
async function violationsIn(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as any;
    const values = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values } });
    return violations.flatMap(({ id, nodes }: any) =>
      nodes.map(({ html, any: [first] }: any) => `${id}: ${html} ${first?.message ?? ''}`),
    );
  });
}

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

/** The pages that everybody works in. */
const pagesOf = (world: World): Readonly<Record<string, string>> => ({
  list: '/o/account?q=Company%200',
  board: '/o/opportunity',
  record: `/o/opportunity/${world.ids.get('Shelves')}`,
  form: '/o/opportunity/new',
});

/** Language, small screens, keyboard, accessibility and weight: what every page keeps to. */
export function everywhere(world: World): void {
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

  describe('360 pixels', () => {
    test.each(['list', 'board', 'record', 'form'])('nothing reaches beyond the screen: %s', async (name) => {
      const page = await world.open('member', pagesOf(world)[name]!, PHONE);
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
  });

  describe('the keyboard alone', () => {
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
  });

  describe('WCAG 2.2 AA', () => {
    const bothWays = async (page: Page) => {
      expect(await violationsIn(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await eventually(() => page.evaluate(() => document.documentElement.style.colorScheme)).toBe('dark');
      expect(await violationsIn(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
    };

    test('sign-in', async () => bothWays(await world.page('/')), 40_000);

    test.each(['list', 'board', 'record', 'form'])(
      '%s',
      async (name) => {
        await bothWays(await world.open('member', pagesOf(world)[name]!));
      },
      40_000,
    );
  });

  test('a list is light, a form adds little', async () => {
    const page = await world.page('/');
    const seen = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      if (!/\.(js|css)$/.test(new URL(response.url()).pathname)) return;
      seen.set(
        response.url(),
        response.body().then((body) => gzipSync(body).length),
      );
    });
    const weight = async () => (await Promise.all(seen.values())).reduce((sum, each) => sum + each, 0);
    await signInto(page.context(), world.served, 'member');
    await page.goto(`${world.served.address}/o/account`);
    await settled(page);
    await rowsOf(page).first().waitFor();
    const list = await weight();
    expect(list).toBeGreaterThan(100 * KIB);
    expect(list).toBeLessThanOrEqual(LIST_AT_MOST);

    await page.keyboard.press('c');
    await page.getByLabel(/^Account name/).waitFor();
    const form = (await weight()) - list;
    console.info(`gzip: list ${Math.round(list / KIB)} KiB, form ${Math.round(form / KIB)} KiB more`);
    expect(form).toBeGreaterThan(10 * KIB);
    expect(form).toBeLessThanOrEqual(FORM_AT_MOST);
  });
}
