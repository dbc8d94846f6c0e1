import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { importCsv } from '../support/import-csv.ts';
import { objectBody, publishInto, refusalsOf } from '../support/workspace-of.ts';

/** A relation that takes only some records, by what the record that points holds. */
let world: TestEngine;
const ids: Record<string, string> = {};

const firm = objectBody('firm', { name: { type: 'text', unique: true }, city: { type: 'text' } });
const person = objectBody('person', {
  name: { type: 'text', unique: true },
  firm: { type: 'lookup', target: 'firm' },
  working: { type: 'boolean' },
});
const visit = objectBody('visit', {
  code: { type: 'text', unique: true, externalId: true },
  firm: { type: 'lookup', target: 'firm' },
  person: {
    type: 'lookup',
    target: 'person',
    filter: 'working && firm == record.firm',
  },
  neighbour: { type: 'lookup', target: 'person', filter: 'firm.city == record.firm.city' },
  guide: { type: 'user', filter: 'name != "member"' },
});

const documents = { 'object/firm': firm, 'object/person': person, 'object/visit': visit };

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents);
  expect(status, text).toBe(200);
  const make = async (object: string, name: string, values: object) => {
    const made = await world.call('admin', 'POST', `/api/records/${object}`, { name, ...values });
    expect(made.status, made.text).toBe(201);
    ids[name] = made.body.id;
  };
  await make('firm', 'north', { city: '北京' });
  await make('firm', 'south', { city: '广州' });
  await make('firm', 'capital', { city: '北京' });
  await make('person', 'Li', { firm: ids.north, working: true });
  await make('person', 'Wang', { firm: ids.south, working: true });
  await make('person', 'Zhao', { firm: ids.north, working: false });
});

afterAll(async () => world?.close());

const create = (values: object) => world.call('admin', 'POST', '/api/records/visit', values);
const faults = ({ body }: Awaited<ReturnType<typeof create>>) =>
  (body.errors ?? []).map(({ path, code }: Record<string, string>) => `${path} ${code}`);

