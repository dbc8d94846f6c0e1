import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchBrowser, NO_CHROMIUM, openPage } from './browser.ts';
import { type Served, serveEngine, signIn } from './serve.ts';
import { eventually } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const FEWEST_CLICKS = 6;
const SLOWEST_PUBLISH = 2_000;
/** for a step on a page, on a machine that does other things too */
const PATIENCE = 15_000;

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Addresses, and what shows when they have come. */
const PAGES = [
  ['/objects', '.gd-table'],
  ['/objects/account/fields', '.gd-fields'],
  ['/objects/account/fields?add', '.gd-palette'],
  ['/objects/account/fields?field=type', '.gd-option'],
  ['/objects/account/settings', '.gd-settings'],
  ['/objects/account/source', '.cm-content'],
  ['/changes', 'h2'],
] as const;

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
    await list.getByRole('button', { name: 'New account', exact: true }).click();
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

  test('on a phone: what is archived is confirmed by name, and one line can be taken back', async () => {
    const { page, faults } = await openPage(browser, { language: 'zh-CN', width: 360, height: 740 });
    page.setDefaultTimeout(PATIENCE);
    await signIn(page, served, 'admin', '/designer/objects/contact/fields');
    for (const label of ['职位', '兴趣爱好']) {
      await page.getByRole('button', { name: `“${label}”的操作` }).click();
      await page.getByRole('menuitem', { name: '归档' }).click();
      await page.getByText(`发布后将归档“${label}”`).waitFor();
    }
    await page.getByRole('link', { name: /查看变更/ }).click();
    await page.getByRole('button', { name: /^撤回：.*“兴趣爱好”/ }).click();
    await page.getByRole('button', { name: /^撤回：.*“兴趣爱好”/ }).waitFor({ state: 'detached' });
    const publish = page.getByRole('button', { name: '发布' });
    expect(await publish.isDisabled()).toBe(true);
    await page.getByLabel(/API 名称“contact”/).fill('contact');
    await publish.click();
    await page.getByText(/已发布/).waitFor();
    const { body } = await served.call('member', 'GET', '/api/model/contact');
    const names = body.fields.map(({ name }: { name: string }) => name);
    expect(names).not.toContain('title');
    expect(names).toContain('interests');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(faults).toEqual([]);
  }, 120_000);

  test('steps can be taken back over pages, a reload and a publish', async () => {
    const { page, faults } = await openPage(browser, { language: 'en' });
    page.setDefaultTimeout(PATIENCE);
    await signIn(page, served, 'admin', '/designer/objects/product/fields');
    const act = async (field: string, item: string) => {
      await page.getByRole('button', { name: `Actions for ${field}` }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await act('Category', 'Move up');
    await page.getByRole('button', { name: 'Undo: Move “Category”' }).waitFor();
    await act('Category', 'Archive');
    await page.getByRole('button', { name: 'Undo: Archive “Category”' }).waitFor();
    await page.getByRole('link', { name: /Review/ }).click();
    await page.getByRole('button', { name: 'Publish' }).waitFor();
    await page.reload();
    await page.getByLabel(/API name “product”/).fill('product');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText(/Published in/).waitFor();
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Do again: Archive “Category”' }).waitFor();
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
    await page.keyboard.press('Control+Shift+Z');
    await page.keyboard.press('Control+y');
    await page.getByRole('button', { name: 'Nothing to do again' }).waitFor();
    await page.getByText('No changes').waitFor();
    expect(faults).toEqual([]);
  }, 120_000);

  test('JSON beside the editor: each follows the other, faults stand at their place, what is no JSON is kept', async () => {
    const { page, faults } = await openPage(browser, { language: 'en' });
    page.setDefaultTimeout(PATIENCE);
    await signIn(page, served, 'admin', '/designer/objects/product/layouts');
    await page.locator('.gd-layout-beside').getByText('JSON').click();
    const text = page.locator('.cm-content');
    await text.waitFor();
    const state = page.locator('.gd-source-state [role=status]');
    await state.getByText('The same as your draft').waitFor();
    const all = () => text.evaluate((node: any) => node.cmTile.root.view.state.doc.toString() as string);
    const write = (change: readonly [string, string]) =>
      text.evaluate((node: any, [from, to]) => {
        const { view } = node.cmTile.root;
        const at = view.state.doc.toString().indexOf(from);
        view.dispatch({ changes: { from: at, to: at + from.length, insert: to } });
      }, change);
    const heading = page.locator('.gd-block-name').first();
    const before = (await heading.textContent())!;

    await write([`"en": "${before}"`, '"en": "Core facts"']);
    await page.locator('.gd-block-name', { hasText: 'Core facts' }).waitFor();
    await page.getByRole('button', { name: /^Undo: Source/ }).click();
    await page.locator('.gd-block-name', { hasText: before }).first().waitFor();
    await eventually(all).toContain(`"en": "${before}"`);

    // what may stand there is offered, by the schema of layouts and what the workspace has
    const offer = (name: string) => page.locator('.cm-tooltip-autocomplete li', { hasText: name });
    await text.evaluate((node: any) => node.cmTile.root.view.dispatch({ selection: { anchor: 1 } }));
    await text.focus();
    await page.keyboard.type('"rol');
    await offer('Roles').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('"sal');
    await page.getByRole('option', { name: 'sales Sales', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await eventually(all).toMatch(/^\{"roles": \["sales"\],/);
    await write(['"roles": ["sales"],', '']);

    await write(['"sections"', '"sectionz"']);
    await page.locator('.cm-lintRange-error', { hasText: '"sectionz"' }).waitFor();
    await page.getByText('→ sections').waitFor();
    await page.locator('.gd-block-name', { hasText: before }).first().waitFor();
    await write(['"sectionz"', '"sections" oops']);
    await page.getByText('This is not JSON yet').waitFor();
    await page.reload();
    await page.locator('.gd-layout-beside').getByText('JSON').click();
    await eventually(all).toContain('"sections" oops');
    await page.getByRole('button', { name: 'Back to the draft' }).click();
    await state.getByText('The same as your draft').waitFor();
    expect(await all()).not.toContain('oops');
    await page.getByText('No changes').waitFor();
    expect(faults).toEqual([]);
  }, 120_000);

  test.each([{ language: 'zh-CN' }, { language: 'en', dark: true }] as const)(
    'every page can be read and used by everybody (%o)',
    async (screen) => {
      const { page, faults } = await openPage(browser, screen);
      page.setDefaultTimeout(PATIENCE);
      await signIn(page, served, 'admin', '/designer');
      await page.evaluate(axe);
      for (const [path, sign] of PAGES) {
        // by the history, so that axe stays in the page
        await page.evaluate((to) => {
          history.pushState(null, '', to);
          dispatchEvent(new PopStateEvent('popstate'));
        }, `/designer${path}`);
        await page.locator(sign).first().waitFor();
        await page.waitForLoadState('networkidle');
        const { violations } = await page.evaluate(
          (tags) => (globalThis as any).axe.run({ runOnly: tags }),
          TAGS,
        );
        expect(
          violations.map(({ id, nodes }: any) => [id, nodes.map(({ target }: any) => target)]),
          path,
        ).toEqual([]);
      }
      expect(faults).toEqual([]);
    },
    120_000,
  );
});
