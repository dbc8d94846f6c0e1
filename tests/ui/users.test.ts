import { describe, expect, test } from 'vitest';
import { completeIds } from '../../engine/model/index.ts';
import { codeAt, stepOf } from '../../engine/people/totp.ts';
import { publishDocuments } from '../../engine/publish/index.ts';
import { faultsOf } from './axe.ts';
import { chromiumPath, type Screen } from './browser.ts';
import { useWorld } from './world.ts';

const SHOTS = process.env.GUANXI_SHOTS;
const PHONE: Screen = { language: 'zh-CN', width: 360, height: 740 };

/** The secret behind its text, as an app reads it. */
function secretOf(text: string): Buffer {
  const bits = [...text.replaceAll(' ', '')].map((one) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

describe.skipIf(!chromiumPath)('users in a browser', () => {
  const world = useWorld();
  const shot = async (page: Awaited<ReturnType<typeof world.open>>, name: string) => {
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  };
  /** What a key answers. */
  const by = async (key: string, method: string, path: string, body?: object) => {
    const headers = { Authorization: `Bearer ${key}` };
    return (await world.served.call(null, method, path, body, headers)).status;
  };
  const isWide = (page: Awaited<ReturnType<typeof world.open>>) =>
    page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

  test('somebody makes a key of their own that only reads, sees it once, and revokes it', async () => {
    const page = await world.open('member', '/profile');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByLabel('Name').fill('Reports');
    await page.getByRole('combobox', { name: 'Objects' }).click();
    await page.keyboard.type('Accounts');
    await page.locator('.ant-select-item-option-active', { hasText: 'Accounts' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByLabel('Read only').check();
    expect(await faultsOf(page)).toEqual([]);
    await shot(page, 'key-form-en-1280');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const key = await page.getByLabel('The new key').inputValue();
    await shot(page, 'key-made-en-1280');
    expect(await by(key, 'GET', '/api/records/account')).toBe(200);
    expect(await by(key, 'GET', '/api/records/opportunity')).toBe(404);
    expect(await by(key, 'POST', '/api/records/account', { name: 'New' })).toBe(403);

    await page.reload();
    await page.getByText('Reports').waitFor();
    expect((await page.getByText(key).count()) + (await page.getByLabel('The new key').count())).toBe(0);
    await page.getByRole('button', { name: 'Revoke the key Reports' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The key is revoked.').waitFor();
    expect(await by(key, 'GET', '/api/records/account')).toBe(401);

    const phone = await world.open('member', '/profile', PHONE);
    await phone.getByRole('heading', { name: 'API 密钥' }).waitFor();
    expect(await isWide(phone)).toBe(false);
    await shot(phone, 'profile-zh-360');
  }, 120_000);

  test('who manages people gives a password and roles, and ends sessions, on the page of a user', async () => {
    const { served } = world;
    await served.call('admin', 'PUT', `/api/people/${served.users.nobody}/roles`, { roles: [] });
    const theirs = await world.open('nobody', '/profile');
    const page = await world.open('admin', `/o/user/${served.users.nobody}`);
    await page.getByText('on 1 device').waitFor();
    expect(await page.locator('[data-field=person] dd').textContent()).toBe('Yes');
    expect(await faultsOf(page)).toEqual([]);
    await shot(page, 'account-en-1280');

    await page.getByRole('button', { name: 'Set a password' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New password', { exact: true }).fill('qwertyuiop');
    await dialog.getByRole('button', { name: 'Set a password' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('New password', { exact: true }).fill('walnuts under the bridge');
    await dialog.getByRole('button', { name: 'Set a password' }).click();
    await page.getByText('The password is set.').waitFor();
    await theirs.reload();
    await theirs.getByRole('heading', { name: 'Sign in' }).waitFor();
    const signIn = (password: string) =>
      served.call(null, 'POST', '/api/auth/sign-in/email', { email: 'nobody@example.com', password });
    expect((await signIn('walnuts under the bridge')).status).toBe(200);

    await page.reload();
    await page.getByText('on 1 device').waitFor();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByText('on 0 devices').waitFor();

    const roles = page.getByRole('combobox', { name: /sum of these roles/ });
    await roles.click();
    await page.keyboard.type('Sales');
    await page.locator('.ant-select-item-option-active', { hasText: 'Sales' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.locator('.gx-user-panel').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').first().waitFor();
    const given = await served.call('admin', 'GET', `/api/people/${served.users.nobody}/roles`);
    expect(given.body.roles).toHaveLength(1);

    const phone = await world.open('admin', `/o/user/${served.users.nobody}`, PHONE);
    await phone.getByRole('button', { name: '重置密码' }).waitFor();
    expect(await isWide(phone)).toBe(false);
    await shot(phone, 'account-zh-360');
  }, 120_000);

  test('shows nothing of it to others, and no way that is not theirs to go', async () => {
    const { served } = world;
    const staff = { email: 'staff@example.com', name: 'staff', roles: ['staff'] };
    const password = served.passwordOf('staff');
    expect((await served.call('admin', 'POST', '/api/people', { ...staff, password })).status).toBe(201);
    const page = await world.open('staff', `/o/user/${served.users.admin}`);
    await page.getByText('Their sign-in is not yours to change', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: 'Set a password' }).count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'API keys' }).count()).toBe(0);
    const other = await world.open('other', `/o/user/${served.users.nobody}`);
    expect(await other.locator('.gx-user-panel').count()).toBe(0);
  }, 120_000);

  test('a program gets roles and a key on its page', async () => {
    const page = await world.open('admin', '/profile/services');
    await page.getByLabel('Name').fill('Web shop');
    await page.getByRole('button', { name: 'Add a program' }).click();
    await page.getByRole('heading', { level: 1, name: 'Web shop' }).waitFor();
    await page.getByText('A program: it never signs in').waitFor();
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('till');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const key = await page.getByLabel('The new key').inputValue();
    expect(await by(key, 'GET', '/api/me')).toBe(200);
    await shot(page, 'service-en-1280');
    const list = await world.open('admin', '/profile/services', PHONE);
    await list.getByRole('link', { name: 'Web shop' }).waitFor();
    expect(await faultsOf(list)).toEqual([]);
    expect(await isWide(list)).toBe(false);
    await shot(list, 'services-zh-360');
  }, 120_000);

  test('where all need a second factor, sign-in leads to setting it up and then in; a lost one is reset', async () => {
    const { served } = world;
    const ctx = await served.engine.contextFor('main');
    const parts = { db: served.engine.db, workspace: ctx.workspace, models: served.engine.models };
    const publish = (secondFactor: 'all' | 'none') => {
      const settings = {
        timeZone: 'Asia/Shanghai',
        currency: 'CNY',
        languages: ['zh-CN', 'en'],
        secondFactor,
      };
      const body = { name: 'settings', ...settings };
      const document = completeIds({ kind: 'settings', key: 'settings', package: 'local', body });
      return publishDocuments(parts, (known) => new Map([...known, ['settings/settings', document]]), {
        actor: null,
      });
    };
    await publish('all');
    const page = await world.page('/', PHONE);
    await page.locator('input[name=email]').fill('other@example.com');
    await page.locator('input[name=password]').fill(served.passwordOf('other'));
    await page.locator('button[type=submit]').click();
    await page.getByRole('heading', { name: '设置双重验证' }).waitFor();
    expect(await isWide(page)).toBe(false);
    await page.getByLabel('请输入密码以确认身份').fill(served.passwordOf('other'));
    await page.getByRole('button', { name: '继续' }).click();
    const secret = secretOf((await page.locator('.gx-secret').textContent())!);
    await shot(page, 'enrol-zh-360');
    await page.getByLabel('应用显示的验证码').fill(codeAt(secret, stepOf(Date.now())));
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByRole('button', { name: '我已保存' }).click();
    await page.locator('#content').waitFor();
    await publish('none');

    const admin = await world.open('admin', `/o/user/${served.users.other}`);
    await admin.getByRole('button', { name: 'Reset second factor' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Reset second factor' }).click();
    await admin.getByText('The second factor is reset.').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '登录' }).waitFor();
  }, 120_000);
});
