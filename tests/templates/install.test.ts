import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '../../engine/context.ts';
import { describeImport, readOptions, runImport } from '../../engine/imports/index.ts';
import { applyFolder, planFolder, removeSeed, seedPackage } from '../../engine/packages/index.ts';
import { engineActor } from '../../engine/people/index.ts';
import { listRecords } from '../../engine/records/index.ts';
import { type PublishWorld, publishWorld, type TestWorkspace } from '../engine/publish/publish-world.ts';
import { vaultsOf } from '../support/vaults.ts';
import { seedFiles, seedRows } from './folder.ts';

const CRM = 'templates/crm';
const MAVEN = 'examples/maven';

let world: PublishWorld;
let workspace: TestWorkspace;

beforeAll(async () => {
  world = await publishWorld();
  workspace = await world.workspace();
}, 60_000);
afterAll(() => world?.close());

const context = async (now = new Date('2026-03-04T02:00:00Z')): Promise<RequestContext> => ({
  db: world.db,
  workspace: workspace.workspace,
  model: await workspace.model(),
  actor: engineActor('seed'),
  locale: 'en',
  now,
  secretKey: 'k'.repeat(40),
  vault: vaultsOf(world.db).of(workspace.workspace),
});

const apply = (folder: string) => applyFolder(workspace, folder, { actor: null });

async function rowsOf(object: string, fields: readonly string[], filter?: string) {
  const request = { fields, sort: [], limit: 1000, offset: 0, deleted: false, ...(filter && { filter }) };
  const { records } = JSON.parse(await listRecords(await context(), object, request));
  return records as Record<string, any>[];
}

test('crm is applied, and applied again it changes nothing', async () => {
  expect((await apply(CRM)).version).toBe(2);
  expect((await planFolder(workspace, CRM)).plan.changes).toEqual([]);
}, 60_000);

describe('its demo rows', () => {
  test('all come in, on the day of install', async () => {
    const report = (await seedPackage(await context(), CRM)) as any;
    const counts = report.files.map(({ object, created, failed }: any) => [object, created, failed]);
    expect(counts).toEqual(seedFiles(CRM).map((file) => [file.object, seedRows(CRM, file).length, 0]));
    expect(report.name).toBe('demo:crm@0.1.0');

    const [first] = await rowsOf(
      'opportunity',
      ['close_date', 'owner.email', 'account.name'],
      'name == "砚溪精密 WMS 企业版二期"',
    );
    expect(first).toMatchObject({
      close_date: '2026-03-22',
      owner: { email: 'lin.ruoxi@example.com' },
      account: { name: '苏州砚溪精密制造有限公司' },
    });
    const [talk] = await rowsOf('follow_up', ['followed_at'], 'followed_at != null');
    expect(talk!.followed_at).toMatch(/^202[56]-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
  }, 60_000);

  test('go again without a trace', async () => {
    await removeSeed(await context(), 'crm');
    for (const { object } of seedFiles(CRM)) expect(await rowsOf(object, ['id'])).toEqual([]);
  }, 60_000);
});

describe('examples/maven', () => {
  const CSVS: Readonly<Record<string, string>> = {
    'sales_teams.csv':
      'sales_agent,manager,regional_office\nAda Brook,Ben Hill,East\nCy Dale,Ben Hill,West\n',
    'products.csv': 'product,series,sales_price\nGTX Pro,GTX,4821\n',
    'accounts.csv':
      'account,sector,year_established,revenue,employees,office_location,subsidiary_of\nChild,technolgy,2000,1.5,9,Philipines,Parent\nParent,retail,1999,2.25,8,United States,\n',
    'sales_pipeline.csv':
      'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\nA1,Ada Brook,GTXPro,Child,Won,2017-01-02,2017-03-04,1054\nA2,Cy Dale,GTX Pro,,Engaging,2017-01-02,,\nA3,Cy Dale,GTX Pro,Parent,Lost,2017-01-02,2017-02-03,0\n',
  };
  const mapping = JSON.parse(readFileSync(join(MAVEN, 'mappings/import.json'), 'utf8'));

  const bring = async (): Promise<any> => {
    const ctx = await context();
    const sources = Object.entries(CSVS).map(([name, text]) => ({
      name,
      open: async function* () {
        yield Buffer.from(text);
      },
    }));
    return describeImport(ctx, await runImport(ctx, readOptions(mapping), sources));
  };

  test('is applied on top, and applied again it changes nothing', async () => {
    await apply(MAVEN);
    expect((await planFolder(workspace, MAVEN)).plan.changes).toEqual([]);
    expect((await planFolder(workspace, CRM)).plan.changes).toEqual([]);
  }, 60_000);

  test('reads its files as the mapping says', async () => {
    const { files, failed } = await bring();
    expect(failed, JSON.stringify(files)).toBe(0);
    const people = await rowsOf('user', ['name', 'manager.name', 'regional_office', 'person']);
    expect(
      people
        .map(({ name, manager, regional_office: office }) => [name, manager?.name ?? null, office])
        .sort(),
    ).toEqual([
      ['Ada Brook', 'Ben Hill', 'east'],
      ['Ben Hill', null, null],
      ['Cy Dale', 'Ben Hill', 'west'],
    ]);
    expect(people.every(({ person }) => person === null)).toBe(true);
    const deals = await rowsOf('opportunity', [
      'name',
      'external_no',
      'owner.name',
      'stage',
      'lost_reason',
      'amount',
      'account.parent.name',
      'account.country',
    ]);
    expect(deals).toHaveLength(3);
    expect(deals.find(({ external_no: no }) => no === 'A1')).toMatchObject({
      name: 'A1',
      owner: { name: 'Ada Brook' },
      stage: 'won',
      lost_reason: null,
      amount: '1054.00',
      account: { parent: { name: 'Parent' }, country: 'PH' },
    });
    expect(deals.find(({ name }) => name === 'A2')).toMatchObject({
      stage: 'qualification',
      amount: null,
      account: null,
    });
    expect(deals.find(({ name }) => name === 'A3')).toMatchObject({ stage: 'lost', lost_reason: 'unknown' });
  }, 60_000);

  test('brings nothing twice', async () => {
    const { files } = await bring();
    expect(files.map(({ created, failed }: any) => [created, failed])).toEqual(files.map(() => [0, 0]));
  }, 60_000);
});
