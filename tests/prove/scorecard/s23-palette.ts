import { defineCheck } from './check.ts';

export const s23 = defineCheck({
  id: 'S23',
  what: 'Ctrl+K opens, an action runs, Esc gives the focus back',
  run: async (world) => {
    const page = await world.open('admin', '/o/account');
    const search = page.locator('input[type=search]').first();
    await search.focus();
    await page.keyboard.press('Control+k');
    const box = page.locator('.gx-palette-input');
    await box.waitFor();
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'detached' });
    const isBack = await search.evaluate((input) => input === document.activeElement);
    await page.keyboard.press('Control+k');
    await box.fill('新建客户');
    await page.getByRole('option', { name: '新建客户' }).first().waitFor();
    await page.keyboard.press('Enter');
    const isRun = await page.waitForURL('**/o/account/new').then(
      () => true,
      () => false,
    );
    await page.close();
    return { isPassed: isBack && isRun, figure: `focus back: ${isBack}, action run: ${isRun}` };
  },
});
