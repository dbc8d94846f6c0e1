import { expect, test } from 'vitest';
import { publishEvents } from '../engine/relations/links-world.ts';
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
  await form.getByText('Ann').waitFor();
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
