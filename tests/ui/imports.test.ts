import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const CSV = [
  '客户名称,联系电话,员工人数,统一社会信用代码,不知道',
  '苏州来客,0512-65529988,20,91320500MA1K300001,x',
  '上海来客,021-65529988,很多,91310000MA1K300002,y',
  '北京来客,010-65529988,30,91110000MA1K300003,z',
].join('\n');

describe.skipIf(!chromiumPath)('records come in by a file', () => {
  const world = useWorld();

  test('mapped by themselves, tried, brought in, told what is wrong, and taken back', async () => {
    const page = await world.open('admin', '/o/account', { language: 'zh-CN' });
    await page.getByRole('button', { name: '更多', exact: true }).first().click();
    await page.getByRole('menuitem', { name: '导入…' }).click();
    await page.getByRole('heading', { name: '导入客户' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const file = { name: '客户.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
    await page.getByLabel('选择文件').setInputFiles(file);
    await page.getByText('3 行').waitFor();
    const row = (heading: string) => page.getByRole('row', { name: new RegExp(heading) });
    await row('客户名称').getByText('按表头匹配').waitFor();
    await row('联系电话').getByText('可能匹配，请核对').waitFor();
    expect(await row('不知道').locator('.ant-select-content').textContent()).toContain('不导入');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('已存在的数据').click();
    await page.locator('.ant-select-item-option', { hasText: '统一社会信用代码' }).click();

    await page.getByRole('button', { name: '检查' }).click();
    await page.getByText('尚未写入任何数据').waitFor();
    const refused = page.getByRole('listitem').filter({ hasText: '员工人数' });
    await refused.getByText('1 行，首次出现在第 3 行').waitFor();
    const found = () =>
      world.served.call('admin', 'GET', '/api/records/account?q=来客&fields=name,employees&sort=name');
    expect((await found()).body.records).toEqual([]);
    expect(await faultsOf(page)).toEqual([]);

    await page.getByRole('button', { name: '导入 2 行' }).click();
    await page.getByText('导入完成').waitFor();
    expect((await found()).body.records).toHaveLength(2);
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载无法导入的行' }).click();
    const lines = (await readFile(await (await saved).path(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('上海来客');

    await page.getByRole('button', { name: '撤销导入' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤销导入' }).click();
    await page.getByText('导入已撤销').waitFor();
    expect((await found()).body.records).toEqual([]);
  }, 60_000);

  test('fits a phone, and says what is missing', async () => {
    const page = await world.open('admin', '/o/account/import', { language: 'en', width: 360, height: 740 });
    const file = { name: 'f.csv', mimeType: 'text/csv', buffer: Buffer.from('Nothing known\nx\n') };
    await page.getByLabel('Choose a file').setInputFiles(file);
    await page.getByText('Choose a field for at least one column.').waitFor();
    expect(await page.getByRole('button', { name: 'Check' }).isDisabled()).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await faultsOf(page)).toEqual([]);
  });
});
