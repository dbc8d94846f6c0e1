import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ACCOUNTS, choose, eventually, IN_SUZHOU, rowsOf, searchOf, type World } from '../world.ts';

const PAGE = 50;

const firstTitle = (page: Page) => rowsOf(page).first().getByRole('link').first().textContent();

/** Adds "City contains Suzhou" in the panel. */
async function filterByCity(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Filter' }).click();
  await choose(page, 'Field', 'City');
  await page.getByRole('textbox', { name: 'City: Value' }).fill('Suzhou');
  await eventually(() => searchOf(page).filter).toBe('city.contains("Suzhou")');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await eventually(() => rowsOf(page).count()).toBe(IN_SUZHOU);
}

/** Finding records: filter, order, pages, search, views. */
export function lists(world: World): void {
  test('a filter of the panel stands in the address; reload and Back bring it again', async () => {
    const page = await world.open('member', '/o/account');
    await filterByCity(page);
    const { href } = new URL(page.url());
    await page.reload();
    await eventually(() => rowsOf(page).count()).toBe(IN_SUZHOU);
    await rowsOf(page).first().getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: /^Company 0/ }).waitFor();
    await page.goBack();
    await eventually(() => rowsOf(page).count()).toBe(IN_SUZHOU);
    expect(page.url()).toBe(href);
    await page.getByRole('button', { name: 'Remove the condition on City' }).click();
    await eventually(() => rowsOf(page).count()).toBe(PAGE);
    expect(searchOf(page).filter).toBeUndefined();
  });

  test('a click on a head sorts up, down and not', async () => {
    const page = await world.open('member', '/o/account?filter=city%20%3D%3D%20%22Suzhou%22');
    const head = page.getByRole('columnheader', { name: 'Account name' });
    const sort = head.getByRole('button');
    await sort.click();
    await eventually(() => firstTitle(page)).toBe('Company 01');
    expect([await head.getAttribute('aria-sort'), searchOf(page).sort]).toEqual(['ascending', 'name']);
    await sort.click();
    await eventually(() => firstTitle(page)).toBe('Company 07');
    expect([await head.getAttribute('aria-sort'), searchOf(page).sort]).toEqual(['descending', '-name']);
    await sort.click();
    await eventually(() => head.getAttribute('aria-sort')).toBeNull();
  });

  test('pages are turned, counted, and found again by Back', async () => {
    const page = await world.open('member', '/o/account?sort=name');
    const count = page.getByRole('status').getByText(`${ACCOUNTS} records`);
    await count.waitFor();
    expect(await rowsOf(page).count()).toBe(PAGE);
    await page.getByRole('button', { name: 'Next page' }).click();
    await eventually(() => firstTitle(page)).toBe('Company 51');
    await page.getByText('Page 2').waitFor();
    expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true);
    await rowsOf(page).last().getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: 'Company 60' }).waitFor();
    await page.goBack();
    await eventually(() => firstTitle(page)).toBe('Company 51');
    await page.getByRole('button', { name: 'Previous page' }).click();
    await eventually(() => firstTitle(page)).toBe('Company 01');
  });

  test('search narrows the list in place; without a result it says so and offers the way out', async () => {
    const page = await world.open('member', '/o/account');
    const search = page.getByRole('searchbox', { name: 'Search accounts' });
    await search.fill('Company 07');
    await eventually(() => rowsOf(page).count()).toBe(1);
    expect(searchOf(page).q).toBe('Company 07');
    await search.fill('nobody is called so');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await eventually(() => rowsOf(page).count()).toBe(PAGE);
    expect([await search.inputValue(), searchOf(page).q]).toEqual(['', undefined]);
  });

  test('another view brings its filter, columns and order', async () => {
    const page = await world.open('member', '/o/account');
    await page.getByRole('button', { name: 'View: All accounts' }).click();
    await page.getByRole('menuitem', { name: 'Customers' }).click();
    await eventually(() => rowsOf(page).count()).toBe(ACCOUNTS / 3);
    expect(new URL(page.url()).pathname).toBe('/o/account/v/customers');
    await page.getByRole('list', { name: 'Filters' }).getByText('Type is one of Customer').waitFor();
    expect(await firstTitle(page)).toBe('Company 01');
  });

  test('list, kanban and list again keep the filter', async () => {
    const page = await world.open('member', '/o/account?filter=city%20%3D%3D%20%22Suzhou%22');
    await page.getByRole('radiogroup', { name: 'Show as' }).getByTitle('Kanban').click();
    await page.getByRole('region', { name: 'Prospect, 4 records' }).waitFor();
    await page.getByRole('radiogroup', { name: 'Show as' }).getByTitle('List').click();
    await eventually(() => rowsOf(page).count()).toBe(IN_SUZHOU);
    expect(searchOf(page)).toEqual({ filter: 'city == "Suzhou"' });
  });

  test('a board that is shown as a list says the field of its columns', async () => {
    const page = await world.open('member', '/o/opportunity?mode=table');
    await page.getByRole('columnheader', { name: 'Stage' }).waitFor();
    await rowsOf(page).filter({ hasText: 'Robots' }).getByText('Prospecting').waitFor();
  });

  test('a changed view is saved for oneself alone', async () => {
    const page = await world.open('member', '/o/account');
    await filterByCity(page);
    await page.getByRole('button', { name: 'Modified' }).click();
    await page.getByRole('menuitem', { name: 'Save for me' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name of the view' }).fill('In Suzhou');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'View: In Suzhou' }).waitFor();
    expect(searchOf(page)).toEqual({});
    await page.reload();
    await eventually(() => rowsOf(page).count()).toBe(IN_SUZHOU);

    const viewsOf = async (user: string) => {
      const { body } = await world.served.call(user, 'GET', '/api/model/account');
      return body.views.map(({ labels }: { labels: { en?: string } }) => labels.en);
    };
    expect(await viewsOf('member')).toContain('In Suzhou');
    expect(await viewsOf('other')).not.toContain('In Suzhou');

    await page.getByRole('button', { name: 'More' }).first().click();
    await page.getByRole('menuitem', { name: 'Delete this view' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'View: All accounts' }).waitFor();
    expect(await viewsOf('member')).not.toContain('In Suzhou');
  });
}
