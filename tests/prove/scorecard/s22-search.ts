import { defineCheck, medianOf } from './check.ts';

const MOST = 300;
const SOUGHT = ['李', '明朗', 'liming', 'lml'];

export const s22 = defineCheck({
  id: 'S22',
  what: '李明朗 is found by 李, 明朗, liming and lml, by who may see them alone',
  run: async (world) => {
    await world.call('admin', 'POST', '/api/records/contact', { name: '李明朗' });
    await world.call('admin', 'POST', '/api/records/lead', { name: '李明朗', company: '不可见' });
    const page = await world.open('admin', '/o/account');
    await page.keyboard.press('Control+k');
    const box = page.locator('.gx-palette-input');
    await box.waitFor();
    const times: string[] = [];
    let isFast = true;
    for (const q of SOUGHT) {
      const time = await medianOf(async () => {
        await box.fill('');
        await page
          .getByRole('option', { name: /李明朗/ })
          .first()
          .waitFor({ state: 'detached' });
        const begun = performance.now();
        await box.fill(q);
        await page
          .getByRole('option', { name: /李明朗/ })
          .first()
          .waitFor();
        return performance.now() - begun;
      });
      times.push(`${q} ${time} ms`);
      isFast &&= time < MOST;
    }
    await page.close();
    // a lead of somebody else is nothing to a salesperson
    const { body } = await world.call('sales', 'GET', '/api/search?q=lml&objects=lead');
    const isKept = body.results.length === 0;
    return { isPassed: isFast && isKept, figure: `${times.join(', ')}; rights kept: ${isKept}` };
  },
});
