import { beforeAll, describe, expect, test } from 'vitest';
import { objectBody, publishInto, type TestDocuments } from '../support/workspace-of.ts';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { choose, eventually, rowsOf, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const both = (en: string, zh: string) => ({ en, 'zh-CN': zh });
const rows = (...actions: string[]) => ({
  do: actions,
  rows: Object.fromEntries(actions.map((action) => [action, 'portal'])),
});
const documents: TestDocuments = {
  'object/client': objectBody(
    'client',
    { name: { type: 'text' }, mail: { type: 'email' } },
    {
      head: {
        ...{ labels: both('Client', '客户方'), plural: both('Clients', '客户方') },
        capabilities: { portal: true },
      },
    },
  ),
  'object/matter': objectBody(
    'matter',
    {
      name: { type: 'text', labels: both('Subject', '主题') },
      client: { type: 'lookup', target: 'client', onDelete: 'null', labels: both('Client', '客户方') },
    },
    { head: { labels: both('Matter', '事项'), plural: both('Matters', '事项') } },
  ),
  'role/outside': {
    ...{ name: 'outside', labels: both('Clients outside', '外部客户'), portal: true },
    grants: [
      { object: 'client', ...rows('read') },
      { object: 'matter', ...rows('create', 'read', 'update') },
    ],
  },
};

describe.skipIf(!chromiumPath)('somebody outside', () => {
  const world = useWorld();
  const ids: Record<string, string> = {};
  const make = async (object: string, values: object): Promise<string> =>
    (await world.served.call('admin', 'POST', `/api/records/${object}`, values)).body.id;

  beforeAll(async () => {
    const published = await publishInto(world.served, documents);
    expect(published.status, JSON.stringify(published.body)).toBe(200);
    ids.li = await make('client', { name: 'Li', mail: 'li@outside.example.com' });
    ids.other = await make('client', { name: 'Somebody else' });
    await make('matter', { name: 'Mine', client: ids.li });
    await make('matter', { name: 'Not mine', client: ids.other });
  });

  test('is invited from their record, comes in, and finds theirs and nothing of the inside', async () => {
    const page = await world.open('admin', `/o/client/${ids.li}`, { language: 'en', width: 1280 });
    await page.locator('.gx-record-actions').getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Invite to the portal…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Email').inputValue()).toBe('li@outside.example.com');
    await choose(page, 'Roles', 'Clients outside');
    await page.keyboard.press('Escape');
    expect(await faultsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Invite' }).click();
    const link = await dialog.getByLabel('The link').inputValue();

    const guest = await world.page(new URL(link).pathname + new URL(link).hash, {
      ...{ language: 'zh-CN', width: 1280 },
    });
    await guest.getByLabel('姓名').fill('李');
    await guest.getByLabel('密码').fill('a good long one outside');
    await guest.locator('form button[type=submit]').click();
    await guest.waitForURL((url) => !url.pathname.includes('invite'));
    const menu = guest.getByRole('navigation', { name: '主导航' });
    await menu.getByRole('link', { name: '事项' }).click();
    await eventually(() => rowsOf(guest).count()).toBe(1);
    expect((await menu.getByRole('link').allInnerTexts()).map((text) => text.trim()).sort()).toEqual([
      '事项',
      '客户方',
    ]);
    expect(await guest.getByText('设计器').count()).toBe(0);
    expect(await faultsOf(guest)).toEqual([]);

    await guest.getByRole('button', { name: /新建/ }).first().click();
    const form = guest.getByRole('dialog');
    await form.getByLabel('主题').fill('新的问题');
    await form.getByRole('button', { name: '保存', exact: true }).click();
    await eventually(async () => {
      const filter = encodeURIComponent('name == "新的问题"');
      const { body } = await world.served.call('admin', 'GET', `/api/records/matter?filter=${filter}`);
      return body.records.map(({ client, owner, source }: any) => [client, owner, source]);
    }).toEqual([[ids.li, null, 'portal']]);

    await menu.getByRole('link', { name: '客户方' }).click();
    await guest.getByRole('link', { name: 'Li', exact: true }).click();
    await guest.getByRole('heading', { level: 1, name: 'Li' }).waitFor();
    expect(await guest.getByRole('tab').count()).toBe(0);
    expect(await guest.getByText('团队成员').count()).toBe(0);
    await guest.getByRole('link', { name: '新的问题' }).waitFor();
    expect(await faultsOf(guest)).toEqual([]);
    await guest.locator('.gx-user-button').click();
    const own = guest.locator('.gx-preferences');
    await own.waitFor();
    expect(await own.getByText('委托').count()).toBe(0);
    await guest.goto(`${world.served.address}/profile`);
    await guest.getByRole('heading', { level: 1 }).waitFor();
    expect(await guest.getByText('API 密钥').count()).toBe(0);
  }, 90_000);

  test('is shown in the preview of a layout as their role lets them see the page', async () => {
    const layout = {
      ...{ name: 'standard', object: 'matter', labels: both('Standard', '标准') },
      sections: [{ fields: ['name', 'client', 'owner'] }],
    };
    const path = '/api/metadata/draft/layout/matter.standard';
    const saved = await world.served.call('admin', 'PUT', path, layout);
    expect(saved.status, saved.text).toBeLessThan(300);
    const page = await world.open('admin', '/designer/objects/matter/layouts', {
      ...{ language: 'en', width: 1285 },
    });
    await page.locator('.gd-layout-beside .ant-segmented-item').nth(1).click();
    const preview = page.frameLocator('.gd-preview iframe');
    await preview.getByText('Owner').first().waitFor();
    await page.getByRole('combobox', { name: 'As seen by' }).click();
    await page.getByTitle('Clients outside', { exact: true }).click();
    await page.getByText('The page as a portal user sees it', { exact: false }).waitFor();
    await preview.getByText('Subject').first().waitFor();
    await eventually(() => preview.getByText('Owner').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
  }, 60_000);
});
