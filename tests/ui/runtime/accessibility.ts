import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { eventually, PAGES, pathOf, type World } from '../world.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds against WCAG 2.2 A and AA, as lines that name rule and element. */
export async function violationsIn(page: Page): Promise<string[]> {
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

/** WCAG 2.2 AA, as far as a program can tell. */
export function accessibility(world: World): void {
  const inBothAppearances = async (page: Page) => {
    expect(await violationsIn(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await eventually(() => page.evaluate(() => document.documentElement.style.colorScheme)).toBe('dark');
    expect(await violationsIn(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  };

  test('sign-in', async () => inBothAppearances(await world.page('/')), 40_000);

  test.each(PAGES)('%s', { timeout: 40_000 }, async (name) => {
    await inBothAppearances(await world.open('member', pathOf(world, name)));
  });

  test('what opens above a page: filters, form, menu of a card', { timeout: 40_000 }, async () => {
    const list = await world.open('member', pathOf(world, 'list'));
    await list.getByRole('button', { name: 'Filter' }).click();
    await list.getByRole('textbox', { name: 'City: Value' }).waitFor();
    expect(await violationsIn(list)).toEqual([]);
    const record = await world.open('member', pathOf(world, 'record'));
    await record.keyboard.press('e');
    await record.getByRole('dialog').getByLabel(/^Name/).waitFor();
    expect(await violationsIn(record)).toEqual([]);
    const board = await world.open('member', pathOf(world, 'board'));
    await board.getByRole('button', { name: 'Move to… Shelves' }).click();
    await board.getByRole('menuitem', { name: 'Won' }).waitFor();
    expect(await violationsIn(board)).toEqual([]);
  });

  test('an empty list, and a page that is not there', { timeout: 40_000 }, async () => {
    await inBothAppearances(await world.open('member', '/o/product'));
    await inBothAppearances(await world.open('member', '/o/nothing'));
  });
}
