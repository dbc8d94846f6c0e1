import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { choose, eventually, make, rowsOf, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const WIDE = { language: 'en', width: 1280 } as const;
const PHONE = { language: 'zh-CN', width: 360 } as const;

describe.skipIf(!chromiumPath)('records that several people work on', () => {
  const world = useWorld();
  const ids: string[] = [];
  const ownerOf = async (id: string): Promise<string> =>
    (await world.served.call('admin', 'GET', `/api/records/opportunity/${id}?fields=owner`)).body.owner;

  beforeAll(async () => {
    ids.push(
      ...(await make(world, 'member', 'opportunity', [
        { name: 'Team one', stage: 'qualification' },
        { name: 'Team two', stage: 'qualification' },
        { name: 'Team three', stage: 'qualification' },
      ])),
    );
  });

  test('the team of one: who is added writes along, and is taken out again', async () => {
    const page = await world.open('member', `/o/opportunity/${ids[0]}`, WIDE);
    const team = page.getByRole('region', { name: 'Record team' });
    await team.getByRole('button', { name: 'Add' }).click();
    await choose(page, 'Who', 'other');
    await team.getByText('Can edit').click();
    expect(await faultsOf(page)).toEqual([]);
    await team.getByRole('button', { name: 'Add', exact: true }).click();
    await team.getByRole('button', { name: 'Remove other' }).waitFor();
    const path = `/api/records/opportunity/${ids[0]}`;
    expect((await world.served.call('other', 'PATCH', path, { name: 'Team one!' })).status).toBe(200);
    await team.getByRole('button', { name: 'Remove other' }).click();
    await team.getByText('Nobody besides the owner').waitFor();
    expect((await world.served.call('other', 'PATCH', path, { name: 'Team one' })).status).toBe(403);
  });

  test('another owner, and back by undo', async () => {
    const page = await world.open('member', `/o/opportunity/${ids[1]}`, WIDE);
    await page.getByRole('button', { name: 'More', exact: true }).last().click();
    await page.getByRole('menuitem', { name: 'Transfer…' }).click();
    await choose(page, 'New owner', 'other');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Transfer' }).click();
    await eventually(() => ownerOf(ids[1]!)).toBe(world.served.users.other);
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(() => ownerOf(ids[1]!)).toBe(world.served.users.member);
  });

  test('several from a list', async () => {
    const filter = encodeURIComponent('name.startsWith("Team t")');
    const page = await world.open('member', `/o/opportunity?mode=table&filter=${filter}`, WIDE);
    await eventually(() => rowsOf(page).count()).toBe(2);
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Transfer…' }).click();
    await choose(page, 'New owner', 'other');
    await page.getByRole('dialog').getByRole('button', { name: 'Transfer' }).click();
    for (const id of ids.slice(1)) await eventually(() => ownerOf(id)).toBe(world.served.users.other);
  });

  test('gone for good from the bin, by whoever may', async () => {
    const [id] = await make(world, 'admin', 'task', [{ subject: 'Gone' }]);
    await world.served.call('admin', 'DELETE', `/api/records/task/${id}`);
    const page = await world.open('admin', '/o/task/bin', PHONE);
    await page.getByRole('button', { name: /^彻底删除/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '彻底删除' }).click();
    await page.getByText('已彻底删除').waitFor();
    expect((await world.served.call('admin', 'POST', `/api/records/task/${id}/actions/restore`)).status).toBe(
      404,
    );
  });
});
