import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { eventually, make, rowsOf, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

describe.skipIf(!chromiumPath)('records that nobody owns', () => {
  const world = useWorld();
  const ids: string[] = [];
  const ownerOf = async (id: string): Promise<string | null> =>
    (await world.served.call('admin', 'GET', `/api/records/opportunity/${id}?fields=owner`)).body.owner;

  beforeAll(async () => {
    const records = ['Free one', 'Free two', 'Free three'].map((name) => ({
      ...{ name, stage: 'qualification', owner: null },
    }));
    ids.push(...(await make(world, 'admin', 'opportunity', records)));
  });

  test('are claimed on their page and given back, by whoever may', async () => {
    const { admin } = world.served.users;
    const page = await world.open('admin', `/o/opportunity/${ids[0]}`, { language: 'zh-CN', width: 360 });
    // one button stands out: to claim it, and once it is claimed to edit it
    const first = page.locator('.gx-record-actions .ant-btn-primary');
    await page.getByRole('button', { name: '领取' }).waitFor();
    expect(await first.allInnerTexts()).toEqual(['领取']);
    await page.getByRole('button', { name: '领取' }).click();
    await eventually(() => ownerOf(ids[0]!)).toBe(admin);
    await eventually(() => first.allInnerTexts()).toEqual(['编辑']);
    await page.getByRole('button', { name: '领取' }).waitFor({ state: 'detached' });
    expect(await faultsOf(page)).toEqual([]);
    await page.locator('.gx-record-actions').getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '退回' }).click();
    await eventually(() => ownerOf(ids[0]!)).toBeNull();
    await page.getByRole('button', { name: '领取' }).waitFor();
    const other = await world.open('member', `/o/opportunity/${ids[0]}`);
    await other.locator('.gx-record-actions').waitFor();
    expect(await other.getByRole('button', { name: 'Claim' }).count()).toBe(0);
  }, 60_000);

  test('are claimed from a list, and back by undo; what somebody else has is said', async () => {
    const { admin, other } = world.served.users;
    const filter = encodeURIComponent('name.startsWith("Free t")');
    const page = await world.open('admin', `/o/opportunity?mode=table&filter=${filter}`);
    await eventually(() => rowsOf(page).count()).toBe(2);
    const all = page.getByRole('checkbox', { name: 'Select all on this page' });
    const claim = page.getByRole('toolbar').getByRole('button', { name: 'Claim' });
    await all.check();
    await claim.click();
    await eventually(async () => [await ownerOf(ids[1]!), await ownerOf(ids[2]!)]).toEqual([admin, admin]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => [await ownerOf(ids[1]!), await ownerOf(ids[2]!)]).toEqual([null, null]);
    await all.check();
    await world.served.call('admin', 'PATCH', `/api/records/opportunity/${ids[1]}`, { owner: other });
    await claim.click();
    await page.getByText('Somebody else has this record by now', { exact: false }).waitFor();
    expect(await ownerOf(ids[2]!)).toBeNull();
  }, 60_000);
});
