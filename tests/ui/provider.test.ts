import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLIENT, startProvider, type TestProvider } from '../support/oidc-provider.ts';
import { faultsOf } from './axe.ts';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import { type Served, serveEngine } from './serve.ts';

const SHOTS = process.env.GUANXI_SHOTS;

describe.skipIf(!chromiumPath)('sign-in by a provider in a browser', () => {
  let provider: TestProvider;
  let served: Served;
  let browser: Browser;
  beforeAll(async () => {
    provider = await startProvider('ES256');
    served = await serveEngine({
      GUANXI_OIDC_ISSUER: provider.issuer,
      GUANXI_OIDC_CLIENT_ID: CLIENT.id,
      GUANXI_OIDC_CLIENT_SECRET: CLIENT.secret,
      GUANXI_OIDC_NAME: 'Acme',
      GUANXI_OIDC_LINK_BY_EMAIL: 'true',
    });
    browser = await launchBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await provider?.close();
  });

  test('leads to the page that was wanted; whom nobody here knows is told so', async () => {
    const { page, faults } = await openPage(browser, { language: 'zh-CN', width: 360, height: 740 });
    provider.who = { sub: 'a stranger', email: 'stranger@example.com', email_verified: true };
    await page.goto(`${served.address}/profile`);
    const button = page.getByRole('button', { name: '使用 Acme 登录' });
    await button.waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await button.click();
    await page.getByText('尚未开通此登录方式').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/provider-zh-360.png` });
    provider.who = { sub: 'member at acme', email: 'member@example.com', email_verified: true };
    await button.click();
    await page.getByRole('heading', { level: 1, name: '我的账号' }).waitFor();
    await page.getByText('member@example.com').waitFor();
    expect(faults).toEqual([]);
  }, 90_000);
});
