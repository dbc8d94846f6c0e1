import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto, refusalsOf } from '../../support/workspace-of.ts';

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
});
afterAll(() => world.close());

const fields = {
  name: { type: 'text' },
  place: { type: 'text' },
  day: { type: 'date' },
  owner_of: { type: 'lookup', target: 'user' },
  tags: { type: 'multiSelect', options: [{ value: 'a', labels: { en: 'A', 'zh-CN': '甲' } }] },
};
const documents = (unique: readonly (readonly string[])[]) => ({
  'object/booking': objectBody('booking', fields, { head: { unique } }),
});
const create = (values: object) => world.call('admin', 'POST', '/api/records/booking', values);

describe('fields that are unique together', () => {
  test('refuse the second record, say which fields, and ask nothing of what is empty', async () => {
    const { status, text } = await publishInto(world, documents([['place', 'day']]));
    expect(status, text).toBe(200);
    const first = await create({ place: 'Hall', day: '2026-01-02' });
    expect(first.status).toBe(201);
    const again = await create({ place: ' ＨＡＬＬ ', day: '2026-01-02' });
    expect([again.status, again.body.code]).toEqual([409, 'record.duplicate']);
    expect(again.body.errors).toEqual([
      expect.objectContaining({ path: '/place', code: 'record.unique_together' }),
    ]);
    expect(again.body.errors[0].message).toContain('place（中）、day（中）');
    expect((await create({ place: 'Hall', day: '2026-01-03' })).status).toBe(201);
    for (let copy = 0; copy < 2; copy++) expect((await create({ place: 'Hall' })).status).toBe(201);
    const batch = await world.call('admin', 'POST', '/api/records/booking/batch', [
      { op: 'create', values: { place: 'X', day: '2026-05-05' } },
      { op: 'create', values: { place: 'x', day: '2026-05-05' } },
    ]);
    expect(batch.body.errors[0].code).toBe('record.unique_together');
    // what is in the bin does not count
    await world.call('admin', 'DELETE', `/api/records/booking/${first.body.id}`);
    expect((await create({ place: 'hall', day: '2026-01-02' })).status).toBe(201);
  });

  test('are not published over records that are equal already', async () => {
    for (let copy = 0; copy < 2; copy++) await create({ name: 'same', place: 'same' });
    const { status, body } = await publishInto(
      world,
      documents([
        ['place', 'day'],
        ['name', 'place'],
      ]),
    );
    expect(status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(body)).toContain('publish.duplicates');
  });

  test('hold one stored value each', async () => {
    expect(await refusalsOf(world, documents([['place', 'tags']]))).toEqual([
      '/x-object/unique/0/1 document.not_unique',
    ]);
    expect(await refusalsOf(world, documents([['place', 'nothing']]))).toEqual([
      '/x-object/unique/0/1 document.no_field',
    ]);
  });
});

describe('a pattern', () => {
  const thing = (pattern: string) => ({
    'object/parcel': objectBody('parcel', { code: { type: 'text', schema: { pattern } } }),
  });

  test('is asked of every value, in linear time', async () => {
    expect((await publishInto(world, thing('^(a+)+$'), 'parcels')).status).toBe(200);
    const post = (code: string) => world.call('admin', 'POST', '/api/records/parcel', { code });
    expect((await post('aaa')).status).toBe(201);
    const refused = await post(`${'a'.repeat(3_000)}!`);
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'record.pattern']);
  });

  test.each(['(', '(?=a)b', '(a)\\1', '[z-a]'])('%s is none', async (pattern) => {
    expect(await refusalsOf(world, thing(pattern), 'parcels')).toEqual([
      '/properties/code/pattern document.pattern_text',
    ]);
  });
});
