import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { cardIn, columnOf, eventually, make, type World } from '../world.ts';

/** What the heads of columns say: name, count, sum. */
const headOf = (page: Page, key: string): Promise<string[]> =>
  columnOf(page, key).locator('header :is(h2 > span, .gx-column-sum)').allTextContents();

/** Takes a card up by its handle. */
async function lift(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: `Move “${title}” to another column` }).focus();
  await page.keyboard.press('Space');
}

/** The keys that carry a card are heard from the turn of the page on that follows its taking up. */
const nextTurn = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise<void>((done) => setTimeout(done)));

/** Columns by stage with their totals, and every way of moving a card. */
export function boards(world: World): void {
  const stageOf = async (id: string) =>
    (await world.served.call('admin', 'GET', `/api/records/opportunity/${id}`)).body.stage;

  /** A deal of the test's own. */
  async function newDeal(user: string, name: string, stage = 'negotiation'): Promise<string> {
    const [id] = await make(world, user, 'opportunity', [{ name, stage, amount: '100' }]);
    return id!;
  }

  test.each([
    ['en', ['Prospecting', '2', '¥10,013,800.25'], ['Qualification', '2', '¥500,000']],
    ['zh-CN', ['初步接触', '2', '¥1,001.38万'], ['需求确认', '2', '¥50万']],
  ] as const)('every column says how many and how much: %s', async (language, first, second) => {
    const page = await world.open('member', '/o/opportunity', { language });
    await eventually(() => headOf(page, 'prospecting')).toEqual(first);
    expect(await headOf(page, 'qualification')).toEqual(second);
    const exact = await columnOf(page, 'prospecting').locator('.gx-column-sum').getAttribute('title');
    expect(exact).toContain('10,013,800.25');
    await columnOf(page, 'won')
      .getByText(/^(Nothing here|暂无记录)$/)
      .waitFor();
  });

  test('totals follow the search', async () => {
    const page = await world.open('member', '/o/opportunity?q=Scanners');
    await eventually(() => headOf(page, 'prospecting')).toEqual(['Prospecting', '1', '¥13,800']);
    expect(await headOf(page, 'qualification')).toEqual(['Qualification', '0', '—']);
  });

  test('the menu of a card moves it; a click brings it back', async () => {
    const id = await newDeal('member', 'By menu');
    const page = await world.open('member', '/o/opportunity?q=By%20menu');
    await page.getByRole('button', { name: 'Move to… By menu' }).click();
    await page.getByRole('menuitem', { name: 'Proposal' }).click();
    await cardIn(page, 'proposal', 'By menu').waitFor();
    await page.getByText('Moved to Proposal').waitFor();
    expect(await stageOf(id)).toBe('proposal');
    await eventually(() => headOf(page, 'proposal')).toEqual(['Proposal', '1', '¥100']);
    expect(await headOf(page, 'negotiation')).toEqual(['Negotiation', '0', '—']);

    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Moved back').waitFor();
    await cardIn(page, 'negotiation', 'By menu').waitFor();
    expect(await stageOf(id)).toBe('negotiation');
  });

  test('a card is carried by keyboard, and what happens is said', async () => {
    const id = await newDeal('member', 'By keyboard', 'qualification');
    const page = await world.open('member', '/o/opportunity?q=By%20keyboard');
    const said = (text: string) => page.locator('[aria-live]').getByText(text).waitFor();
    await lift(page, 'By keyboard');
    await said('By keyboard is over Qualification.');
    await nextTurn(page);
    await page.keyboard.press('ArrowRight');
    await said('By keyboard is over Proposal.');
    await page.keyboard.press('Space');
    await said('By keyboard was moved to Proposal.');
    await cardIn(page, 'proposal', 'By keyboard').waitFor();
    await eventually(() => stageOf(id)).toBe('proposal');
  });

  test('Escape puts a carried card back', async () => {
    const id = await newDeal('member', 'Put back', 'qualification');
    const page = await world.open('member', '/o/opportunity?q=Put%20back');
    const said = (text: string) => page.locator('[aria-live]').getByText(text).waitFor();
    await lift(page, 'Put back');
    await said('Put back is over Qualification.');
    await nextTurn(page);
    await page.keyboard.press('ArrowRight');
    await said('Put back is over Proposal.');
    await page.keyboard.press('Escape');
    await said('Moving Put back was cancelled.');
    await cardIn(page, 'qualification', 'Put back').waitFor();
    expect(await stageOf(id)).toBe('qualification');
  });

  test('a card is dragged with the mouse', async () => {
    const id = await newDeal('member', 'By mouse', 'prospecting');
    const page = await world.open('member', '/o/opportunity?q=By%20mouse');
    const from = (await cardIn(page, 'prospecting', 'By mouse').boundingBox())!;
    const to = (await columnOf(page, 'qualification').boundingBox())!;
    await page.mouse.move(from.x + from.width + 20, from.y + 5);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + 200, { steps: 8 });
    await page.locator('[data-column="qualification"].gx-column-over').waitFor();
    await page.mouse.up();
    await cardIn(page, 'qualification', 'By mouse').waitFor();
    await eventually(() => stageOf(id)).toBe('qualification');
  });

  test('a move that one may not make is refused in words, and the card stands where it stood', async () => {
    const page = await world.open('member', '/o/opportunity?q=Cranes');
    await page.getByRole('button', { name: 'Move to… Cranes' }).click();
    await page.getByRole('menuitem', { name: 'Won' }).click();
    await page.locator('.ant-message-error').waitFor();
    await cardIn(page, 'qualification', 'Cranes').waitFor();
    await eventually(() => cardIn(page, 'won', 'Cranes').count()).toBe(0);
    expect(await stageOf(world.ids.get('Cranes')!)).toBe('qualification');
  });

  test('a move that wants more opens the form with the reason at its field, and is saved once', async () => {
    const id = await newDeal('member', 'Wants more');
    const page = await world.open('member', '/o/opportunity?q=Wants%20more');
    const errors = [{ path: '/lost_reason', code: 'record.rule', message: 'A lost deal needs a reason.' }];
    const refusal = { status: 422, code: 'record.invalid', title: 'Not valid', errors };
    await page.route(
      `**/api/records/opportunity/${id}`,
      (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', json: refusal }),
      { times: 1 },
    );
    await page.getByRole('button', { name: 'Move to… Wants more' }).click();
    await page.getByRole('menuitem', { name: 'Lost' }).click();
    const form = page.getByRole('dialog');
    await form.getByText('A lost deal needs a reason.').waitFor();
    expect(await form.getByRole('combobox', { name: 'Lost reason' }).getAttribute('aria-invalid')).toBe(
      'true',
    );
    await form.getByRole('combobox', { name: 'Lost reason' }).click();
    await page.keyboard.type('Price');
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await cardIn(page, 'lost', 'Wants more').waitFor();
    const { body } = await world.served.call('admin', 'GET', `/api/records/opportunity/${id}`);
    expect(body).toMatchObject({ stage: 'lost', lost_reason: 'price' });
  });
}
