import { expect, test } from 'vitest';
import type { World } from '../world.ts';

const TEXTS = {
  en: {
    title: 'Sign in',
    missing: 'Please fill in this field.',
    wrong: 'The email or the password is wrong.',
  },
  'zh-CN': { title: '登录', missing: '请填写此项。', wrong: '邮箱或密码不正确。' },
} as const;

/** Who may come in, in both languages. */
export function signingIn(world: World): void {
  test.each(['en', 'zh-CN'] as const)(
    'what is wrong is said in the language of the browser, what is right leads where one wanted to go: %s',
    async (language) => {
      const { title, missing, wrong } = TEXTS[language];
      const path = `/o/account/${world.ids.get('Company 07')}`;
      const page = await world.page(path, { language });
      await page.getByRole('heading', { name: title }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);

      const email = page.locator('input[name=email]');
      const password = page.locator('input[name=password]');
      const alert = page.getByRole('alert');
      await page.keyboard.type('other@example.com');
      await page.keyboard.press('Enter');
      await alert.getByText(missing).waitFor();
      expect(await password.evaluate((input) => input === document.activeElement)).toBe(true);

      await page.keyboard.type('not the password');
      await page.keyboard.press('Enter');
      await alert.getByText(wrong).waitFor();
      expect(await email.inputValue()).toBe('other@example.com');

      await password.fill(world.served.passwordOf('other'));
      await page.locator('button[type=submit]').click();
      await page.getByRole('heading', { name: 'Company 07' }).waitFor();
      expect(new URL(page.url()).pathname).toBe(path);
    },
  );

  test('who signs out is nobody again', async () => {
    const page = await world.page('/o/account');
    await page.locator('input[name=email]').fill('other@example.com');
    await page.locator('input[name=password]').fill(world.served.passwordOf('other'));
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: 'other' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
}
