import { defineCheck, medianOf } from './check.ts';

const MOST = 500;

export const s18 = defineCheck({
  id: 'S18',
  what: 'a warning while somebody types a phone number that is there already',
  run: async (world) => {
    const mobile = '13912345678';
    await world.call('admin', 'POST', '/api/records/contact', { name: '欧阳娜娜', mobile });
    const page = await world.open('admin', '/o/contact/new');
    const input = page.getByLabel(/^手机/);
    const hint = page.getByRole('status').filter({ hasText: '疑似同一联系人' });
    const time = await medianOf(async () => {
      await input.fill('');
      await hint.waitFor({ state: 'detached' });
      await input.pressSequentially(mobile.slice(0, -1));
      // by the clock of the page, from the key to what is said of it
      const seen = page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let begun = 0;
            addEventListener('keydown', () => (begun = performance.now()), { once: true, capture: true });
            const look = new MutationObserver(() => {
              if (!document.body.textContent?.includes('欧阳娜娜')) return;
              look.disconnect();
              resolve(performance.now() - begun);
            });
            look.observe(document.body, { childList: true, subtree: true, characterData: true });
          }),
      );
      await input.press(mobile.at(-1)!);
      return seen;
    });
    await page.close();
    return { isPassed: time < MOST, figure: `${time} ms` };
  },
});
