import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { make, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

describe.skipIf(!chromiumPath)('records as a file', () => {
  const world = useWorld();

  test('all of a list as it is filtered, saved once it is written', async () => {
    await make(world, 'admin', 'lead', [
      { name: 'Ada Nine', company: 'Exported Ltd' },
      { name: 'Bo Nine', company: 'Exported Ltd' },
      { name: 'Cy Nine', company: 'Left out' },
    ]);
    const filter = encodeURIComponent('company == "Exported Ltd"');
    const page = await world.open('admin', `/o/lead?filter=${filter}&columns=name,company&sort=name`, {
      language: 'en',
    });
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export leads' });
    await dialog.getByRole('radio', { name: 'CSV' }).check();
    expect(await faultsOf(page)).toEqual([]);
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toMatch(/^Leads \d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toBe('\ufeffName,Company\nAda Nine,Exported Ltd\nBo Nine,Exported Ltd\n');
    await dialog.getByText('2 records ·').waitFor();
    expect(await dialog.getByRole('link', { name: /^Download Leads/ }).count()).toBe(1);
    expect(await faultsOf(page)).toEqual([]);
  });

  test('those that are selected', async () => {
    const page = await world.open('admin', '/o/lead?columns=name,company', { language: 'zh-CN' });
    await page
      .getByRole('row', { name: /Cy Nine/ })
      .getByRole('checkbox')
      .check();
    await page.getByRole('toolbar', { name: '操作' }).getByRole('button', { name: '导出…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('导出所选的 1 条记录。').waitFor();
    await dialog.getByRole('radio', { name: 'CSV' }).check();
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: '导出', exact: true }).click();
    const text = await readFile(await (await saved).path(), 'utf8');
    expect(text.trim().split('\n').slice(1)).toEqual(['Cy Nine,Left out']);
  });

  test('fits a phone', async () => {
    const page = await world.open('admin', '/o/lead', { language: 'zh-CN', width: 360, height: 740 });
    await page.getByRole('button', { name: '更多', exact: true }).first().click();
    await page.getByRole('menuitem', { name: '导出…' }).click();
    await page.getByRole('dialog').getByText('文件保留 7 天。').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await faultsOf(page)).toEqual([]);
  });

  test('are written again and again, until somebody ends that', async () => {
    const page = await world.open('admin', '/o/lead', { language: 'en' });
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export leads' });
    const pick = async (field: string, option: string) => {
      await dialog.getByLabel(field, { exact: true }).click();
      await page.locator('.ant-select-item-option', { hasText: option }).click();
    };
    await pick('Repeat', 'Every week');
    await pick('Day of the week', 'Friday');
    await dialog.getByLabel('At', { exact: true }).fill('07:15');
    expect(await faultsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Schedule', exact: true }).click();
    await dialog.getByText(/^Every week · 07:15 · next \d{4}-\d\d-\d\d 07:15$/).waitFor();
    await dialog.getByRole('button', { name: 'Take away the scheduled export of Leads' }).click();
    await dialog.getByText(/^Every week ·/).waitFor({ state: 'detached' });
  });

  test('is not offered to those who may not', async () => {
    const page = await world.open('member', '/o/product', { language: 'en' });
    await page.getByRole('heading', { name: 'Products', level: 1 }).waitFor();
    const more = page.getByRole('button', { name: 'More', exact: true });
    if ((await more.count()) > 0) await more.click();
    expect(await page.getByRole('menuitem', { name: 'Export…' }).count()).toBe(0);
  });
});
