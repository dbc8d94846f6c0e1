import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { importCsv } from '../../support/import-csv.ts';
import { objectBody, planOf, publishInto, type TestDocuments } from '../../support/workspace-of.ts';

let world: TestEngine;
let shop: string;

const label = (en: string) => ({ en, 'zh-CN': `${en}（中）` });
const option = (value: string) => ({ value, labels: { en: value } });

/** Bills with two numbers of theirs and lines with a third one; what they come to is rolled up into their shop. */
const documents = (gapless = true): TestDocuments => ({
  'object/shop': objectBody('shop', {
    name: { type: 'text' },
    bills: { type: 'rollup', rollup: { function: 'count', object: 'bill', via: 'shop' } },
  }),
  'object/bill': objectBody(
    'bill',
    {
      name: { type: 'text', unique: true },
      kind: { type: 'select', options: ['IN', 'OUT'].map(option) },
      shop: { type: 'lookup', target: 'shop' },
      number: { type: 'autonumber', format: '{scope}-{0}', scope: 'kind', unique: true, gapless },
      serial: { type: 'autonumber', format: '{0}', gapless },
      items: { type: 'lineItems', lineItems: { target: 'bill_line', via: 'bill' } },
    },
    {
      required: ['name'],
      'x-rules': [
        { check: 'name != "forbidden"', message: label('Not that.') },
        { check: '!items.exists(i, i.name == "too late")', message: label('No such line.') },
      ],
    },
  ),
  'object/bill_line': objectBody(
    'bill_line',
    {
      bill: { type: 'lookup', target: 'bill', onDelete: 'cascade' },
      name: { type: 'text' },
      number: { type: 'autonumber', format: '{0}', gapless },
    },
    { head: { ownership: 'none' }, required: ['name', 'bill'] },
  ),
});

const send = (path: string, body: unknown, method = 'POST') =>
  world.call('admin', method, `/api/records/${path}`, body);

const list = async (object: string, rest = ''): Promise<any[]> =>
  (await world.call('admin', 'GET', `/api/records/${object}?limit=1000${rest}`)).body.records;

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** Numbers of all records, those in the bin included, have no gap and none comes twice. */
async function expectNoGap(): Promise<void> {
  const bills = [...(await list('bill')), ...(await list('bill', '&deleted=only'))];
  expect(sorted(bills.map(({ serial }) => Number(serial)))).toEqual(upTo(bills.length));
  for (const kind of ['IN', 'OUT']) {
    const numbers = bills
      .filter((bill) => bill.kind === kind)
      .map(({ number }) => Number(number.slice(kind.length + 1)));
    expect(sorted(numbers), kind).toEqual(upTo(numbers.length));
  }
  const lines = [...(await list('bill_line')), ...(await list('bill_line', '&deleted=only'))];
  expect(sorted(lines.map(({ number }) => Number(number)))).toEqual(upTo(lines.length));
}

let count = 0;
const kindOf = (n: number) => (n % 2 === 0 ? 'IN' : 'OUT');
const fresh = (kind = kindOf(count)) => ({ name: `bill ${++count}`, kind, shop });

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents());
  expect(published.status, published.text).toBe(200);
  shop = (await send('shop', { name: 'corner' })).body.id;
});

afterAll(() => world.close());

test('the API says which numbers have no gaps', async () => {
  const { body } = await world.call('admin', 'GET', '/api/model/bill');
  const told = (name: string) => body.fields.find((field: any) => field.name === name).settings;
  expect(told('serial')).toEqual({ gapless: true });
});

