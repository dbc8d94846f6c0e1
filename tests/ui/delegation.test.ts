import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, settled } from './browser.ts';
import { useWorld } from './world.ts';

const SHOTS = process.env.GUANXI_SHOTS;
const shot = async (page: Page, name: string) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};
const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

describe.skipIf(!chromiumPath)('delegations in a browser', () => {
  const world = useWorld();

  test('everybody finds theirs, and who acts for others is told for whom', async () => {
    const { other } = world.served.users;
    const page = await world.open('member', '/');
    await page.locator('.gx-user-button').click();
    await page.getByRole('link', { name: 'Delegations' }).click();
    await page.getByRole('heading', { level: 1, name: 'Delegations' }).waitFor();
    await page.goto(`${world.served.address}/o/delegation/new`);
    await page.getByLabel('Delegate').waitFor();
    await settled(page);
    expect(await faultsOf(page)).toEqual([]);
    await shot(page, 'delegation-form-en-1280');

    const values = { reason: 'Leave', delegate: other, begins: TODAY, until: TODAY };
    const made = await world.served.call('member', 'POST', '/api/records/delegation', values);
    expect(made.status, made.text).toBe(201);
    const theirs = await world.open('other', '/o/delegation');
    await theirs.getByText('Also acting for member').waitFor();
    await theirs.getByRole('link', { name: 'Leave' }).waitFor();
    expect(await faultsOf(theirs)).toEqual([]);
    await shot(theirs, 'delegation-list-en-1280');

    const phone = await world.open('other', '/o/account', { language: 'zh-CN', width: 360, height: 740 });
    await phone.getByRole('button', { name: '菜单' }).click();
    await phone.getByText('同时代理：member').waitFor();
    await shot(phone, 'delegation-menu-zh-360');
  }, 90_000);

  test('who manages people sees on the page of a user for whom they act, and ends it', async () => {
    const { served } = world;
    const { member, other } = served.users;
    const yesterday = new Date(Date.parse(TODAY) - 86_400_000).toISOString().slice(0, 10);
    const values = {
      reason: 'Parental leave',
      owner: member,
      delegate: other,
      begins: yesterday,
      until: TODAY,
    };
    const made = await served.call('admin', 'POST', '/api/records/delegation', values);
    expect(made.status, made.text).toBe(201);
    const page = await world.open('admin', `/o/user/${other}`);
    const part = page.getByRole('region', { name: 'Acting for others' });
    const line = part.getByRole('listitem').filter({ hasText: 'Parental leave' });
    await line.getByRole('link', { name: 'They act for member' }).waitFor();
    await line.getByText(`since ${yesterday}, until ${TODAY}`, { exact: false }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await line.getByRole('button', { name: 'End: member' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End' }).click();
    await line.waitFor({ state: 'detached' });
    const kept = await served.call('admin', 'GET', `/api/records/delegation/${made.body.id}`);
    expect(kept.body.until).toBe(yesterday);
    const owners = await world.open('admin', `/o/user/${member}`);
    await owners.getByRole('link', { name: 'other acts for them' }).waitFor();
  }, 60_000);
});
