import { describe, expect, test } from 'vitest';
import { ACTIONS } from '../../designer/draft/role-words.ts';
import { faultsOf } from './axe.ts';
import { chromiumPath, type Screen } from './browser.ts';
import { eventually, useWorld } from './world.ts';

const PHONE: Screen = { language: 'zh-CN', width: 360, height: 740 };

describe.skipIf(!chromiumPath)('what a change of a role comes to, in a browser', () => {
  const world = useWorld();
  const seen = async (user: string) => {
    const { body } = await world.served.call(user, 'GET', '/api/records/opportunity?count=exact');
    return {
      count: body.count.value,
      amounts: body.records.filter((one: object) => 'amount' in one).length,
    };
  };

  test('before it is published the page of changes says who loses how many records and which fields; then it is so', async () => {
    expect(await seen('member')).toEqual({ count: 4, amounts: 4 });
    expect(await seen('other')).toEqual({ count: 4, amounts: 4 });
    const matrix = await world.open('admin', '/designer/roles/sales?object=opportunity&fields', {
      width: 1281,
    });
    const row = matrix.locator('tr[data-object="opportunity"][data-line="0"] td');
    await row.nth(ACTIONS.indexOf('read')).focus();
    await matrix.keyboard.press('o');
    await matrix.locator('tr[data-field="amount"] td').focus();
    await matrix.keyboard.press('h');
    await matrix.getByRole('link', { name: /^Changes/ }).click();

    const effects = matrix.getByRole('region', { name: 'Who gains and who loses' });
    const sales = effects.getByRole('listitem').filter({ has: matrix.getByRole('link', { name: 'Sales' }) });
    await sales.getByText('2 users may read up to 3 fewer records (other 3, member 1).').waitFor();
    await sales.getByText('No longer seen: Amount', { exact: false }).waitFor();
    await sales.getByText('2 users', { exact: true }).waitFor();
    expect(await effects.getByRole('link', { name: 'Administrator' }).count()).toBe(0);
    expect(await faultsOf(matrix)).toEqual([]);

    const phone = await world.open('admin', '/designer/changes', PHONE);
    await phone.getByText('2 位用户可查看的记录减少，最多 3 条（other 3，member 1）。').waitFor();
    expect(await faultsOf(phone)).toEqual([]);

    await matrix.getByRole('button', { name: /^Publish/ }).click();
    await eventually(() => seen('other')).toEqual({ count: 1, amounts: 0 });
    expect(await seen('member')).toEqual({ count: 3, amounts: 0 });
  }, 90_000);
});
