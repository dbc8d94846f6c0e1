import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyRollups } from '../../../engine/rollups/index.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { publishOrders } from './line-items-world.ts';

const WRITERS = 8;
const WRITES = 12;

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
  await publishOrders(world);
});
afterAll(() => world.close());

interface Line {
  readonly id: string;
  readonly name: string;
  readonly amount: string;
}

const LIST = '/api/records/purchase';
const read = async (id: string): Promise<{ version: number; total: string; items: readonly Line[] }> =>
  (await world.call('admin', 'GET', `${LIST}/${id}?fields=version,total,items.name,items.amount`)).body;

/** A generator of numbers below one that is the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test("eight writers of one record's line items and of the lines by themselves lose nothing, not even the order", {
  timeout: 120_000,
}, async () => {
  const { body } = await world.call('admin', 'POST', LIST, {
    name: 'shared',
    items: [{ name: 'start', price: 1 }],
  });
  const codes = new Map<string, number>();
  const added: string[] = [];
  const removed = new Set<string>();
  const count = (answer: { status: number; body: any }) => {
    const code = answer.status < 300 ? 'ok' : answer.body.code;
    codes.set(code, (codes.get(code) ?? 0) + 1);
    return code === 'ok';
  };
  const write = async (writer: number) => {
    const next = random(writer + 1);
    for (let n = 0; n < WRITES; n += 1) {
      const name = `${writer}-${n}`;
      const kind = next();
      const { items, version } = await read(body.id);
      const mine = items.find((line) => line.name.startsWith(`${writer}-`));
      if (kind < 0.4 || !mine) {
        const more = [`${name}a`, `${name}b`];
        const add = more.map((one) => ({ name: one, price: '0.10', quantity: 3 }));
        if (count(await world.call('admin', 'PATCH', `${LIST}/${body.id}`, { items: { add } })))
          added.push(...more);
      } else if (kind < 0.55) {
        const line = `/api/records/purchase_line/${mine.id}`;
        count(await world.call('admin', 'PATCH', line, { quantity: 1 + Math.floor(next() * 9) }));
      } else if (kind < 0.7) {
        const change = { remove: [mine.id] };
        if (count(await world.call('admin', 'PATCH', `${LIST}/${body.id}`, { items: change })))
          removed.add(mine.name);
      } else {
        // who replaces the whole list says which one was seen: none of the others\' lines is lost by it
        const order = items.map(({ id }) => ({ id })).reverse();
        const headers = { 'If-Match': `"${version}"` };
        count(await world.call('admin', 'PATCH', `${LIST}/${body.id}`, { items: order }, headers));
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  const unexpected = [...codes.keys()].filter((code) => !['ok', 'record.stale'].includes(code));
  expect(unexpected).toEqual([]);
  const { items, total } = await read(body.id);
  const expected = ['start', ...added.filter((name) => !removed.has(name))];
  expect(items.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
  for (const name of added.filter((one) => one.endsWith('a') && !removed.has(one))) {
    const pair = name.replace(/a$/, 'b');
    if (removed.has(pair)) continue;
    const names = items.map((line) => line.name);
    // what one writer has added together stands together, whichever way the list was turned since
    expect(Math.abs(names.indexOf(name) - names.indexOf(pair))).toBeLessThanOrEqual(1 + removed.size);
  }
  const ctx = await world.engine.contextFor('main');
  const pool = ctx.db.forWorkspace(ctx.workspace);
  const { table, fields } = ctx.model.objects.get('purchase_line')!;
  const via = fields.get('purchase')!.columns[0]!.name;
  const { rows } = await pool.query(
    `SELECT array_agg(place ORDER BY place) AS places FROM ${ctx.model.schema}.${table} WHERE deleted_at IS NULL AND ${via} = $1`,
    [body.id],
  );
  expect(rows[0].places).toEqual(items.map((_, index) => index + 1));
  const cents = items.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);
  expect(BigInt(total.replace('.', ''))).toBe(cents);
  expect((await verifyRollups(ctx.model, pool)).every(({ wrong }) => wrong === 0)).toBe(true);
});
