import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { settled } from '../browser.ts';
import { rowsOf, signInto, type World } from '../world.ts';

const KIB = 1024;
const LIST_AT_MOST = 400 * KIB;
const FORM_AT_MOST = 150 * KIB;

/** What a page makes a browser load. */
export function weight(world: World): void {
  test('a list is light, a form adds little', async () => {
    const page = await world.page('/');
    const seen = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      if (!/\.(js|css)$/.test(new URL(response.url()).pathname)) return;
      seen.set(
        response.url(),
        response.body().then((body) => gzipSync(body).length),
      );
    });
    const loaded = async () => (await Promise.all(seen.values())).reduce((sum, each) => sum + each, 0);
    await signInto(page.context(), world.served, 'member');
    await page.goto(`${world.served.address}/o/account`);
    await settled(page);
    await rowsOf(page).first().waitFor();
    const list = await loaded();
    expect(list).toBeGreaterThan(100 * KIB);
    expect(list).toBeLessThanOrEqual(LIST_AT_MOST);

    await page.keyboard.press('c');
    await page.getByLabel(/^Account name/).waitFor();
    const form = (await loaded()) - list;
    console.info(`gzip: list ${Math.round(list / KIB)} KiB, form ${Math.round(form / KIB)} KiB more`);
    expect(form).toBeGreaterThan(10 * KIB);
    expect(form).toBeLessThanOrEqual(FORM_AT_MOST);
  });
}
