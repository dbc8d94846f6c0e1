import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';

import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM, type Screen } from './browser.ts';
import { choose, eventually, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const PHONE: Screen = { language: 'zh-CN', width: 360, height: 740 };

const FIELDS = '/designer/objects/opportunity/fields?add';

describe.skipIf(!chromiumPath)('the editor of expressions', () => {
  const world = useWorld();

  /** The panel of a new formula. */
  const openFormula = async (screen: Screen): Promise<Page> => {
    const page = await world.open('admin', FIELDS, screen);
    await page.getByRole('button', { name: screen.language === 'en' ? /^Formula/ : /^公式/ }).click();
    return page;
  };
  const editorOf = async (page: Page, name: RegExp) => {
    const editor = page.locator('.cm-content').and(page.getByRole('textbox', { name }));
    await editor.waitFor();
    await editor.click();
    return editor;
  };
  const offered = (page: Page) => page.locator('.cm-tooltip-autocomplete li');

  test('is written by label, told what is wrong, and shows what it comes to', async () => {
    const page = await openFormula({ language: 'en' });
    await choose(page, /^Result/, 'Amount');
    const editor = await editorOf(page, /Formula/);
    const { keyboard } = page;
    await keyboard.type('amou');
    await offered(page).filter({ hasText: 'Amount' }).first().waitFor();
    await keyboard.press('Enter');
    await keyboard.type(' * stage.prob');
    await offered(page).filter({ hasText: 'Probability' }).first().waitFor();
    await keyboard.press('Enter');
    expect(await editor.textContent()).toBe('amount * stage.probability');
    await page.getByText('Gives: a number').waitFor();
    await page.getByText('Reads: Amount * Stage › Probability').waitFor();
    const shelves = page.locator('dt', { hasText: 'Shelves' }).locator('xpath=following-sibling::dd[1]');
    await eventually(() => shelves.textContent()).toMatch(/^[\d,.]+$/);

    await keyboard.type(' + amont');
    const fault = page.getByRole('status').getByText(/Character 30: /);
    await fault.waitFor();
    expect(await editor.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'Use amount' }).click();
    await fault.waitFor({ state: 'detached' });
    expect(await editor.textContent()).toBe('amount * stage.probability + amount');

    // Tab leaves the text where nothing is offered
    await keyboard.press('End');
    await keyboard.press('Tab');
    await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toBe(
      'Fields and functions',
    );
    expect(await faultsOf(page)).toEqual([]);
  }, 60_000);

  test('finds fields and functions by Chinese words', async () => {
    const page = await openFormula({ language: 'zh-CN' });
    const editor = await editorOf(page, /公式/);
    await page.keyboard.insertText('金额');
    await offered(page).filter({ hasText: 'amount' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type(' > 0 ? ');
    await page.keyboard.insertText('今天');
    await offered(page).filter({ hasText: 'today()' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type(' : null');
    await page.getByText('结果：日期').waitFor();
    expect(await editor.textContent()).toBe('amount > 0 ? today() : null');
    // values that a field can have
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('stage.kind == "');
    await offered(page).filter({ hasText: '赢单' }).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await editor.textContent()).toBe('stage.kind == "won"');
    // a step back is one of the text
    await page.keyboard.press('ControlOrMeta+z');
    await eventually(() => editor.textContent()).not.toBe('stage.kind == "won"');
  }, 60_000);

  test('says what is wrong while one goes on typing', async () => {
    const page = await openFormula({ language: 'en', height: 801 });
    await editorOf(page, /Formula/);
    await page.keyboard.type('coalesce(amount, 1) + nme');
    await page.getByRole('status').getByText(/nme/).first().waitFor();
    await page.keyboard.type('abcdefghij');
    await page
      .getByRole('status')
      .getByText(/nmeabcdefghij/)
      .first()
      .waitFor();
  }, 60_000);

  test('on a phone: fields and functions are put in by touch', async () => {
    const page = await openFormula(PHONE);
    const editor = await editorOf(page, /公式/);
    await page.getByRole('button', { name: '字段与函数', exact: true }).click();
    await page.getByRole('textbox', { name: '搜索', exact: true }).fill('客户');
    await page.getByRole('button', { name: '“客户”的字段' }).first().click();
    await page
      .getByRole('button', { name: /account\.name/ })
      .first()
      .click();
    expect(await editor.textContent()).toBe('account.name');
    await page.getByText('函数', { exact: true }).first().click();
    await page.getByRole('textbox', { name: '搜索', exact: true }).fill('左');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: '收起字段与函数' }).click();
  }, 60_000);
});
