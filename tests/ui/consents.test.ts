import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { make, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const WIDE = { language: 'en', width: 1280 } as const;
const PHONE = { language: 'zh-CN', width: 360 } as const;

describe.skipIf(!chromiumPath)('whether somebody may be contacted', () => {
  const world = useWorld();
  let id = '';
  const consents = async () =>
    (await world.served.call('admin', 'GET', `/api/records/contact/${id}/consents`)).body;

  beforeAll(async () => {
    [id] = (await make(world, 'member', 'contact', [
      { name: 'Grace', email: 'grace@example.com', mobile: '139 1234 5672' },
    ])) as [string];
  });

  test('what they have said is recorded, with how it was obtained, and stands on the page', async () => {
    const page = await world.open('member', `/o/contact/${id}`, WIDE);
    const panel = page.getByRole('region', { name: 'Consents' });
    await panel.getByRole('button', { name: 'Record' }).click();
    const form = page.getByRole('dialog', { name: 'Record what they said' });
    await form.getByRole('checkbox', { name: 'E-mail' }).check();
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Choose at least one purpose.').waitFor();
    await form.getByText('Say how the consent was obtained.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await form.getByRole('checkbox', { name: 'Marketing' }).check();
    await form.getByRole('textbox', { name: 'How it was obtained' }).fill('Card at the fair');
    await form.getByRole('button', { name: 'Save' }).click();
    await panel.getByRole('definition').getByText('agreed', { exact: true }).waitFor();
    await panel.getByText('What was said (1)').click();
    await panel.getByText('How it was obtained: Card at the fair').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect((await consents()).history).toMatchObject([{ state: 'given', source: 'Card at the fair' }]);
  });

  test('who must not be contacted is marked at the top and beside each address, on a phone too', async () => {
    const page = await world.open('member', `/o/contact/${id}`, PHONE);
    await page.getByRole('region', { name: '联系许可' }).getByRole('button', { name: '登记' }).click();
    const form = page.getByRole('dialog', { name: '登记对方的意愿' });
    await form.getByText('撤回同意').click();
    await form.getByRole('radio', { name: '全部：不再联系' }).check();
    await form.getByRole('button', { name: /保\s*存/ }).click();
    const banner = page.getByRole('alert').filter({ hasText: '此人已要求不再与其联系' });
    await banner.waitFor();
    expect(await page.getByRole('article').getByText('请勿联系', { exact: true }).count()).toBeGreaterThan(3);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await faultsOf(page)).toEqual([]);
    expect((await consents()).doNotContact).toBe(true);
  });

  test('an admin switches it on for an object, and says what people are contacted for', async () => {
    const page = await world.open('admin', '/designer/objects/account/settings', WIDE);
    await page.getByRole('switch', { name: 'Keep consents' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved in your draft').waitFor();
    await page.goto(`${world.served.address}/designer/workspace`);
    const form = page.getByRole('form', { name: 'Purposes' });
    await form.getByRole('button', { name: 'Add a purpose' }).click();
    await form.getByRole('textbox', { name: 'Label (English), row 4' }).fill('Events');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Row 4 is incomplete').waitFor();
    await form.getByRole('textbox', { name: 'API name, row 4' }).fill('events');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved in the draft.').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const at = '/api/metadata/draft';
    const object = await world.served.call('admin', 'GET', `${at}/object/account`);
    expect(object.body.body['x-object'].capabilities).toEqual({ consent: true });
    const settings = await world.served.call('admin', 'GET', `${at}/settings/workspace`);
    expect(settings.body.body.purposes.at(-1)).toEqual({
      name: 'events',
      labels: { en: 'Events' },
      basis: 'consent',
    });
  });
});
