import { expect, test } from 'vitest';
import { publishEvents } from '../engine/relations/links-world.ts';
import { violationsIn } from './runtime/accessibility.ts';
import { choose, eventually, make, useWorld } from './world.ts';

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
const world = useWorld();

test('records are linked by searching for them, shown on both sides and taken away again', async () => {
  await publishEvents(world.served);
  const [ann, bob] = await make(world, 'admin', 'guest', [{ name: 'Ann' }, { name: 'Bob' }]);
  const [fair] = await make(world, 'admin', 'happening', [
    { name: 'Fair', guests: [{ id: ann, part: 'speaker' }] },
  ]);
  const page = await world.open('admin', `/o/happening/${fair}`);
  await page.locator('[data-field="guests"]').getByRole('link', { name: 'Ann' }).waitFor();
  await page.getByRole('button', { name: /Edit/ }).first().click();
  const form = page.getByRole('dialog');
  await form.getByText('Ann').first().waitFor();
  await choose(page, /guests/, 'Bob');
  await page.keyboard.press('Escape');
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/links-form.png` });
  await form.getByRole('button', { name: /Save/ }).click();
  await form.waitFor({ state: 'detached' });
  const read = async () =>
    (await world.served.call('admin', 'GET', `/api/records/happening/${fair}?fields=guests`)).body.guests;
  await eventually(async () => (await read()).toSorted()).toEqual([ann, bob].sort());
  const list = page.getByRole('region', { name: 'attendances' });
  await eventually(() => list.textContent()).toMatch(/Bob/);
  expect(await list.textContent()).toMatch(/Ann.*speaker/);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/links-page.png` });
  const guest = await world.open('admin', `/o/guest/${ann}`);
  await guest.locator('[data-field="happenings"]').getByRole('link', { name: 'Fair' }).waitFor();
}, 60_000);

test('what links say is shown and changed in the form of the record, by keys, and saved with it', async () => {
  const [eve] = await make(world, 'admin', 'guest', [{ name: 'Eve' }]);
  const [zoe] = await make(world, 'admin', 'guest', [{ name: 'Zoe' }]);
  const [gala] = await make(world, 'admin', 'happening', [
    { name: 'Gala', guests: [{ id: eve, part: 'speaker' }] },
  ]);
  const page = await world.open('admin', `/o/happening/${gala}`, { width: 360, height: 740 });
  await page.getByRole('button', { name: /Edit/ }).first().click();
  const form = page.getByRole('dialog', { name: /Edit/ });
  const said = form.locator('.gx-links > li');
  await eventually(() => said.allTextContents()).toEqual(['Evespeaker']);
  await choose(page, /guests/, 'Zoe');
  await page.keyboard.press('Escape');
  await eventually(() => said.count()).toBe(2);

  await form.getByRole('button', { name: 'Details of Eve' }).press('Enter');
  const link = page.getByRole('dialog', { name: 'Eve' });
  await link.getByLabel('part').fill('guest of honour');
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/links-sheet.png` });
  await page.keyboard.press('Control+s');
  await link.waitFor({ state: 'hidden' });
  await eventually(() => said.first().textContent()).toBe('Eveguest of honour');
  await form.getByRole('button', { name: 'Details of Zoe' }).click();
  await page.getByRole('dialog', { name: 'Zoe' }).getByLabel('part').fill('host');
  await page.getByRole('button', { name: 'Done' }).click();
  await eventually(() => said.allTextContents()).toEqual(['Eveguest of honour', 'Zoehost']);
  expect(await violationsIn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await form.getByRole('button', { name: /Save/ }).click();
  await form.waitFor({ state: 'detached' });
  const { body } = await world.served.call(
    'admin',
    'GET',
    `/api/records/attendance?filter=${encodeURIComponent(`happening == "${gala}"`)}&fields=guest,part&sort=part`,
  );
  expect(body.records).toMatchObject([
    { guest: eve, part: 'guest of honour' },
    { guest: zoe, part: 'host' },
  ]);
}, 60_000);
