import { beforeAll, describe, expect, test } from 'vitest';
import { objectBody, publishInto } from '../support/workspace-of.ts';
import { chromiumPath } from './browser.ts';
import { choose, eventually, rowsOf, useWorld } from './world.ts';

const labels = (en: string, zh: string) => ({ labels: { en, 'zh-CN': zh } });

const errand = objectBody(
  'errand',
  {
    name: { type: 'text', ...labels('Subject', '主题') },
    keeper: { type: 'user', ...labels('Keeper', '经办人') },
    crew: { type: 'team', ...labels('Crew', '负责团队') },
    crews: { type: 'teams', ...labels('Crews', '参与团队') },
  },
  { head: { labels: { en: 'Errand', 'zh-CN': '差事' }, plural: { en: 'Errands', 'zh-CN': '差事' } } },
);

describe.skipIf(!chromiumPath)('teams in a browser', () => {
  const world = useWorld();
  const lastPart = (address: string): string => address.split('?')[0]!.split('/').at(-1)!;
  beforeAll(async () => {
    const { status, text } = await publishInto(world.served, { 'object/errand': errand }, 'errands');
    expect(status, text).toBe(200);
  });

  const read = async (path: string) => (await world.served.call('admin', 'GET', `/api/records/${path}`)).body;

  test('a team is made with its members, records hold it, and lists ask whether it is one of mine', async () => {
    const page = await world.open('admin', '/o/team/new');
    const form = page.locator('.gx-form');
    await form.getByLabel('Name').fill('North');
    await choose(page, 'Leader', 'member');
    await choose(page, 'Members', 'admin');
    await page.keyboard.type('other');
    await page.locator('.ant-select-item-option-active', { hasText: 'other' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+s');
    await page.getByRole('heading', { level: 1, name: 'North' }).waitFor();
    const north = lastPart(page.url());
    const { admin, member, other } = world.served.users;
    await eventually(async () => (await read(`team/${north}?fields=leader,members`)).members.sort()).toEqual(
      [admin, other].sort(),
    );
    expect((await read(`team/${north}?fields=leader`)).leader).toBe(member);
    const made = await world.served.call('admin', 'POST', '/api/records/team', { name: 'South' });
    await world.served.call('admin', 'POST', '/api/records/errand', {
      name: 'of others',
      crew: made.body.id,
    });

    await page.goto(new URL('/o/errand/new', page.url()).href);
    await form.getByLabel('Subject').fill('of mine');
    await choose(page, 'Keeper', 'member');
    await choose(page, /^Crew$/, 'North');
    await choose(page, 'Crews', 'South');
    await page.keyboard.press('Control+s');
    await page.getByRole('heading', { level: 1, name: 'of mine' }).waitFor();
    const saved = await read(`errand/${lastPart(page.url())}?fields=keeper,crew,crews`);
    expect(saved).toMatchObject({ keeper: member, crew: north, crews: [made.body.id] });

    const filter = encodeURIComponent('crew in user.teams');
    await page.goto(new URL(`/o/errand?filter=${filter}`, page.url()).href);
    await eventually(() => rowsOf(page).count()).toBe(1);
    await page.getByRole('list', { name: 'Filters' }).getByText('Crew is a team of mine').waitFor();
  }, 60_000);
});
