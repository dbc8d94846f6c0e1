import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/index.ts';
import { publishDocuments, runSteps } from '../../../engine/publish/index.ts';
import { vaultsOf } from '../../support/vaults.ts';
import {
  changed,
  editing,
  field,
  object,
  type PublishWorld,
  publishWorld,
  type TestWorkspace,
} from './publish-world.ts';

let world: PublishWorld;

beforeAll(async () => {
  world = await publishWorld();
});
afterAll(async () => world?.close());

const sum = (of: string, via: string, name: string, words = {}) =>
  field('rollup', { label: 'Sum', rollup: { function: 'sum', object: of, via, field: name, ...words } });

/** Bills with amounts in any currency, summed up into their shop, and those into its town. */
const DOCUMENTS = [
  object('town', { revenue: sum('shop', 'town', 'revenue') }),
  object('shop', {
    town: field('lookup', { label: 'Town', target: 'town' }),
    revenue: sum('bill', 'shop', 'price'),
    count: field('rollup', { label: 'Count', rollup: { function: 'count', object: 'bill', via: 'shop' } }),
  }),
  object('bill', {
    shop: field('lookup', { label: 'Shop', target: 'shop' }),
    price: field('money', { label: 'Price' }),
    budget: field('currency', { label: 'Budget' }),
  }),
];

interface Amount {
  readonly amount: string;
  readonly currency: string;
  readonly rate: string;
  readonly base: string;
}

const amountOf = (currency: string, amount: string, rate: string, base: string): Amount => ({
  amount,
  currency,
  rate,
  base,
});

async function insertBill(workspace: TestWorkspace, shop: string, price: Amount, day = '2026-03-01') {
  const { amount, currency, rate, base } = price;
  const id = await workspace.insert('bill', {
    name: currency,
    shop,
    budget: '100',
    'price/amount': amount,
    'price/currency': currency,
    'price/rate': rate,
    'price/': base,
  });
  await query(world.db.direct(), {
    text: `UPDATE ${await tableOf(workspace, 'bill')} SET created_at = $2::timestamptz WHERE id = $1::uuid`,
    values: [id, `${day}T12:00:00Z`],
  });
  return id;
}

const tableOf = async ({ model, workspace }: TestWorkspace, name: string) =>
  qualified(workspace.schema, (await model()).objects.get(name)!.table);

/** Amounts as stored, in the order in which they came in. */
async function prices(workspace: TestWorkspace): Promise<string[]> {
  const { columns } = (await workspace.model()).objects.get('bill')!.fields.get('price')!;
  const cell = (part: string) => `trim_scale(t."${columns.find((one) => one.part === part)!.name}")`;
  const { rows } = await query<{ told: string }>(world.db.direct(), {
    text: `SELECT ${cell('amount')} || ' @ ' || ${cell('rate')} || ' = ' || ${cell('')} AS told FROM ${await tableOf(workspace, 'bill')} t ORDER BY t.id`,
  });
  return rows.map(({ told }) => told);
}

const toCurrency = (currency: string, rates: readonly object[]) =>
  editing('settings/workspace', (body) => {
    body.currency = currency;
    body.rates = rates;
  });

const TO_USD = toCurrency('USD', [
  { currency: 'CNY', rate: '0.14' },
  { currency: 'EUR', rate: '1.1' },
  { currency: 'EUR', rate: '1.25', from: '2026-02-01' },
  { currency: 'EUR', rate: '9', from: '2026-05-01' },
]);
const TO_CNY = toCurrency('CNY', [
  { currency: 'USD', rate: '7' },
  { currency: 'EUR', rate: '8' },
]);

async function shopWithBills(): Promise<TestWorkspace> {
  const workspace = await world.workspace(...DOCUMENTS);
  await workspace.publish(TO_CNY);
  const town = await workspace.insert('town', { name: 'town', revenue: '970' });
  const shop = await workspace.insert('shop', { name: 'shop', town, revenue: '970', count: '4' });
  await insertBill(workspace, shop, amountOf('CNY', '100', '1', '100'));
  await insertBill(workspace, shop, amountOf('USD', '10', '7', '70'));
  // before and behind the day on which another rate begins; one with a rate that somebody gave
  await insertBill(workspace, shop, amountOf('EUR', '50', '8', '400'), '2026-01-31');
  await insertBill(workspace, shop, amountOf('EUR', '50', '8', '400'), '2026-02-01');
  return workspace;
}

const CONVERTED = ['100 @ 0.14 = 14', '10 @ 1 = 10', '50 @ 1.1 = 55', '50 @ 1.25 = 62.5'];

