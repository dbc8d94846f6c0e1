import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { publishOrders } from './line-items-world.ts';

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
  await publishOrders(world);
});
afterAll(() => world.close());

async function load(text: string, options: object = {}) {
  const form = new FormData();
  form.append('options', JSON.stringify({ files: [{ object: 'purchase', file: 'f.csv', ...options }] }));
  form.append('files', new Blob([text]), 'f.csv');
  const headers = {
    Authorization: `Bearer ${world.keyOf('admin')}`,
    Prefer: 'wait=60',
    'Accept-Language': 'en',
  };
  const request = new Request(`${world.engine.address}/api/imports`, { method: 'POST', body: form, headers });
  return (await world.engine.fetch(request)).json();
}

const orders = async (name: string) =>
  (
    await world.call(
      'admin',
      'GET',
      `/api/records/purchase?filter=name.startsWith("${name}")&sort=name&fields=name,total,items.name,items.quantity`,
    )
  ).body.records;

test('rows of one record below each other are its line items, by key, by what they say or by saying nothing more', async () => {
  const made = await load(
    'name,items.name,items.quantity,items.price\nA1,screw,2,1.5\nA1,nut,3,2\nA2,bolt,1,4\n,washer,10,0.1\nA3,,,\n',
  );
  expect(made).toMatchObject({ rows: 5, created: 3, failed: 0 });
  expect(await orders('A')).toMatchObject([
    { name: 'A1', total: '9.00', items: [{ name: 'screw', quantity: 2 }, { name: 'nut' }] },
    { name: 'A2', total: '5.00', items: [{ name: 'bolt' }, { name: 'washer', quantity: 10 }] },
    { name: 'A3', items: [] },
  ]);
});

test('labels name line items as well; what is wrong in a line refuses its record and says where', async () => {
  const made = await load(
    '_key,name,items（中）.name（中）,items.quantity\n1,B1,screw,2\n1,B1,nut,none\n2,B2,bolt,0\n3,B3,ok,1\n3,other,ok2,1\n4,B4,fine,1\n',
  );
  expect(made).toMatchObject({ rows: 6, created: 1, failed: 5 });
  const problems = made.files[0].problems.map(
    ({ column, code }: Record<string, string>) => `${column} ${code}`,
  );
  expect(problems.sort()).toEqual([
    'items.quantity record.least',
    'items.quantity value.number',
    'name import.line_differs',
  ]);
  expect((await orders('B')).map(({ name }: { name: string }) => name)).toEqual(['B4']);
});

test('a file longer than what is taken at once keeps records whole', async () => {
  const rows = Array.from(
    { length: 1_200 },
    (_, i) => `C${String(Math.floor(i / 7)).padStart(4, '0')},line ${i},1`,
  );
  const made = await load(`name,items.name,items.price\n${rows.join('\n')}\n`);
  expect(made).toMatchObject({ rows: 1_200, created: 172, failed: 0 });
  const { body } = await world.call(
    'admin',
    'GET',
    '/api/records/purchase/aggregate?measures=count(),sum(pieces)&filter=name.startsWith("C")',
  );
  expect(JSON.stringify(body)).toContain('1200');
  const all = await orders('C00');
  expect(all.every(({ items }: { items: unknown[] }) => items.length === 7)).toBe(true);
});
