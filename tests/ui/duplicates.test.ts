import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { eventually, make, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

describe.skipIf(!chromiumPath)('what may be there already', () => {
  const world = useWorld();
  let id: string;

  beforeAll(async () => {
    const values = { name: '欧阳娜娜', mobile: '138 0013 8000', email: 'ouyang@example.com' };
    id = (await make(world, 'member', 'contact', [values]))[0]!;
  });

  test('is said while somebody types, with a way to look, and goes when it is another one', async () => {
    const page = await world.open('member', '/o/contact/new', { language: 'zh-CN', width: 360 });
    const mobile = page.getByLabel(/^手机/);
    await mobile.fill('+86 13800138000');
    const hint = page.getByRole('status').filter({ hasText: '疑似同一联系人' });
    await hint.waitFor();
    const link = hint.getByRole('link', { name: '欧阳娜娜' });
    expect(await link.getAttribute('href')).toBe(`/o/contact/${id}`);
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await faultsOf(page)).toEqual([]);
    await mobile.fill('139 0013 9000');
    await eventually(() => hint.count()).toBe(0);
  }, 60_000);

  test('does not keep anybody from saving what is another one all the same', async () => {
    const page = await world.open('member', '/o/contact/new');
    await page.getByLabel(/^Name/).fill('Ouyang Nana');
    await page.getByLabel(/^E-mail/).fill('ouyang@example.com');
    await page.getByRole('status').filter({ hasText: 'Maybe the same person' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/o\/contact\/[0-9a-f-]{36}/);
    // itself is no duplicate of itself; the other one is
    await page.getByRole('heading', { level: 1, name: 'Ouyang Nana' }).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    const hint = page.getByRole('status').filter({ hasText: 'Maybe the same person' });
    await hint.getByRole('link', { name: '欧阳娜娜' }).waitFor();
    expect(await hint.getByRole('link').count()).toBe(1);
  }, 60_000);
});
