import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto, refusalsOf, type ShortField } from '../../support/workspace-of.ts';

/** An object as large systems have them, words of SQL as names, and objects that all refer to each other in one circle. */

const FIELDS = 320;
const OPTIONS = 280;
const OBJECTS = 25;
const SQL_WORDS = ['order', 'group', 'case', 'end', 'select'];

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
});
afterAll(() => world.close());

const options = Array.from({ length: OPTIONS }, (_, index) => ({
  value: `Option ${index}`,
  labels: { en: `Option ${index}`, 'zh-CN': `选项 ${index}` },
}));

const KINDS: readonly ((index: number) => ShortField)[] = [
  () => ({ type: 'text' }),
  () => ({ type: 'currency' }),
  () => ({ type: 'date' }),
  () => ({ type: 'boolean' }),
  () => ({ type: 'integer' }),
  () => ({ type: 'longText' }),
  (index) => (index % 56 === 6 ? { type: 'select', options } : { type: 'percent' }),
  (index) => ({ type: 'lookup', target: `knot_${index % OBJECTS}` }),
];

const wideFields: Record<string, ShortField> = {
  name: { type: 'text', unique: true },
  ...Object.fromEntries(SQL_WORDS.map((word) => [word, { type: 'text' }])),
};
for (let index = Object.keys(wideFields).length; index < FIELDS; index++) {
  wideFields[`f${index}`] = KINDS[index % KINDS.length]!(index);
}

const documents = {
  'object/order': objectBody('order', wideFields),
  ...Object.fromEntries(
    SQL_WORDS.slice(1).map((word) => [`object/${word}`, objectBody(word, { name: { type: 'text' } })]),
  ),
  ...Object.fromEntries(
    Array.from({ length: OBJECTS }, (_, index) => [
      `object/knot_${index}`,
      objectBody(`knot_${index}`, {
        name: { type: 'text' },
        next: { type: 'lookup', target: `knot_${(index + 1) % OBJECTS}` },
      }),
    ]),
  ),
};

describe('a wide object among many', () => {
  test('is published', async () => {
    const { status, text } = await publishInto(world, documents, 'hard');
    expect(status, text).toBe(200);
    const { body } = await world.call('admin', 'GET', '/api/model/order');
    expect(body.fields.filter(({ system }: { system: boolean }) => !system)).toHaveLength(FIELDS);
  });

  test('is written, listed, filtered and summed under names that SQL has for itself', async () => {
    const selects = Object.entries(wideFields).filter(([, { type }]) => type === 'select');
    const [select] = selects[0]!;
    expect(selects.length).toBeGreaterThan(3);
    const knot = await world.call('admin', 'POST', '/api/records/knot_3', { name: 'k' });
    const lookup = Object.entries(wideFields).find(([, { target }]) => target === 'knot_3')![0];
    const values = {
      name: 'first',
      order: 'o',
      group: 'g',
      case: 'c',
      end: 'e',
      select: 's',
      [select]: 'Option 279',
      [lookup]: knot.body.id,
      f9: '12.50',
    };
    const made = await world.call('admin', 'POST', '/api/records/order', values);
    expect(made.status, made.text).toBe(201);
    expect(made.body).toMatchObject(values);
    const filter = encodeURIComponent(
      `order == "o" && group == "g" && case != "x" && end.startsWith("e") && ${select} == "Option 279" && ${lookup}.name == "k"`,
    );
    const listed = await world.call(
      'admin',
      'GET',
      `/api/records/order?filter=${filter}&sort=order,-end&fields=name,order,${lookup}.name`,
    );
    expect(listed.body.records).toEqual([
      { id: made.body.id, name: 'first', order: 'o', [lookup]: { id: knot.body.id, name: 'k' } },
    ]);
    const summed = await world.call(
      'admin',
      'GET',
      '/api/records/order/aggregate?group=group,select&measures=sum(f9),count()',
    );
    expect(summed.body.groups).toEqual([{ group: 'g', select: 's', 'sum(f9)': '12.50', 'count()': 1 }]);
  });

  test('has a form, and takes a file', async () => {
    const form = await world.call('admin', 'GET', '/api/model/order/form?locale=zh-CN');
    expect(Object.keys(form.body.schema.properties)).toHaveLength(FIELDS);
    const data = new FormData();
    data.append('options', JSON.stringify({ files: [{ object: 'order', file: 'f.csv' }] }));
    const select = Object.entries(wideFields).find(([, { type }]) => type === 'select')![0];
    data.append(
      'files',
      new Blob([`name,order,group,${select}\n二,o2,g2,选项 5\n三,o3,g3,选项 999\n`]),
      'f.csv',
    );
    const headers = { Authorization: `Bearer ${world.keyOf('admin')}`, Prefer: 'wait=60' };
    const url = `${world.engine.address}/api/imports`;
    const sent = await world.engine.fetch(new Request(url, { method: 'POST', body: data, headers }));
    expect(await sent.json()).toMatchObject({ created: 1, failed: 1 });
    const filter = encodeURIComponent(`${select} == "Option 5"`);
    const found = await world.call('admin', 'GET', `/api/records/order?filter=${filter}&fields=name`);
    expect(found.body.records.map(({ name }: { name: string }) => name)).toEqual(['二']);
  });

  test.each(['user', 'package', 'function'])(
    '%s is no name of a field, and another one is offered',
    async (name) => {
      const odd = objectBody('odd', { name: { type: 'text' }, [name]: { type: 'text' } });
      expect(await refusalsOf(world, { 'object/odd': odd }, 'odd_names')).toEqual([
        `/properties/${name} document.name_reserved`,
      ]);
      const { body } = await publishInto(world, { 'object/odd': odd }, 'odd_names');
      expect(body.errors[0].suggestion).toBe(`odd_${name}`);
    },
  );
});