describe('another currency of the workspace', () => {
  test('converts what says its currency, at the rate of its day, and what is rolled up from it', async () => {
    const workspace = await shopWithBills();
    const plan = await workspace.plan(TO_USD);
    expect(plan.changes.map(({ kind, risk, rows }) => ({ kind, risk, rows }))).toEqual([
      { kind: 'change-currency', risk: 'fill', rows: 4 },
      { kind: 'change-document', risk: 'safe', rows: undefined },
    ]);
    expect(plan.findings.map(({ code, blocking }) => ({ code, blocking }))).toEqual([
      { code: 'publish.amounts_converted', blocking: false },
      { code: 'publish.amounts_kept', blocking: false },
    ]);
    const [converted, kept] = plan.findings;
    expect(converted!.message.en).toMatch(
      /^4 values of 1 fields are converted into USD .*: Price \(bill\)\./,
    );
    expect(converted!.message['zh-CN']).toMatch(
      /^1 个字段的 4 个值将按工作区汇率换算为 USD.*：Price（bill（中））/,
    );
    expect(kept!.message.en).toContain('Budget (bill). They are not converted: 100 CNY become 100 USD.');
    await workspace.publish(TO_USD);
    expect(await prices(workspace)).toEqual(CONVERTED);
    expect(await workspace.values('bill', 'budget')).toEqual(['100', '100', '100', '100']);
    expect(await workspace.values('shop', 'revenue')).toEqual(['141.50']);
    expect(await workspace.values('town', 'revenue')).toEqual(['141.50']);
    const versions = `SELECT DISTINCT version::int FROM ${await tableOf(workspace, 'bill')}`;
    expect((await query(world.db.direct(), { text: versions })).rows).toEqual([{ version: 1 }]);
  });

  test('and back again comes to what it was: amounts stay as they are', async () => {
    const workspace = await shopWithBills();
    const before = await prices(workspace);
    await workspace.publish(TO_USD);
    await workspace.publish(TO_CNY);
    expect(await prices(workspace)).toEqual(before);
    expect(await workspace.values('town', 'revenue')).toEqual(['970.00']);
  });

  test('is refused as long as a rate is missing, and says of which currency', async () => {
    const workspace = await shopWithBills();
    const late = toCurrency('USD', [
      { currency: 'CNY', rate: '0.14' },
      { currency: 'EUR', rate: '1.1', from: '2026-02-01' },
    ]);
    const { findings } = await workspace.plan(late);
    expect(findings[0]).toMatchObject({ code: 'publish.rate_missing', count: 1, blocking: true });
    expect(findings[0]!.message.en).toContain('1 values of Price (bill) are in EUR');
    await expect(workspace.publish(late)).rejects.toMatchObject({ code: 'publish.blocked' });
    const none = toCurrency('USD', []);
    const all = await workspace.plan(none);
    expect(all.findings[0]!.message['zh-CN']).toContain('的币种为 CNY, EUR');
    expect((await prices(workspace))[0]).toBe('100 @ 1 = 100');
  });

  test('a value in a currency without a rate that comes in meanwhile stops the publish', async () => {
    const workspace = await shopWithBills();
    const shop = (
      await query<{ id: string }>(world.db.direct(), {
        text: `SELECT id FROM ${await tableOf(workspace, 'shop')}`,
      })
    ).rows[0]!.id;
    const fault = async (point: string) => {
      if (point === 'before-lock') await insertBill(workspace, shop, amountOf('JPY', '100', '0.05', '5'));
    };
    const late = publishDocuments({ ...workspace, fault: fault as never }, changed(TO_USD), { actor: null });
    await expect(late).rejects.toMatchObject({ code: 'publish.findings_worse' });
    expect((await prices(workspace))[0]).toBe('100 @ 1 = 100');
  });

  test('goes on where it was stopped, may be done twice, and gives way to a later one', async () => {
    const workspace = await shopWithBills();
    const steps = qualified(workspace.workspace.schema, '_meta_step');
    const { version } = await publishDocuments(workspace, changed(TO_USD), { actor: null });
    const stopped = AbortSignal.abort();
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db), signal: stopped });
    expect((await prices(workspace))[0]).toBe('100 @ 1 = 100');
    // what looks at the amounts waits for them, whichever process takes it
    await query(world.db.direct(), {
      text: `UPDATE ${steps} SET state = 'running', owner = 'other', heartbeat_at = now() WHERE kind = 'convert' AND v = $1`,
      values: [version],
    });
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect(await workspace.values('shop', 'revenue')).toEqual(['970']);
    const again = (state: string) =>
      query(world.db.direct(), {
        text: `UPDATE ${steps} SET state = $2, owner = NULL, cursor = NULL WHERE kind = 'convert' AND v = $1`,
        values: [version, state],
      });
    for (let time = 0; time < 2; time++) {
      await again('pending');
      await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
      expect(await prices(workspace)).toEqual(CONVERTED);
      expect(await workspace.values('town', 'revenue')).toEqual(['141.50']);
    }
    await workspace.publish(TO_CNY);
    await again('pending');
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect((await prices(workspace))[0]).toBe('100 @ 1 = 100');
  });
});
