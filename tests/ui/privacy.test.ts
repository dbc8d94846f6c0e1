import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { make, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

describe.skipIf(!chromiumPath)('personal data of whom a record is', () => {
  const world = useWorld();
  let id = '';
  const path = () => `/o/contact/${id}`;
  const menu = async (user: string, language: 'en' | 'zh-CN', width: number) => {
    const page = await world.open(user, path(), { language, width });
    const more = language === 'en' ? 'More' : '更多';
    await page.getByRole('button', { name: more, exact: true }).last().click();
    return page;
  };

  beforeAll(async () => {
    [id] = (await make(world, 'member', 'contact', [
      { name: 'Ada Canary', email: 'ada.canary@example.com', mobile: '139 1234 5671' },
    ])) as [string];
    const lead = { name: 'Ada', company: 'Canary', email: 'ada.canary@example.com' };
    await make(world, 'member', 'lead', [lead]);
  });

  test('is saved as a file: a page to read, or data', async () => {
    const page = await menu('admin', 'en', 1280);
    await page.getByRole('menuitem', { name: 'Personal data…' }).click();
    const saved = async (button: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ]);
      return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
    };
    const shown = await saved('Export as a page');
    expect(shown.name).toBe('Ada Canary.html');
    expect(shown.text).toContain('<td>139 1234 5671</td>');
    const data = await saved('Export as data');
    expect(data.name).toBe('Ada Canary.json');
    expect(JSON.parse(data.text).records[0]).toMatchObject({ id, way: 'person' });
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('is erased once it was looked at and the name typed', async () => {
    const page = await menu('admin', 'en', 1280);
    await page.getByRole('menuitem', { name: 'Personal data…' }).click();
    await page.getByRole('button', { name: 'Erase…' }).click();
    const now = page.getByRole('button', { name: 'Erase for good' });
    await page.getByText('ada.canary@example.com: also of Ada').waitFor();
    await page.getByRole('checkbox').check();
    await page.getByText('ada.canary@example.com: also of Ada').waitFor({ state: 'detached' });
    expect(await now.isDisabled()).toBe(true);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'To confirm, type “Ada Canary”' }).fill('Ada Canary');
    await now.click();
    await page.getByText(/^Erased: 2 records/).waitFor();
    const { body } = await world.served.call('admin', 'GET', `/api/records/contact/${id}`);
    expect(body).toMatchObject({ name: '已删除的个人', email: null, mobile: null });
  });
});
