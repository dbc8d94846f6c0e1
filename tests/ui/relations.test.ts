import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { objectBody, publishInto } from '../support/workspace-of.ts';
import { chromiumPath } from './browser.ts';
import { choose, eventually, make, useWorld } from './world.ts';

const documents = {
  'object/firm': objectBody('firm', { name: { type: 'text' } }),
  'object/person': objectBody('person', {
    name: { type: 'text' },
    firm: { type: 'lookup', target: 'firm' },
  }),
  'object/badge': objectBody('badge', {
    name: { type: 'text' },
    person: { type: 'lookup', target: 'person', unique: true },
  }),
  'object/unit': objectBody(
    'unit',
    { name: { type: 'text' }, parent: { type: 'lookup', target: 'unit' } },
    { head: { capabilities: { tree: true } } },
  ),
  'object/visit': objectBody('visit', {
    name: { type: 'text' },
    firm: { type: 'lookup', target: 'firm' },
    person: { type: 'lookup', target: 'person', filter: 'firm == record.firm' },
    about: { type: 'lookup', targets: ['firm', 'person'] },
  }),
};

/** Pictures for people to look at, where somebody asks for them. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.GUANXI_PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

/** Relations as people meet them in forms, lists and on pages. */
describe.skipIf(!chromiumPath)('relations in a browser', () => {
  const world = useWorld();
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    const published = await publishInto(world.served, documents);
    expect(published.status, published.text).toBe(200);
    const put = async (object: string, records: { name: string; [field: string]: unknown }[]) => {
      const made = await make(world, 'admin', object, records);
      for (const [index, { name }] of records.entries()) ids[name] = made[index]!;
    };
    await put('firm', [{ name: 'North' }, { name: 'South' }]);
    await put('person', [
      { name: 'Li', firm: ids.North },
      { name: 'Wang', firm: ids.South },
    ]);
  });

  const read = async (object: string, id: string) =>
    (await world.served.call('admin', 'GET', `/api/records/${object}/${id}`)).body;
  const lastPart = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1)!;
  const offered = (page: Page) =>
    page
      .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
      .allInnerTexts();

  async function saved(page: Page, title: string): Promise<string> {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    return lastPart(page);
  }

  test('a lookup offers what fits the rest of the form, and says when that changes', async () => {
    const page = await world.open('admin', '/o/visit/new');
    await page.getByLabel('name', { exact: true }).fill('First');
    await choose(page, 'firm', 'North');
    await page.getByRole('combobox', { name: 'person', exact: true }).click();
    await eventually(() => offered(page)).toEqual(['Li', 'Create a new one']);
    await picture(page, 'filtered-lookup');
    await page.keyboard.press('Enter');
    await choose(page, 'firm', 'South');
    await page.getByText('The record chosen for person does not fit firm.').waitFor();
    await choose(page, 'firm', 'North');
    await eventually(() => page.getByText('does not fit firm').count()).toBe(0);
    const id = await saved(page, 'First');
    expect(await read('visit', id)).toMatchObject({ firm: ids.North, person: ids.Li });
  });

  test('what a lookup does not find is made without leaving the form', async () => {
    const page = await world.open('admin', '/o/visit/new');
    await page.getByLabel('name', { exact: true }).fill('Second');
    await choose(page, 'firm', 'South');
    await choose(page, 'person', 'Zhao');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('New person').waitFor();
    await eventually(() => dialog.getByLabel('name', { exact: true }).inputValue()).toBe('Zhao');
    // what the lookup asks of its records the new one has already
    await dialog.getByText('South').waitFor();
    await picture(page, 'inline-create');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(() => page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByLabel('name', { exact: true }).inputValue()).toBe('Second');
    const person = page.getByRole('combobox', { name: 'person', exact: true });
    await eventually(() => person.evaluate((input) => input === document.activeElement)).toBe(true);
    const id = await saved(page, 'Second');
    const { person: made } = await read('visit', id);
    expect(await read('person', made)).toMatchObject({ name: 'Zhao', firm: ids.South });
  });

  test('a new record is given up without a trace in the form', async () => {
    const page = await world.open('admin', '/o/visit/new');
    await page.getByLabel('name', { exact: true }).fill('Third');
    await choose(page, 'firm', 'Nowhere');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await eventually(() => page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByLabel('name', { exact: true }).inputValue()).toBe('Third');
    const id = await saved(page, 'Third');
    expect((await read('visit', id)).firm).toBe(null);
  });

  test('of several objects one is picked first, then its record; lists show both', async () => {
    const page = await world.open('admin', '/o/visit/new');
    await page.getByLabel('name', { exact: true }).fill('Fourth');
    await choose(page, 'about: object', 'person');
    await choose(page, /^about$/, 'Li');
    await picture(page, 'pointer');
    const id = await saved(page, 'Fourth');
    expect((await read('visit', id)).about).toEqual({ object: 'person', id: ids.Li });
    await page.getByRole('link', { name: 'Li', exact: true }).first().waitFor();
    await picture(page, 'pointer-page');
    const list = await world.open('admin', '/o/visit?filter=about.object%20in%20%5B%22person%22%5D');
    await list.getByText('Fourth').waitFor();
    await list.getByRole('link', { name: 'Li', exact: true }).waitFor();
    await picture(list, 'pointer-list');
  });

  test('what is one-to-one stands as one record on the other side', async () => {
    const page = await world.open('admin', `/o/person/${ids.Wang}`);
    const panel = page.getByRole('region', { name: 'badge' });
    await panel.getByRole('button').click();
    await page.getByRole('dialog').getByLabel('name', { exact: true }).fill('Badge 7');
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await panel.getByRole('link', { name: 'Badge 7' }).waitFor();
    await eventually(() => panel.getByRole('button').count()).toBe(0);
    await picture(page, 'one-to-one');
  });

  test('a page of a tree says what is above, and lists what is below', async () => {
    const above: string[] = [];
    for (let level = 1; level <= 7; level++) {
      const [id] = await make(world, 'admin', 'unit', [
        { name: `Level ${level}`, ...(above.length > 0 && { parent: above.at(-1) }) },
      ]);
      above.push(id!);
    }
    const page = await world.open('admin', `/o/unit/${above[5]}`);
    const way = page.getByRole('navigation', { name: 'Breadcrumbs' });
    await way.getByRole('link', { name: 'Level 1' }).waitFor();
    expect(await way.getByRole('link').allInnerTexts()).toEqual([
      'units',
      ...[1, 2, 3, 4, 5].map((level) => `Level ${level}`),
    ]);
    await page.getByRole('region', { name: 'units' }).getByRole('link', { name: 'Level 7' }).waitFor();
    await picture(page, 'tree');
    await way.getByRole('link', { name: 'Level 4' }).click();
    await page.getByRole('heading', { level: 1, name: 'Level 4' }).waitFor();
  });
});
