import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchBrowser, NO_CHROMIUM, openPage, type Screen } from './browser.ts';
import { type Served, serveEngine, signIn } from './serve.ts';
import { eventually } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const PATIENCE = 15_000;
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const cardOf = (page: Page, field: string): Locator => page.locator(`.gd-card[data-field="${field}"]`);
const fieldsIn = (page: Page, section: string): Promise<string[]> =>
  page
    .getByRole('region', { name: section, exact: true })
    .locator('.gd-card[data-field]')
    .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.field!));

/** Drags by the mouse, from the middle of one thing to a point of another. */
async function drag(page: Page, from: Locator, to: Locator, at: { x: number; y: number }): Promise<void> {
  await from.hover();
  await page.mouse.down();
  const box = (await to.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
  await page.mouse.move(box.x + box.width * at.x, box.y + box.height * at.y, { steps: 4 });
}

describe.skipIf(!chromiumPath)('layouts in a browser', () => {
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

  async function open(path: string, screen: Screen = { language: 'en', height: 1000 }) {
    const { page, faults } = await openPage(browser, screen);
    page.setDefaultTimeout(PATIENCE);
    await signIn(page, served, 'admin', path);
    await page.locator('.gd-canvas').waitFor();
    return { page, faults };
  }

  test('fields are dragged, by mouse and by keyboard; a drop where they are is none; twenty steps back end at the start', async () => {
    const { page, faults } = await open('/designer/objects/contact/layouts');
    const [section] = await page.locator('.gd-block-name').allInnerTexts();
    const start = await fieldsIn(page, section!);
    const [first, second, third] = start as [string, string, string];

    const handle = cardOf(page, first).locator('.gd-handle');
    await drag(page, handle, cardOf(page, third), { x: 0.9, y: 0.5 });
    await page.locator('.gd-drop-before, .gd-drop-end').waitFor();
    await page.mouse.up();
    await eventually(() => fieldsIn(page, section!)).toEqual([second, third, first, ...start.slice(3)]);

    await drag(page, handle, cardOf(page, first), { x: 0.2, y: 0.5 });
    await page.mouse.up();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await eventually(() => fieldsIn(page, section!)).toEqual(start);
    expect(await page.getByRole('button', { name: 'Nothing to undo' }).count()).toBe(1);

    await handle.focus();
    await page.keyboard.press('Space');
    const said = page.locator('[id^="DndLiveRegion"]');
    await eventually(() => said.textContent()).toMatch(/before “/);
    const picked = await said.textContent();
    await page.keyboard.press('ArrowDown');
    await eventually(() => said.textContent()).not.toBe(picked);
    const passed = await said.textContent();
    await page.keyboard.press('ArrowDown');
    await eventually(() => said.textContent()).not.toBe(passed);
    await page.keyboard.press('Space');
    await eventually(() => said.textContent()).toMatch(/put down/);
    await eventually(() => fieldsIn(page, section!)).not.toEqual(start);

    const face = cardOf(page, third).locator('.gd-card-face');
    await face.focus();
    for (let n = 0; n < 19; n++) await page.keyboard.press(n % 2 === 0 ? 'Alt+ArrowUp' : 'Alt+ArrowDown');
    for (let n = 0; n < 20; n++) await page.keyboard.press('Control+z');
    await eventually(() => fieldsIn(page, section!)).toEqual(start);
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
    await page.getByText('No changes').waitFor();
    expect(faults).toEqual([]);
  }, 120_000);

  test('a newcomer makes an object with eight fields, a section and a tab, sees it, publishes it, and takes a step back', async () => {
    const { page, faults } = await openPage(browser, { language: 'en', height: 1000 });
    page.setDefaultTimeout(PATIENCE);
    await signIn(page, served, 'admin', '/designer/objects');
    await page.getByRole('button', { name: 'New object' }).first().click();
    await page.getByLabel('Label (English)').fill('Visit');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('link', { name: 'Layouts' }).click();
    await page.locator('.gd-canvas').waitFor();

    const search = page.getByLabel('Search types');
    const types = ['text', 'longText', 'integer', 'date', 'boolean', 'phone', 'currency'];
    const add = page.getByRole('button', { name: 'Add', exact: true });
    for (const type of types) {
      await search.fill(type);
      await page.locator('.gd-type').first().click();
      await page.locator('.gd-card-new').waitFor();
      await page.locator('.gd-pane').getByLabel('Label (English)').fill(`My ${type.toLowerCase()}`);
      await add.click();
      await page.locator('.gd-card-new').waitFor({ state: 'detached' });
    }
    await search.fill('url');
    // what is taken hold of is the one that was searched for, and lies still
    await eventually(() => page.locator('.gd-type-name').first().textContent()).toBe('Web address');
    await drag(page, page.locator('.gd-type').first(), cardOf(page, 'my_text'), { x: 0.1, y: 0.5 });
    await page.mouse.up();
    await page.locator('.gd-card-new').waitFor();
    await page.locator('.gd-pane').getByLabel('Label (English)').fill('Site');
    await add.click();
    await cardOf(page, 'site').waitFor();
    expect((await fieldsIn(page, 'Details')).slice(0, 3)).toEqual(['name', 'site', 'my_text']);

    await page.getByRole('tab', { name: 'Parts' }).click();
    await page.locator('.gd-type', { hasText: 'Tab' }).click();
    await page.locator('.gd-pane').getByLabel('Label (English)').fill('More');
    await page.getByRole('button', { name: 'More', exact: true }).waitFor();
    await page.locator('.gd-type', { hasText: 'Section' }).first().click();
    await page.locator('.gd-pane').getByLabel('Heading (English)').fill('Money');
    await page.getByRole('region', { name: 'Money', exact: true }).waitFor();
    await cardOf(page, 'my_currency').locator('.gd-card-face').click();
    await page.locator('.gd-place').getByRole('combobox').click();
    await page.locator('.ant-select-item-option', { hasText: 'Money' }).click();
    await eventually(() => fieldsIn(page, 'Money')).toEqual(['my_currency']);

    await page.locator('.gd-layout-beside').getByText('Preview').click();
    const frame = page.frameLocator('iframe');
    await frame.getByLabel('Site').waitFor();
    await frame.getByRole('tab', { name: 'More' }).click();
    await frame.getByLabel('My currency').waitFor();

    await page.getByRole('link', { name: /Review/ }).click();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText(/Published in/).waitFor();
    const { body } = await served.call('admin', 'GET', '/api/model/visit');
    expect(body.layouts[0].tabs).toMatchObject([{ labels: { en: 'More' } }]);
    await page.keyboard.press('Control+z');
    await page.getByRole('link', { name: /1 change/ }).waitFor();
    await page.keyboard.press('Control+Shift+Z');
    await page.getByText('No changes').waitFor();
    expect(faults).toEqual([]);
  }, 180_000);

  test.each([
    { language: 'zh-CN' },
    { language: 'en', dark: true },
    { language: 'zh-CN', width: 360, height: 740 },
  ] as const)(
    'can be read and used by everybody (%o)',
    async (screen) => {
      const { page, faults } = await open('/designer/objects/account/layouts', screen);
      const look = async () => {
        await page.waitForLoadState('networkidle');
        const { violations } = await page.evaluate(
          (tags) => (globalThis as any).axe.run({ runOnly: tags, iframes: false }),
          TAGS,
        );
        expect(violations.map(({ id, nodes }: any) => [id, nodes.map(({ target }: any) => target)])).toEqual(
          [],
        );
        const { width } = page.viewportSize()!;
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      };
      await page.evaluate(axe);
      await look();
      await cardOf(page, 'industry').locator('.gd-card-face').click();
      await page.locator('.gd-place').waitFor();
      await look();
      expect(faults).toEqual([]);
    },
    120_000,
  );
});
