import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { publishOrders } from '../engine/relations/line-items-world.ts';
import { eventually, make, useWorld } from './world.ts';

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
const world = useWorld();

/** A page of an object that the workspace got after the world was made. */
let isPublished: Promise<void> | undefined;
async function orderOf(items: readonly object[]): Promise<string> {
  isPublished ??= publishOrders(world.served);
  await isPublished;
  return (await make(world, 'admin', 'purchase', [{ name: 'PO-1', items }]))[0]!;
}

const read = async (id: string) =>
  (
    await world.served.call(
      'admin',
      'GET',
      `/api/records/purchase/${id}?fields=total,items.name,items.quantity,items.price`,
    )
  ).body;

const edit = (page: Page) =>
  page
    .getByRole('button', { name: /Edit|编 ?辑/ })
    .first()
    .click();

const THREE = ['screws', 'nuts', 'bolts'].map((name, i) => ({ name, quantity: i + 1, price: '2.50' }));

test('lines are added, filled in, duplicated, moved by button and key and removed in the form of their record', async () => {
  const id = await orderOf(THREE);
  const page = await world.open('admin', `/o/purchase/${id}`);
  await edit(page);
  const rows = page.locator('.gx-line-rows > li');
  const name = (row: number) => rows.nth(row).locator('[data-field="name"] input');
  await rows.nth(2).waitFor();
  const foot = page.locator('.gx-line-foot');
  await eventually(() => foot.textContent()).toContain('15');
  await rows.nth(0).locator('[data-field="quantity"] input').fill('10');
  await eventually(() => rows.nth(0).locator('[data-field="amount"]').textContent()).toContain('25');
  await eventually(() => foot.textContent()).toContain('37.5');
  await page.getByRole('button', { name: /Move row 1 down|下移第 1 行/ }).click();
  await eventually(() => name(1).inputValue()).toBe('screws');
  await page.getByRole('button', { name: /Duplicate row 1|复制第 1 行/ }).click();
  await eventually(() => rows.count()).toBe(4);
  await eventually(() => name(1).inputValue()).toBe('nuts');
  await page.getByRole('button', { name: /Remove row 1|删除第 1 行/ }).click();
  await page.getByRole('button', { name: /Add a row|添加一行/ }).click();
  await eventually(() => rows.count()).toBe(4);
  await page.keyboard.type('washers');
  await eventually(() => name(3).inputValue()).toBe('washers');
  const handle = rows.nth(3).locator('.gx-line-handle');
  await handle.focus();
  await page.keyboard.press('Space');
  await rows.nth(3).and(page.locator('.gx-line-dragging')).waitFor();
  await page.keyboard.press('ArrowUp');
  await eventually(() => page.locator('[id^=DndLiveRegion]').textContent()).toMatch(/3/);
  await page.keyboard.press('Space');
  await eventually(() => name(2).inputValue()).toBe('washers');
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/lines-wide.png`, fullPage: true });
  await page.getByRole('button', { name: /(Save|保 ?存)$/ }).click();
  await page.locator('.gx-lines').waitFor({ state: 'detached' });
  const saved = await read(id);
  expect(saved.items.map((one: { name: string }) => one.name)).toEqual([
    'nuts',
    'screws',
    'washers',
    'bolts',
  ]);
  expect(saved.total).toBe('37.50');
  await page.locator('.gx-line-table').waitFor();
  expect(await page.locator('.gx-line-table tfoot').textContent()).toContain('37.5');
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/lines-page.png`, fullPage: true });
}, 60_000);

test('what the server refuses of a line stands at its input; a phone shows cards', async () => {
  const id = await orderOf(THREE);
  const page = await world.open('admin', `/o/purchase/${id}`, { width: 360, height: 740 });
  await edit(page);
  const rows = page.locator('.gx-line-rows > li');
  await rows.nth(2).waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(width).toBeLessThanOrEqual(0);
  await rows.nth(1).locator('[data-field="price"] input').fill('-1');
  await page.getByRole('button', { name: /(Save|保 ?存)$/ }).click();
  await rows.nth(1).locator('[data-field="price"] .gx-field-error').waitFor();
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/lines-phone.png`, fullPage: true });
  expect((await read(id)).items[1].price).toBe('2.50');
}, 60_000);

test('rules and totals follow the lines while they are edited', async () => {
  const id = await orderOf([{ name: 'screws', price: '600' }]);
  const page = await world.open('admin', `/o/purchase/${id}`);
  await edit(page);
  const form = page.getByRole('dialog');
  const quantity = page.locator('.gx-line-rows > li').first().locator('[data-field="quantity"] input');
  await quantity.waitFor();
  const why = form.getByRole('textbox', { name: 'why' });
  expect(await why.count()).toBe(0);
  await quantity.fill('2');
  await why.waitFor();
  await why.fill('urgent');
  await eventually(() => form.locator('[data-field="total"] input').inputValue()).toMatch(/1,?200/);
  const needed = form.locator('[data-field="ceiling"] .gx-required');
  await quantity.fill('10');
  await needed.waitFor();
  await quantity.fill('3');
  await needed.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /(Save|保 ?存)$/ }).click();
  await form.waitFor({ state: 'detached' });
  const { body } = await world.served.call('admin', 'GET', `/api/records/purchase/${id}?fields=total,why`);
  expect(body).toMatchObject({ total: '1800.00', why: 'urgent' });
}, 60_000);
