import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchBrowser, NO_CHROMIUM, openPage } from './browser.ts';
import { type Served, serveEngine, signIn } from './serve.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const FEWEST_CLICKS = 6;
const SLOWEST_PUBLISH = 2_000;
/** for a step on a page, on a machine that does other things too */
const PATIENCE = 15_000;

/** A mouse that counts. */
function counting() {
  let clicks = 0;
  return {
    click: async (target: Locator) => {
      clicks++;
      await target.click();
    },
    count: () => clicks,
  };
}

/** Opens a select of a form or a filter and takes the option with this text. */
async function choose(page: Page, name: string | RegExp, option: string): Promise<void> {
  await page.getByRole('combobox', { name }).click();
  await page.keyboard.type(option);
  await page.keyboard.press('Enter');
}

describe.skipIf(!chromiumPath)('the designer in a browser', () => {
  let served: Served;
  let browser: Browser;
  beforeAll(async () => {
    served = await serveEngine();
    browser = await launchBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  test('a field that an admin adds is on the form of a member who had the page open all the while', async () => {
    const admin = await openPage(browser, { language: 'en' });
    const member = await openPage(browser, { language: 'en' });
    await served.call('member', 'POST', '/api/records/account', { name: 'Red Fox Ltd' });
    await signIn(member.page, served, 'member', '/o/account');
    await member.page.getByRole('heading', { name: 'Accounts', exact: true }).waitFor();
    await member.page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    await signIn(admin.page, served, 'admin', '/designer/objects/account/fields');

    const { page } = admin;
    page.setDefaultTimeout(PATIENCE);
    member.page.setDefaultTimeout(PATIENCE);
    const mouse = counting();
    await mouse.click(page.getByRole('button', { name: 'Add field' }));
    await mouse.click(page.getByRole('button', { name: /^Select/ }));
    await page.keyboard.type('Renewal risk');
    await mouse.click(page.getByLabel(/^One option per line/));
    await page.keyboard.type('Low\nMedium\nHigh');
    await mouse.click(page.getByRole('button', { name: 'Add', exact: true }));
    await mouse.click(page.getByRole('link', { name: /Review/ }));
    const publishing = page.waitForRequest('**/api/metadata/draft/publish');
    await mouse.click(page.getByRole('button', { name: 'Publish' }));
    await page.getByText(/Published in/).waitFor();
    const { responseEnd } = (await publishing).timing();
    expect(mouse.count()).toBeLessThanOrEqual(FEWEST_CLICKS);
    expect(responseEnd).toBeLessThan(SLOWEST_PUBLISH);

    const list = member.page;
    await list.getByRole('button', { name: 'New Account', exact: true }).click();
    await list.getByLabel(/^Account name/).fill('Blue Whale Ltd');
    await choose(list, /^Renewal risk/, 'High');
    await list.getByRole('button', { name: 'Save', exact: true }).click();
    await list.getByText('Blue Whale Ltd created').waitFor();

    await list.getByRole('link', { name: 'Accounts', exact: true }).first().click();
    await list.getByRole('link', { name: 'Red Fox Ltd' }).waitFor();
    await list.locator('.gx-toolbar .anticon-filter').click();
    await choose(list, 'Field', 'Renewal risk');
    await choose(list, 'Renewal risk: Value', 'High');
    await list.getByRole('link', { name: 'Red Fox Ltd' }).waitFor({ state: 'detached' });
    await list.getByText('Blue Whale Ltd', { exact: true }).waitFor();
    const { body } = await served.call('member', 'GET', '/api/records/account?filter=renewal_risk=="high"');
    expect(body.records).toMatchObject([{ name: 'Blue Whale Ltd', renewal_risk: 'high' }]);
    expect(await list.evaluate(() => (globalThis as any).isSamePage)).toBe(true);
    expect([...admin.faults, ...member.faults]).toEqual([]);
  }, 120_000);
});
