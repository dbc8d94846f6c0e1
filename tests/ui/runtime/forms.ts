import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { choose, eventually, make, type World } from '../world.ts';

const lastPart = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1)!;

/** Saves with the button and waits for the page of the new record. */
async function saved(page: Page, title: string): Promise<string> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  return lastPart(page);
}

/** Making and changing records in a form. */
export function forms(world: World): void {
  const read = async (object: string, id: string) =>
    (await world.served.call('admin', 'GET', `/api/records/${object}/${id}`)).body;

  test('Ctrl+S right after the last key saves every key', async () => {
    const page = await world.open('member', '/o/account/new');
    const name = 'Typed in one breath and saved at once';
    await page.getByLabel(/^Account name/).focus();
    await page.keyboard.type(name);
    await page.keyboard.press('Control+s');
    await page.getByRole('heading', { level: 1, name }).waitFor();
    const made = await read('account', lastPart(page));
    expect(made).toMatchObject({ name, owner: world.served.users.member, type: 'prospect' });
  });

  test('a form asks for what is missing at its field, and for nothing that nobody can fill in', async () => {
    const page = await world.open('member', '/o/account/new');
    const name = page.getByLabel(/^Account name/);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Account name is required.').waitFor();
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    await eventually(() => name.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await page.getByLabel('Account number').count()).toBe(0);
    expect(await page.getByLabel('Tier').count()).toBe(0);
    expect(await page.getByText('member', { exact: true }).count()).toBeGreaterThan(0);
    await name.fill('No longer missing');
    await eventually(() => page.getByText('Account name is required.').count()).toBe(0);
  });

  test('rules hold while one types: formulas follow, fields come and go, what is missing is said in the words of the rule', async () => {
    const [id] = await make(world, 'member', 'opportunity', [
      { name: 'Ruled', amount: '1000', stage: 'proposal' },
    ]);
    const page = await world.open('member', `/o/opportunity/${id}`);
    await page.getByRole('heading', { level: 1, name: 'Ruled' }).waitFor();
    expect(await page.locator('[data-field=lost_reason]').count()).toBe(0);
    await page.keyboard.press('e');
    const form = page.getByRole('dialog');
    await form.getByLabel('Weighted amount').waitFor();
    await form.getByLabel('Amount', { exact: true }).fill('3000');
    await eventually(() => form.getByLabel('Weighted amount').inputValue()).toMatch(/1,500/);
    expect(await form.locator('[data-field=lost_reason]').count()).toBe(0);
    await choose(page, /^Stage/, 'Lost');
    await form.locator('[data-field=lost_reason]').waitFor();
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await form.getByText('A lost opportunity needs a reason.').waitFor();
    expect((await read('opportunity', id!)).stage).toBe('proposal');
    await choose(page, /^Lost reason/, 'Price');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(async () => (await read('opportunity', id!)).stage).toBe('lost');
    expect(await read('opportunity', id!)).toMatchObject({
      amount: '3000.00',
      lost_reason: 'price',
      weighted: '0.00',
    });
  });

  test('what the server refuses stands at its field until the field is changed', async () => {
    await make(world, 'other', 'account', [{ name: 'First', tax_id: '91310000TAKEN' }]);
    const page = await world.open('member', '/o/account/new');
    await page.getByLabel(/^Account name/).fill('Second');
    const field = page.getByLabel('Tax ID');
    await field.fill('91310000taken');
    await page.keyboard.press('Control+Enter');
    const message = page.locator('[data-field=tax_id]').getByRole('alert');
    await message.waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await message.textContent()).toMatch(/\w/);
    await field.fill('91310000FREE');
    await eventually(() => message.count()).toBe(0);
    const id = await saved(page, 'Second');
    expect((await read('account', id)).tax_id).toBe('91310000FREE');
  });

  test('every kind of input hands over what was put in, and shows it again', async () => {
    const page = await world.open('member', '/o/account/new');
    await page.getByLabel(/^Account name/).fill('Every kind');
    await choose(page, 'Type', 'Customer');
    await choose(page, 'Parent account', 'Company 05');
    await page.getByRole('combobox', { name: 'Tags' }).click();
    for (const tag of ['Listed', 'At risk']) {
      await page.keyboard.type(tag);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Phone' }).fill('021 6000 0001');
    await page.getByLabel('E-mail').fill('hello@every.example');
    await page.getByLabel('Website').fill('https://every.example');
    await page.getByLabel('Employees').fill('1250');
    await page.getByLabel('Annual revenue').fill('1234567.5');
    await page.getByLabel('Notes').fill('Two\nlines');
    const id = await saved(page, 'Every kind');
    expect(await read('account', id)).toMatchObject({
      type: 'customer',
      parent: world.ids.get('Company 05'),
      tags: ['listed', 'at_risk'],
      phone: '021 6000 0001',
      email: 'hello@every.example',
      website: 'https://every.example',
      employees: 1250,
      annual_revenue: '1234567.50',
      description: 'Two\nlines',
    });
    await page.getByText('¥1,234,567.50').waitFor();

    await page.getByRole('button', { name: 'Edit' }).click();
    const form = page.getByRole('dialog');
    await form.getByText('Company 05').waitFor();
    expect(await form.getByLabel('Annual revenue').inputValue()).toBe('1,234,567.5');
    expect(await form.getByLabel('Employees').inputValue()).toBe('1,250');
    await form.getByText('At risk').waitFor();
    await form.getByLabel('Website').fill('');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(async () => (await read('account', id)).version).toBe(2);
    expect(await read('account', id)).toMatchObject({ website: null, phone: '021 6000 0001' });
  });

  test('days, moments, stages and switches too', async () => {
    const deal = await world.open('member', '/o/opportunity/new');
    await deal.getByLabel(/^Name/).fill('Dated');
    await choose(deal, /^Stage/, 'Proposal');
    await deal.getByLabel('Expected close').fill('2027-03-04');
    await deal.keyboard.press('Enter');
    await choose(deal, 'Account', 'Company 06');
    const id = await saved(deal, 'Dated');
    expect(await read('opportunity', id)).toMatchObject({
      stage: 'proposal',
      close_date: '2027-03-04',
      account: world.ids.get('Company 06'),
    });

    const talk = await world.open('member', '/o/follow_up/new');
    await talk.getByLabel(/^Subject/).fill('At noon');
    await talk.getByLabel('Happened at').fill('2026-05-06 12:30');
    await talk.keyboard.press('Enter');
    const followUp = await saved(talk, 'At noon');
    // the workspace's clock is Shanghai's
    expect((await read('follow_up', followUp)).followed_at).toBe('2026-05-06T04:30:00.000Z');

    const person = await world.open('member', '/o/contact/new');
    await person.getByLabel(/^Name/).fill('Switched');
    await person.getByRole('switch', { name: 'Do not contact' }).click();
    const contact = await saved(person, 'Switched');
    expect(await read('contact', contact)).toMatchObject({ do_not_contact: true });
  });

  test('a form that is closed is a draft that comes back', async () => {
    const page = await world.open('member', '/o/account');
    const open = () => page.getByRole('button', { name: 'New account' }).click();
    const form = page.getByRole('dialog');
    await open();
    await form.getByLabel('City').fill('Utrecht');
    await form.getByLabel('Postcode').fill('3511');
    await eventually(() => page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain('3511');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Your changes are kept as a draft in this browser.').waitFor();
    await open();
    await form.getByText('What you had typed before is back.').waitFor();
    expect(await form.getByLabel('City').inputValue()).toBe('Utrecht');
    await form.getByRole('button', { name: 'Discard it' }).click();
    await eventually(() => form.getByLabel('City').inputValue()).toBe('');
  });

  test('save & new asks for the next one', async () => {
    const page = await world.open('member', '/o/contact');
    await page.keyboard.press('c');
    const form = page.getByRole('dialog');
    await form.getByLabel(/^Name/).fill('One of several');
    await form.getByRole('button', { name: 'Save & new' }).click();
    await page.getByText('One of several created').waitFor();
    await eventually(() => form.getByLabel(/^Name/).inputValue()).toBe('');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'One of several' }).waitFor();
  });
}
