import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { choose, eventually, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const RULES = '/designer/objects/opportunity/rules';

describe.skipIf(!chromiumPath)('the rules of an object', () => {
  const world = useWorld();

  const rulesIn = async () => {
    const answer = await world.served.call('admin', 'GET', '/api/metadata/draft/object/opportunity');
    return (answer.body.body ?? answer.body)['x-rules'];
  };

  test('stand in sentences; a new one is made of conditions and holds as text', async () => {
    const page = await world.open('admin', RULES, { language: 'en' });
    await page.getByText('When Stage changes and Stage › Kind is Lost: “Lost reason” is required.').waitFor();
    expect(await faultsOf(page)).toEqual([]);

    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByRole('button', { name: 'Condition', exact: true }).click();
    await choose(page, 'Condition 1: field', 'Amount');
    await choose(page, 'Condition 1: operator', 'is more than');
    await page.getByRole('spinbutton', { name: 'Condition 1: value' }).fill('100000');
    await page.getByText('amount > 100000', { exact: true }).waitFor();
    await page.getByLabel('Fields', { exact: true }).click();
    await page.keyboard.type('Next step');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByText('When Amount is more than 100000: “Next step” is required.').waitFor();
    expect(await faultsOf(page)).toEqual([]);

    // the same as text, and lines again
    await page.getByText('Expression', { exact: true }).click();
    await page.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type(' && amount * 2 > 5');
    await page.getByText('This part has no line of its own. It stays an expression:').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('amount > 100000 && next_step == null');
    await page.getByText('Conditions', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Condition 2: operator' }).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(async () => (await rulesIn()).at(-1)).toMatchObject({
      when: 'amount > 100000 && next_step == null',
      require: ['next_step'],
    });
    await page.getByRole('button', { name: /^Remove: When Amount is more than 100000/ }).click();
    await eventually(async () => (await rulesIn()).length).toBe(2);
  }, 120_000);

  test('on a phone, in Chinese', async () => {
    const page = await world.open('admin', RULES, { language: 'zh-CN', width: 360, height: 740 });
    await page.getByRole('button', { name: /^当阶段 › 类别不等于输单时/ }).click();
    await page.getByRole('combobox', { name: '条件 1：字段' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: '取消' }).click();
  }, 60_000);
});