describe('a write', () => {
  test.each([
    [{ firm: 'north', person: 'Li' }, []],
    [{ firm: 'south', person: 'Li' }, ['/person record.misfit_by']],
    [{ firm: 'north', person: 'Zhao' }, ['/person record.misfit_by']],
    [{ person: 'Li' }, ['/person record.misfit_by']],
    [{ firm: 'capital', neighbour: 'Li' }, []],
    [{ firm: 'south', neighbour: 'Li' }, ['/neighbour record.misfit_by']],
  ])('%j', async (given, refused) => {
    const values = Object.fromEntries(Object.entries(given).map(([name, key]) => [name, ids[key]]));
    expect(faults(await create(values))).toEqual(refused);
  });

  test('says what does not fit, in the language of the caller', async () => {
    const values = { firm: ids.south, person: ids.Li };
    const zh = { 'Accept-Language': 'zh-CN' };
    const { body } = await world.call('admin', 'POST', '/api/records/visit', values, zh);
    expect(body.errors[0].message).toBe('person（中）所选的记录与firm（中）不符。');
  });

  test('that is a change is judged with what stays as it was', async () => {
    const { body } = await create({ firm: ids.north, person: ids.Li });
    const change = (values: object) => world.call('admin', 'PATCH', `/api/records/visit/${body.id}`, values);
    expect(faults(await change({ firm: ids.south }))).toEqual(['/person record.misfit_by']);
    expect((await change({ firm: ids.south, person: ids.Wang })).status).toBe(200);
    // what no longer fits by a change elsewhere is asked about when somebody touches it
    await world.call('admin', 'PATCH', `/api/records/person/${ids.Wang}`, { working: false });
    expect((await change({ code: 'later' })).status).toBe(200);
    expect(faults(await change({ firm: ids.north }))).toEqual(['/person record.misfit_by']);
    await world.call('admin', 'PATCH', `/api/records/person/${ids.Wang}`, { working: true });
  });

  test('in a batch and in an import is judged alike', async () => {
    const batch = await world.call('admin', 'POST', '/api/records/visit/batch?mode=each', [
      { op: 'create', values: { firm: ids.north, person: ids.Wang } },
      { op: 'create', values: { firm: ids.south, person: ids.Wang } },
    ]);
    expect(batch.body.results.map((result: object) => 'problem' in result)).toEqual([true, false]);
    const csv = 'code,firm,person\ni1,north,Wang\ni2,south,Wang\n';
    const { refused } = await importCsv(world, 'visit', csv);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain('does not fit');
  });

  test('of a record that is not there tells nothing more', async () => {
    const values = { firm: ids.north, person: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e' };
    expect(faults(await create(values))).toEqual(['/person record.reference']);
  });

  test('names no field that its maker may not know', async () => {
    const answer = await create({ guide: world.users.member });
    expect(faults(answer)).toEqual(['/guide record.misfit']);
    expect((await create({ guide: world.users.admin })).status).toBe(201);
  });
});

describe('a form', () => {
  const offered = async (field: string, values: object, more: object = {}) => {
    const target = field === 'guide' ? 'user' : 'person';
    const answer = await world.call('admin', 'POST', `/api/records/${target}/query`, {
      fields: 'name',
      sort: 'name',
      for: { object: 'visit', field, values },
      ...more,
    });
    return answer.body.records?.map(({ name }: { name: string }) => name) ?? answer.body.errors;
  };

  test('offers what a write would take', async () => {
    expect(await offered('person', { firm: ids.north })).toEqual(['Li']);
    expect(await offered('person', { firm: ids.south })).toEqual(['Wang']);
    expect(await offered('person', {})).toEqual([]);
    expect(await offered('neighbour', { firm: ids.capital })).toEqual(['Li', 'Zhao']);
    expect(await offered('neighbour', { firm: ids.capital }, { q: 'zha' })).toEqual(['Zhao']);
    expect(await offered('guide', {})).not.toContain('member');
  });

  test('of a record that is there begins with what it holds', async () => {
    const { body } = await create({ firm: ids.south });
    const more = { for: { object: 'visit', field: 'person', id: body.id, values: {} } };
    expect(await offered('person', {}, more)).toEqual(['Wang']);
  });

  test('is told while it is filled in, and knows that it has to ask', async () => {
    const values = { firm: ids.south, person: ids.Li };
    const { body } = await world.call('admin', 'POST', '/api/records/visit/check', { values });
    expect(body.problems.map(({ code }: { code: string }) => code)).toEqual(['record.misfit_by']);
    const form = await world.call('admin', 'GET', '/api/model/visit/form');
    expect(form.body.asks).toBe(true);
    expect(form.body.uiSchema.person['ui:options'].filtered).toBe(true);
  });

  test.each([
    [{ object: 'visit', field: 'firm' }, 'query.for'],
    [{ object: 'visit', field: 'nothing' }, 'query.for'],
    [{ object: 'visit' }, 'request.value'],
    ['visit', 'request.value'],
  ])('cannot look for %j', async (given, code) => {
    const answer = await world.call('admin', 'POST', '/api/records/person/query', { for: given });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });
});

describe('a document', () => {
  const withFilter = (filter: string) => ({
    ...documents,
    'object/visit': objectBody('visit', {
      code: { type: 'text', unique: true, externalId: true },
      firm: { type: 'lookup', target: 'firm' },
      person: { type: 'lookup', target: 'person', filter },
    }),
  });

  test.each([
    ['firm', 'expression.kind'],
    ['nothing == 1', 'expression.unknown'],
    ['record.nothing == firm', 'expression.unknown'],
    ['working &&', 'expression.syntax'],
  ])('with the filter “%s” is refused', async (filter, code) => {
    const refused = await refusalsOf(world, withFilter(filter));
    expect(refused.map((one) => one.split(' ')[0])).toEqual(['/properties/person/x-field/filter']);
    expect(refused[0]).toContain(code.split('.')[0]);
  });
});
