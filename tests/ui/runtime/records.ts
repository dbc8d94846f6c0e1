import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { eventually, make, rowsOf, type World } from '../world.ts';

const edit = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel(/^Account name/).waitFor();
  return form;
};

/** What can be done on the page of one record. */
export function records(world: World): void {
  const read = async (object: string, id: string) =>
    (await world.served.call('admin', 'GET', `/api/records/${object}/${id}`)).body;

  test('a click on a stage moves the record, a click brings it back', async () => {
    const [id] = await make(world, 'member', 'opportunity', [{ name: 'Step by step', stage: 'prospecting' }]);
    const page = await world.open('member', `/o/opportunity/${id}`);
    const bar = page.getByRole('list', { name: 'Stage' });
    const here = bar.locator('[aria-current=step]');
    expect(await here.textContent()).toBe('Prospecting');
    await bar.getByRole('button', { name: 'Negotiation' }).click();
    await page.getByText('Moved to Negotiation').waitFor();
    await eventually(() => here.textContent()).toBe('Negotiation');
    expect((await read('opportunity', id!)).stage).toBe('negotiation');
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(() => here.textContent()).toBe('Prospecting');
    await eventually(async () => (await read('opportunity', id!)).stage).toBe('prospecting');
  });

  test('related lists show what belongs to the record and make more of it', async () => {
    const account = world.ids.get('Company 02')!;
    const people = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn'].map((name) => ({ name, account }));
    await make(world, 'member', 'contact', people);
    const page = await world.open('member', `/o/account/${account}`);
    const related = page.getByRole('region', { name: 'Contacts' });
    await related.getByRole('heading', { name: 'Contacts 6' }).waitFor();
    expect(await related.getByRole('listitem').count()).toBe(5);

    await related.getByRole('button', { name: 'New contact' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel(/^Name/).fill('Gil');
    await form.getByText('Company 02').waitFor();
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await related.getByRole('heading', { name: 'Contacts 7' }).waitFor();
    await related.getByRole('link', { name: 'Gil' }).waitFor();

    await related.getByRole('link', { name: 'View all' }).click();
    await eventually(() => rowsOf(page).count()).toBe(7);
  });

  test('two people who change the same field are asked which value stays', async () => {
    const [id] = await make(world, 'member', 'account', [{ name: 'Contested', city: 'Rome', postcode: '1' }]);
    const mine = await world.open('member', `/o/account/${id}`);
    const theirs = await world.open('admin', `/o/account/${id}`);
    const myForm = await edit(mine);
    const theirForm = await edit(theirs);

    await theirForm.getByLabel('City').fill('Oslo');
    await theirForm.getByRole('button', { name: 'Save', exact: true }).click();
    await theirs.getByText('Oslo').waitFor();

    await myForm.getByLabel('City').fill('Lima');
    await myForm.getByLabel('Postcode').fill('22');
    await myForm.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = mine.getByRole('dialog', { name: 'Somebody else changed this record meanwhile' });
    await dialog.getByRole('group', { name: 'City' }).waitFor();
    expect(await dialog.getByRole('group').count()).toBe(1);
    expect(await dialog.getByRole('radio', { name: 'Mine: Lima' }).isChecked()).toBe(true);
    await dialog.getByRole('radio', { name: 'Theirs: Oslo' }).check();
    await dialog.getByRole('button', { name: 'Save the choice' }).click();
    await mine.getByText('22', { exact: true }).waitFor();
    expect(await read('account', id!)).toMatchObject({ city: 'Oslo', postcode: '22' });
  });

  test('changes of different fields are merged without a question', async () => {
    const [id] = await make(world, 'member', 'account', [{ name: 'Shared', city: 'Rome' }]);
    const page = await world.open('member', `/o/account/${id}`);
    const form = await edit(page);
    await world.served.call('admin', 'PATCH', `/api/records/account/${id}`, { province: 'Lazio' });
    await form.getByLabel('City').fill('Viterbo');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Viterbo').waitFor();
    expect(await read('account', id!)).toMatchObject({ city: 'Viterbo', province: 'Lazio' });
  });

  describe('what is deleted', () => {
    /** Deletes a contact on its page. */
    async function remove(name: string): Promise<{ page: Page; id: string }> {
      const [id] = await make(world, 'member', 'contact', [{ name }]);
      const page = await world.open('member', `/o/contact/${id}`);
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      const question = page.getByRole('dialog', { name: `Delete “${name}”?` });
      await question.getByRole('button', { name: 'Delete' }).click();
      await page.getByText('1 record moved to the recycle bin').waitFor();
      await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
      expect(await statusOf(id!)).toBe(404);
      return { page, id: id! };
    }
    const statusOf = async (id: string) =>
      (await world.served.call('member', 'GET', `/api/records/contact/${id}`)).status;

    test('comes back by Undo', async () => {
      const { page, id } = await remove('Deleted in error');
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('1 record restored').waitFor();
      await page.getByRole('link', { name: 'Deleted in error' }).click();
      await page.getByRole('heading', { name: 'Deleted in error' }).waitFor();
      expect(await statusOf(id)).toBe(200);
    });

    test('is found in the recycle bin and restored', async () => {
      const { page, id } = await remove('Missed later');
      await page.getByRole('button', { name: 'More' }).first().click();
      await page.getByRole('menuitem', { name: 'Recycle bin' }).click();
      await page.getByRole('button', { name: 'Restore: Missed later' }).click();
      await page.getByText('1 record restored').last().waitFor();
      await page.getByRole('heading', { name: 'The recycle bin is empty' }).waitFor();
      expect(await statusOf(id)).toBe(200);
    });
  });

  test('selected records are deleted together and come back together', async () => {
    const names = ['Bulk one', 'Bulk two', 'Bulk three'];
    await make(
      world,
      'member',
      'contact',
      names.map((name) => ({ name })),
    );
    const page = await world.open('member', '/o/contact?q=Bulk');
    await page.getByRole('checkbox', { name: 'Select Bulk one' }).check();
    await page.getByRole('checkbox', { name: 'Select Bulk three' }).check();
    const toolbar = page.getByRole('toolbar');
    await toolbar.getByText('2 selected').waitFor();
    await toolbar.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('2 records moved to the recycle bin').waitFor();
    await eventually(() => rowsOf(page).count()).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(() => rowsOf(page).count()).toBe(3);
  });

  test('a record that is not there, or not for oneself, says so', async () => {
    const [lead] = await make(world, 'other', 'lead', [{ name: 'Secret', status: 'new' }]);
    for (const id of [lead, '01900000-0000-7000-8000-000000000000', 'nonsense']) {
      const page = await world.open('member', `/o/lead/${id}`);
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
      await page.getByRole('button', { name: 'To the start page' }).waitFor();
    }
    expect(lead).toMatch(/-/);
  });
}
