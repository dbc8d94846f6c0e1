import { describe, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { eventually, useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const LEADS = '/designer/objects/lead/permissions';

describe.skipIf(!chromiumPath)('who sees the records of an object', () => {
  const world = useWorld();

  const drafted = async (address: string) => {
    const answer = await world.served.call('admin', 'GET', `/api/metadata/draft/${address}`);
    return answer.body.body ?? answer.body;
  };

  test('stands by role, by sharing and by restriction; rules are made of conditions', async () => {
    const page = await world.open('admin', `${LEADS}?field=phone`, { language: 'en' });
    const sales = page.getByRole('row', { name: /^Sales(?! manager)/ });
    await eventually(() => sales.textContent()).toMatch(/Own.*Edit$/);
    expect(await faultsOf(page)).toEqual([]);

    await page.getByRole('button', { name: 'Add sharing rule' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Choose at least one role.').waitFor();
    await page.getByLabel('Label (English)').fill('Leads of Suzhou');
    await page.getByLabel('Share with').click();
    await page.keyboard.type('Sales');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByText('Expression', { exact: true }).click();
    await page.locator('.cm-content').click();
    await page.keyboard.type('company == "Suzhou Robots"');
    await page.getByText('Shared with Sales: records where Company is “Suzhou Robots” (Read).').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(() => drafted('sharing-rule/lead.leads_of_suzhou')).toMatchObject({
      name: 'leads_of_suzhou',
      object: 'lead',
      to: ['sales'],
      where: 'company == "Suzhou Robots"',
    });

    await page.getByRole('button', { name: 'Add restriction' }).click();
    await page.getByLabel('Label (English)').fill('Named leads');
    await page.getByText('Expression', { exact: true }).click();
    await page.locator('.cm-content').click();
    await page.keyboard.type('has(company)');
    await page.getByRole('checkbox', { name: 'Export' }).check();
    await page.getByText(/^Everybody reaches only records where Company .* \(Export\)\.$/).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(() => drafted('restriction-rule/lead.named_leads')).toMatchObject({
      allow: 'has(company)',
      do: ['export'],
    });
    const plan = await world.served.call('admin', 'POST', '/api/metadata/draft/plan', {});
    expect(plan.status, plan.text).toBe(200);

    await page.getByRole('button', { name: 'Remove: Named leads' }).click();
    await eventually(() => page.getByText(/^Everybody reaches only/).count()).toBe(0);
  });

  test('fits a phone', async () => {
    const page = await world.open('admin', LEADS, { language: 'zh-CN', width: 360, height: 740 });
    await page.getByRole('heading', { name: '谁能看到' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});
