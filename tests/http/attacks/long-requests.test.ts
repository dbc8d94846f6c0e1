import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../../engine/limits.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

/** Class 74: what one request may cost others. Processor time is measured, not the clock: the machine may be busy. */
let world: TestEngine;
const labels = (en: string) => ({ en, 'zh-CN': en });

const options = Array.from({ length: LIMITS.optionsPerField }, (_, index) => ({
  value: `option number ${index}`,
  labels: labels(`Option label ${index}`),
}));

const documents = {
  'object/crate': objectBody('crate', {
    name: { type: 'text' },
    kind: { type: 'select', options },
    kinds: { type: 'multiSelect', options },
    items: { type: 'lineItems', lineItems: { target: 'crate_item', via: 'crate' } },
  }),
  'object/crate_item': objectBody(
    'crate_item',
    { name: { type: 'text' }, crate: { type: 'lookup', target: 'crate', onDelete: 'cascade' } },
    { head: { ownership: 'none', titleField: 'name' } },
  ),
};

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents);
  expect(status, text).toBe(200);
});
afterAll(() => world?.close());

const batch = (values: (index: number) => object) =>
  world.call(
    ...(['admin', 'POST', '/api/records/crate/batch'] as const),
    Array.from({ length: LIMITS.batchSize }, (_, index) => ({ op: 'create', values: values(index) })),
    { 'Accept-Language': 'en' },
  );

/** Milliseconds of processor time of this process. */
async function cost(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('a batch of misspelt options is refused before long, the first with what may have been meant', async () => {
  let answer: Awaited<ReturnType<typeof batch>>;
  const time = await cost(async () => {
    answer = await batch((index) => ({ kind: `optoin numbre ${index}`, kinds: [`optoin ${index}`] }));
  });
  expect(answer!.status).toBe(422);
  expect(answer!.body.errors).toHaveLength(2 * LIMITS.batchSize);
  expect(answer!.body.errors[0].suggestion).toBe('option number 0');
  expect(time).toBeLessThan(3_000);
  // who comes next is told again
  const next = await world.call('admin', 'POST', '/api/records/crate', { kind: 'optoin number 7' });
  expect(next.body.errors[0].suggestion).toBe('option number 7');
});

test('a batch does not come with hundreds of thousands of line items', async () => {
  const lines = LIMITS.batchLines / LIMITS.batchSize;
  const refused = await batch(() => ({ items: Array(lines + 1).fill({}) }));
  expect([refused.status, refused.body.code]).toEqual([422, 'record.batch_lines']);
  const inChange = await batch(() => ({ items: { add: Array(lines).fill({}), remove: ['x'] } }));
  expect(inChange.body.code).toBe('record.batch_lines');
  const found = await world.call('admin', 'GET', '/api/records/crate_item?count=exact');
  expect(found.body.count.value).toBe(0);
});

test('a document with twenty thousand misspelt fields is checked before long', async () => {
  const fields = Array.from({ length: 20_000 }, (_, index) => [`f${index}`, { type: 'txet' }] as const);
  const body = objectBody('wide', Object.fromEntries(fields));
  let answer: Awaited<ReturnType<TestEngine['call']>>;
  const time = await cost(async () => {
    const documents = [{ kind: 'object', key: 'wide', body }];
    answer = await world.call('admin', 'POST', '/api/metadata/draft/check', { documents });
  });
  expect(answer!.status).toBe(200);
  expect(answer!.body.sound).toBe(false);
  // it took minutes while each fault copied all the others
  expect(time).toBeLessThan(10_000);
});