test('what rules, unique values or line items refuse gives its number back', async () => {
  const first = await send('bill', fresh('IN'));
  expect(first.body).toMatchObject({ number: 'IN-1', serial: '1' });
  const refused = await Promise.all([
    send('bill', { ...fresh('IN'), name: 'forbidden' }),
    send('bill', { ...fresh('IN'), name: first.body.name }),
    send('bill', { ...fresh('IN'), items: [{ name: 'fine' }, { name: 'too late' }] }),
    send('bill', { ...fresh('IN'), items: [{ name: 'fine' }, {}] }),
    send('bill/batch', [
      { op: 'create', values: fresh('IN') },
      { op: 'create', values: fresh('OUT') },
      { op: 'update', id: first.body.id, values: { name: 'forbidden' } },
    ]),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([422, 409, 422, 422, 422]);
  const next = await send('bill', { ...fresh('IN'), items: [{ name: 'one' }, { name: 'two' }] });
  expect(next.body, next.text).toMatchObject({ number: 'IN-2', serial: '2' });
  await expectNoGap();
});

test('a batch takes its numbers in the order of its lines', async () => {
  const before = (await list('bill')).length;
  const { status, body, text } = await send(
    'bill/batch',
    Array.from({ length: 5 }, () => ({ op: 'create', values: fresh('OUT') })),
  );
  expect(status, text).toBe(200);
  const ids = body.results.map(({ id }: any) => id);
  const made = new Map((await list('bill')).map(({ id, serial, number }) => [id, `${serial} ${number}`]));
  expect(ids.map((id: string) => made.get(id))).toEqual(upTo(5).map((n) => `${before + n} OUT-${n}`));
});

test('eight writers at once, with failures in their midst, leave no gap and meet no deadlock', async () => {
  const [target] = await list('bill');
  const batch = (n: number, ...last: object[]) => [
    // locks a record and its shop first, then counts, in both orders of kinds
    { op: 'update', id: target.id, values: { kind: target.kind, items: { add: [{ name: `of ${n}` }] } } },
    { op: 'create', values: fresh(kindOf(n)) },
    { op: 'update', id: target.id, values: { shop } },
    { op: 'create', values: fresh(kindOf(n + 1)) },
    ...last,
  ];
  const bad = { op: 'create', values: { ...fresh(), name: 'forbidden' } };
  const work: readonly ((n: number) => [path: string, body: unknown, method?: string])[] = [
    () => ['bill', fresh()],
    () => ['bill', { ...fresh(), name: target.name }],
    () => ['bill', { ...fresh(), items: [{ name: 'a' }, { name: 'b' }] }],
    () => ['bill', { ...fresh(), items: [{ name: 'a' }, { name: 'too late' }] }],
    (n) => ['bill/batch', batch(n)],
    (n) => ['bill/batch', batch(n, bad)],
    (n) => ['bill/batch?mode=each', batch(n, bad)],
    (n) => [`bill/${target.id}`, { items: { add: [{ name: `again ${n}` }] } }, 'PATCH'],
    () => ['bill_line', { bill: target.id, name: 'alone' }],
  ];
  const statuses = new Map<number, number>();
  await Promise.all(
    upTo(8).map(async (writer) => {
      for (let round = 0; round < work.length; round++) {
        const [path, body, method] = work[(writer + round) % work.length]!(writer + round);
        const { status, text } = await send(path, body, method);
        expect([200, 201, 409, 422], text).toContain(status);
        // 409 is a value that another record has, never a wait that was given up
        if (status === 409) expect(text).not.toContain('record.conflict');
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }),
  );
  expect([...statuses.keys()].sort()).toEqual([200, 201, 409, 422]);
  await expectNoGap();
});

test('an import beside other writers leaves none either, and its undoing keeps its numbers in the bin', async () => {
  const rows = upTo(60).map((n) => {
    // one row that a rule refuses, one whose value another row has
    const name = n % 20 === 7 ? 'forbidden' : n % 20 === 8 ? `row ${n - 4}` : `row ${n}`;
    return `${name},${kindOf(n)}`;
  });
  const [answer] = await Promise.all([
    importCsv(world, 'bill', ['name,kind', ...rows].join('\n')),
    ...upTo(12).map((n) => send('bill', n % 4 === 0 ? { ...fresh(), name: 'forbidden' } : fresh())),
  ]);
  expect(answer.body).toMatchObject({ created: 54 });
  await expectNoGap();
  const undone = await world.call('admin', 'POST', `/api/imports/${answer.body.id}/undo`, {});
  expect(undone.status, undone.text).toBe(200);
  expect((await list('bill', '&deleted=only')).length).toBe(54);
  await send('bill', fresh());
  await expectNoGap();
});

test('that there are no gaps can be changed: a safe change, and counting goes on', async () => {
  const { changes } = await planOf(world, documents(false), 'tested');
  expect(changes.map(({ kind, risk }: any) => `${kind} ${risk}`)).toEqual(
    Array(3).fill('change-gapless safe'),
  );
  const before = [...(await list('bill')), ...(await list('bill', '&deleted=only'))].length;
  expect((await publishInto(world, documents(false))).status).toBe(200);
  expect((await send('bill', fresh())).body.serial).toBe(String(before + 1));
  expect((await publishInto(world, documents())).status).toBe(200);
  expect((await send('bill', fresh())).body.serial).toBe(String(before + 2));
});
