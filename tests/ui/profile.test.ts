import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeAt, stepOf } from '../../engine/people/totp.ts';
import { chromiumPath, launchBrowser, openContext, type Screen, settled, watch } from './browser.ts';
import { type Served, serveEngine, signIn } from './serve.ts';

const SHOTS = process.env.GUANXI_SHOTS;

/** The secret behind its text, as an app reads it. */
function secretOf(text: string): Buffer {
  const bits = [...text.replaceAll(' ', '')].map((one) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

describe.skipIf(!chromiumPath)('one’s own profile in a browser', () => {
  let served: Served;
  let browser: Browser;
  const faults: string[] = [];
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    served = await serveEngine();
    browser = await launchBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  async function pageOf(screen: Screen = {}): Promise<Page> {
    const context = await openContext(browser, screen);
    contexts.push(context);
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    watch(page, faults);
    return page;
  }
  const shot = async (page: Page, name: string) => {
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  };

  test('a session that is ended from another device is over with the next request', async () => {
    const [desk, phone] = [await pageOf(), await pageOf({ language: 'zh-CN', width: 360, height: 740 })];
    await signIn(phone, served, 'other', '/profile');
    await signIn(desk, served, 'other', '/profile');
    await phone.reload();
    await phone.getByRole('heading', { name: '设备与会话' }).waitFor();
    await phone.getByText('当前设备').waitFor();
    await shot(phone, 'profile-zh-360');
    await shot(desk, 'profile-en-1280');
    await desk.getByRole('button', { name: /^Sign out on/ }).click();
    await desk.getByText('Signed out there.').waitFor();
    await phone.reload();
    await phone.getByRole('heading', { name: '登录' }).waitFor();
    expect(faults.splice(0)).toEqual([]);
  }, 90_000);

  test('a user who is made inactive is out with the next request', async () => {
    const page = await pageOf();
    await signIn(page, served, 'nobody', '/profile');
    await served.call('admin', 'PATCH', `/api/records/user/${served.users.nobody}`, { active: false });
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.locator('input[name=email]').fill('nobody@example.com');
    await page.locator('input[name=password]').fill(served.passwordOf('nobody'));
    await page.locator('button[type=submit]').click();
    await page.getByText('The email or the password is wrong.').waitFor();
  }, 60_000);

  test('a second factor is set up, asked for, and replaced by a recovery code', async () => {
    const page = await pageOf({ language: 'zh-CN' });
    await signIn(page, served, 'member', '/profile');
    await page.getByRole('button', { name: '开始设置' }).click();
    await page.getByLabel('请输入密码以确认身份').fill(served.passwordOf('member'));
    await page.getByRole('button', { name: '继续' }).click();
    const secret = secretOf((await page.locator('.gx-secret').textContent())!);
    await shot(page, 'second-factor-zh-1280');
    await page.getByLabel('应用显示的验证码').fill(codeAt(secret, stepOf(Date.now())));
    await page.getByRole('button', { name: '继续' }).click();
    const code = (await page.locator('.gx-codes code').first().textContent())!;
    await shot(page, 'recovery-codes-zh-1280');
    await page.getByRole('button', { name: '我已保存' }).click();
    await page.getByText('剩余恢复码：10 个').waitFor();

    const next = await pageOf({ width: 360, height: 740 });
    await next.goto(`${served.address}/profile`);
    await next.locator('input[name=email]').fill('member@example.com');
    await next.locator('input[name=password]').fill(served.passwordOf('member'));
    await next.locator('button[type=submit]').click();
    await next.getByLabel('Code').fill('000000');
    await next.getByRole('button', { name: 'Sign in' }).click();
    await next.getByText('The code is wrong, or was used already.').waitFor();
    await shot(next, 'code-en-360');
    await next.getByLabel('Code').fill(code);
    await next.getByRole('button', { name: 'Sign in' }).click();
    await next.getByText('Recovery codes left: 9.').waitFor();
    expect(faults.splice(0)).toEqual([]);
  }, 90_000);

  test('somebody is invited, comes in by the link with a password of their own, and nobody after them', async () => {
    const page = await pageOf();
    await signIn(page, served, 'admin', '/profile/invitations');
    await page.getByLabel('Email').fill('mei@example.com');
    await page.getByRole('combobox', { name: 'Roles' }).click();
    await page.locator('.ant-select-item-option').first().click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const link = await page.getByLabel('The link').inputValue();
    await page.getByText(/^open until/).waitFor();
    await shot(page, 'invitations-en-1280');

    const guest = await pageOf({ language: 'zh-CN', width: 360, height: 740 });
    await guest.goto(link);
    await guest.getByRole('heading', { name: '欢迎使用关系' }).waitFor();
    await guest.getByLabel('姓名').fill('林梅');
    await guest.getByLabel('密码').fill('password123');
    await guest.getByRole('button', { name: '加入' }).click();
    await guest.getByText('该密码过于简单').waitFor();
    await shot(guest, 'invite-zh-360');
    await guest.getByLabel('密码').fill('walnuts under the bridge');
    await guest.getByRole('button', { name: '加入' }).click();
    await guest.locator('#content').waitFor();
    await settled(guest);

    const late = await pageOf();
    await late.goto(link);
    await late.getByRole('heading', { name: 'This invitation is not valid any more' }).waitFor();
    await shot(late, 'invite-gone-en-1280');
    expect(faults.splice(0)).toEqual([]);
  }, 90_000);
});
