import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { choose, eventually, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const RELATIONS = '/designer/relations';

describe.skipIf(!chromiumPath)('the relations of a workspace', () => {
  const world = useWorld();

  test('stand in a table; one more is made in one dialog', async () => {
    const page = await world.open('admin', RELATIONS, { language: 'en' });
    const row = page.getByRole('row', { name: /^Opportunity Account account Many to one Account/ });
    await row.waitFor();
    await eventually(() => row.textContent()).toContain('Opportunities');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Search objects, fields and names' }).fill('partner of');
    await page.getByText('0 relations').waitFor();
    await page.getByRole('textbox', { name: 'Search objects, fields and names' }).fill('');

    await page.getByRole('button', { name: 'Add relation' }).click();
    await choose(page, 'Object that gets the field', 'Opportunity');
    await page.getByLabel('Label (English)', { exact: true }).first().fill('Partner');
    await choose(page, /^Object \(any/, 'Account');
    await page
      .getByLabel(/^API name/)
      .last()
      .fill('partnered');
    await page.getByLabel('Label (English)', { exact: true }).last().fill('Partner of');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /Partner partner .*Partner of partnered/ }).waitFor();
    await page.getByRole('link', { name: /· Review$/ }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await world.served.call('admin', 'DELETE', '/api/metadata/draft');
  }, 120_000);

  test('on a phone, in Chinese', async () => {
    const page = await world.open('admin', RELATIONS, { language: 'zh-CN', width: 360, height: 740 });
    await page.getByRole('button', { name: '添加关系' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: '添加关系' }).click();
    await choose(page, '添加字段的对象', '商机');
    await page.getByLabel('API 名称', { exact: true }).first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
  }, 60_000);
});
