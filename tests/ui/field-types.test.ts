import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectBody, publishInto } from '../support/workspace-of.ts';
import { chromiumPath } from './browser.ts';
import { choose, eventually, useWorld } from './world.ts';

const option = (value: string, en: string, zh: string, parents?: readonly string[]) => ({
  value,
  labels: { en, 'zh-CN': zh },
  ...(parents && { parents }),
});

const labels = (en: string, zh: string) => ({ labels: { en, 'zh-CN': zh } });

const visit = objectBody(
  'visit',
  {
    name: { type: 'text', ...labels('Subject', '主题') },
    minutes: { type: 'richText', ...labels('Minutes', '会议纪要') },
    plan: { type: 'markdown', ...labels('Plan', '计划') },
    spent: { type: 'duration', ...labels('Time spent', '用时') },
    config: { type: 'json', ...labels('Settings', '配置') },
    country: {
      type: 'select',
      ...labels('Country', '国家'),
      options: [option('cn', 'China', '中国'), option('nl', 'Netherlands', '荷兰')],
    },
    city: {
      type: 'select',
      dependsOn: 'country',
      ...labels('City', '城市'),
      options: [option('suzhou', 'Suzhou', '苏州', ['cn']), option('utrecht', 'Utrecht', '乌得勒支', ['nl'])],
    },
    origin: {
      type: 'select',
      allowOther: true,
      ...labels('Origin', '来源'),
      options: [option('fair', 'Fair', '展会')],
    },
    zone: { type: 'select', optionsFrom: 'timeZones', ...labels('Time zone', '时区') },
    scans: { type: 'files', accept: ['pdf', 'image'], maxSize: 2, maxFiles: 5, ...labels('Scans', '扫描件') },
    badge: { type: 'image', ...labels('Badge', '徽章') },
  },
  { head: { labels: { en: 'Visit', 'zh-CN': '拜访' }, plural: { en: 'Visits', 'zh-CN': '拜访' } } },
);
Object.assign(visit.properties.config['x-field'], {
  schema: {
    type: 'object',
    properties: { rate: { type: 'number', maximum: 1 } },
    required: ['rate'],
  },
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
);

describe.skipIf(!chromiumPath)('field types in a browser', () => {
  const world = useWorld();
  let folder: string;
  beforeAll(async () => {
    const { status, text } = await publishInto(world.served, { 'object/visit': visit }, 'visits');
    expect(status, text).toBe(200);
    folder = await mkdtemp(join(tmpdir(), 'guanxi-ui-'));
    await writeFile(join(folder, 'scan.pdf'), '%PDF-1.7 a scan');
    await writeFile(join(folder, 'badge.png'), PNG);
    await writeFile(join(folder, 'fake.pdf'), '<html><script>alert(1)</script>');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const read = async (id: string) =>
    (await world.served.call('admin', 'GET', `/api/records/visit/${id}`)).body;

  test('each is filled in as people do, saved, and shown', async () => {
    const page = await world.open('admin', '/o/visit/new');
    const form = page.locator('.gx-form');
    await form.getByLabel('Subject').fill('First visit');

    const minutes = form.getByRole('textbox', { name: 'Minutes' });
    await minutes.click();
    await page.keyboard.type('Agreed: ');
    await form.getByRole('button', { name: 'Bold' }).click();
    await page.keyboard.type('net 30');

    await form.getByLabel('Plan').fill('# Next\n\n- **call** again\n<img src=x onerror=alert(1)>');
    await form.getByRole('button', { name: 'Preview' }).click();
    await form.getByRole('heading', { name: 'Next' }).waitFor();
    expect(await form.locator('.gx-preview img').count()).toBe(0);

    await form.getByLabel('Time spent').fill('1h 30m');
    await form.getByLabel('Settings').fill('{"rate": 2}');
    await form.getByText(/maximum/).waitFor();
    await form.getByLabel('Settings').fill('{"rate": 0.5}');

    await choose(page, 'Country', 'China');
    await choose(page, 'City', 'Suzhou');
    await page.getByRole('combobox', { name: 'City' }).click();
    expect(await page.locator('.ant-select-item-option', { hasText: 'Utrecht' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await choose(page, 'Origin', 'Word of mouth');
    await choose(page, 'Time zone', 'Asia/Shanghai');

    const chooser = form.locator('[data-field=scans] input[type=file]');
    await chooser.setInputFiles([join(folder, 'scan.pdf'), join(folder, 'fake.pdf')]);
    await form.getByText(/octet-stream by its content/).waitFor();
    await form.getByRole('button', { name: 'Dismiss fake.pdf' }).click();
    await form.getByRole('button', { name: 'Remove scan.pdf' }).waitFor();
    const bytes = PNG.toString('base64');
    const dropped = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      const binary = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
      transfer.items.add(new File([binary], 'badge.png', { type: 'text/html' }));
      return transfer;
    }, bytes);
    await form.locator('[data-field=badge] .gx-drop').dispatchEvent('drop', { dataTransfer: dropped });
    await form.getByRole('button', { name: 'Remove badge.png' }).waitFor();

    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'First visit' }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    expect(await read(id)).toMatchObject({
      minutes: '<p>Agreed: <strong>net 30</strong></p>',
      plan: '# Next\n\n- **call** again\n<img src=x onerror=alert(1)>',
      spent: 5400,
      config: { rate: 0.5 },
      country: 'cn',
      city: 'suzhou',
      origin: 'Word of mouth',
      zone: 'Asia/Shanghai',
      scans: [{ name: 'scan.pdf', type: 'application/pdf' }],
      badge: { name: 'badge.png', type: 'image/png' },
    });
    await page.locator('.gx-rich-text strong', { hasText: 'net 30' }).waitFor();
    await page.getByText('1h 30m').first().waitFor();
    await eventually(() =>
      page
        .locator('.gx-file-picture')
        .evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth)),
    ).toEqual([10]);
    await page.getByRole('button', { name: 'View badge.png' }).press('Enter');
    const box = page.getByRole('dialog', { name: 'badge.png' });
    await box.getByRole('img', { name: 'badge.png' }).waitFor();
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'View badge.png',
    );
    const saving = page.waitForEvent('download');
    await page.getByRole('link', { name: /scan\.pdf/ }).click();
    expect((await saving).suggestedFilename()).toBe('scan.pdf');

    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await choose(page, 'Country', 'Netherlands');
    // what no longer goes with it is taken back
    await eventually(() =>
      dialog
        .locator(
          '[data-field=city] .ant-select-selection-item, [data-field=city] .ant-select-content-has-value',
        )
        .count(),
    ).toBe(0);
    await choose(page, 'City', 'Utrecht');
    await dialog.getByRole('button', { name: 'Remove scan.pdf' }).click();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(async () => (await read(id)).city).toBe('utrecht');
    expect(await read(id)).toMatchObject({ country: 'nl', scans: [] });
  }, 90_000);
});
