import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

let world: TestEngine;
const made: Record<string, any> = {};

const person = objectBody(
  'person',
  {
    name: { type: 'personName', labels: { en: 'Name', 'zh-CN': '姓名' } },
    home: { type: 'address' },
    mails: { type: 'emails', search: 'B' },
    numbers: { type: 'phones', search: 'B' },
    sites: { type: 'urls' },
    term: { type: 'dateRange' },
    boss: { type: 'lookup', target: 'person' },
    city: { type: 'formula', returns: 'text', expression: 'coalesce(home.city, boss.home.city)' },
    running: {
      type: 'formula',
      returns: 'boolean',
      expression: 'term.start <= date("2026-03-15") && term.end >= date("2026-03-15")',
    },
    reachable: { type: 'formula', returns: 'boolean', expression: 'size(mails) + size(numbers) > 1' },
  },
  {
    'x-rules': [
      { when: 'home.country != "CN"', require: ['mails'] },
      { check: 'term.days <= 366', field: 'term', message: { en: 'Too long.', 'zh-CN': '过长。' } },
    ],
  },
);

const send = (method: string, path: string, body?: unknown) =>
  world.call('admin', method, `/api/records/${path}`, body);

async function create(values: object): Promise<any> {
  const { status, body } = await send('POST', 'person', values);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

async function list(query: string): Promise<any[]> {
  const { status, body } = await send('GET', `person?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.records;
}

const names = async (query: string) => (await list(`fields=name.full&${query}`)).map(({ name }) => name.full);

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, { 'object/person': person });
  expect(published.status, published.text).toBe(200);
  made.li = await create({
    name: { family: '李', given: '明' },
    home: { province: '广东', city: '深圳', district: '南山', street: '科技园1号' },
    mails: ['li@example.com', { value: 'ming@example.com', label: '工作', primary: true }],
    numbers: '138 0013 8000',
    term: { start: '2026-03-01', end: '2026-03-31' },
  });
  made.ada = await create({
    name: { given: 'Ada', family: 'Lovelace' },
    home: { country: 'GB', city: 'London', street: '12 St James’s Square' },
    mails: 'ada@example.com',
    boss: made.li.id,
    term: { start: '2026-04-01' },
  });
  made.zhang = await create({ name: '张伟', boss: made.li.id, sites: ['example.com'] });
});

afterAll(() => world.close());

describe('values of several parts', () => {
  test('are answered whole, with what follows from the parts', () => {
    expect(made.li).toMatchObject({
      name: { family: '李', given: '明', middle: null, title: null, full: '李明' },
      home: { country: 'CN', province: '广东省', city: '深圳市', text: '广东省深圳市南山区科技园1号' },
      mails: [
        { value: 'ming@example.com', label: '工作', primary: true },
        { value: 'li@example.com', label: null, primary: false },
      ],
      numbers: [{ value: '138 0013 8000', label: null, primary: true }],
      sites: [],
      term: { start: '2026-03-01', end: '2026-03-31', days: 31 },
    });
    expect(made.ada.home.text).toBe('12 St James’s Square, London, GB');
    expect(made.zhang).toMatchObject({ home: null, term: null, mails: [] });
  });

  test('are asked for in part', async () => {
    const [first] = await list(
      'fields=home.city,home.street,term.end,boss.name.full&sort=-name&filter=has(boss)',
    );
    expect(first).toMatchObject({
      home: { city: 'London', street: '12 St James’s Square' },
      term: null,
      boss: { id: made.li.id, name: { full: '李明' } },
    });
  });

  test.each([
    ['filter=home.province == "广东省"', ['李明']],
    ['filter=home.contains("London")', ['Ada Lovelace']],
    ['filter=name.family == "Lovelace"', ['Ada Lovelace']],
    ['filter=boss.home.city == "深圳市"&sort=name', ['张伟', 'Ada Lovelace']],
    ['filter="li@example.com" in mails', ['李明']],
    ['filter=mails.exists(m, m.startsWith("ada"))', ['Ada Lovelace']],
    ['filter=mails == null&sort=name', ['张伟']],
    ['filter=term >= date("2026-03-15")', ['Ada Lovelace']],
    ['filter=term.days > 30', ['李明']],
    ['filter=running', ['李明']],
    ['filter=reachable', ['李明']],
    ['q=%2B8613800138000', ['李明']],
    ['q=ming@', ['李明']],
    ['q=lovel', ['Ada Lovelace']],
    ['sort=-term', ['Ada Lovelace', '李明', '张伟']],
    ['sort=home.city,name', ['李明', 'Ada Lovelace', '张伟']],
  ])('%s', async (query, expected) => expect(await names(query)).toEqual(expected));

  test('are grouped and summed by their parts', async () => {
    const { body } = await send('GET', 'person/aggregate?group=home.city&measures=count(),sum(term.days)');
    expect(body.groups).toEqual([
      { 'home.city': 'London', 'count()': 1, 'sum(term.days)': null },
      { 'home.city': '深圳市', 'count()': 1, 'sum(term.days)': 31 },
      { 'home.city': null, 'count()': 1, 'sum(term.days)': null },
    ]);
  });

  test('give formulas their values over relations', async () => {
    expect((await list('fields=city&sort=name')).map(({ city }) => city)).toEqual([
      '深圳市',
      '深圳市',
      'London',
    ]);
  });

  test.each([
    [{ name: 'x', home: { country: 'US', city: 'Y' } }, '/mails', 'record.required'],
    [{ name: 'x', term: '2026-01-01/2027-12-31' }, '/term', 'record.rule'],
    [{ name: 'x', term: '2026-03-02/2026-03-01' }, '/term', 'value.range_order'],
    [{ name: { fist: 'x' } }, '/name', 'value.part'],
    [{ name: 'x', mails: ['nobody'] }, '/mails', 'value.email'],
  ])('%j is refused', async (values, path, code) => {
    const { status, body } = await send('POST', 'person', values);
    expect(status).toBe(422);
    expect(body.errors.map((one: any) => [one.path, one.code])).toEqual([[path, code]]);
  });

  test('stay in parts when they come back as one text', async () => {
    const { body } = await send('PATCH', `person/${made.li.id}`, { name: '李明', home: made.li.home.text });
    expect(body.version).toBe(made.li.version);
  });

  test('that are sent back as they were read change nothing', async () => {
    const { name, home, mails, numbers, term } = made.li;
    const { body } = await send('PATCH', `person/${made.li.id}`, { name, home, mails, numbers, term });
    expect(body.version).toBe(made.li.version);
  });

  test('name a record by the part that says it all', async () => {
    const { body } = await world.call('admin', 'GET', '/api/model/person');
    const boss = body.fields.find(({ name }: any) => name === 'boss');
    expect(boss).toMatchObject({ targetTitle: 'name.full' });
    expect(body.fields.find(({ name }: any) => name === 'name')).toMatchObject({
      bare: 'full',
      cell: 'part',
    });
  });
});

test('files fill parts by columns of their own, by name or label', async () => {
  const csv = [
    '姓名/姓,name.given,home.city,home（中）: 详细地址,term.start,Mails,nonsense.city',
    '王,小明,广州市,天河路1号,2026/5/1,a@b.cn; c@d.cn (home),x',
    '赵,,,,soon,,',
  ].join('\n');
  const form = new FormData();
  form.append('options', JSON.stringify({ files: [{ object: 'person', file: 'p.csv' }] }));
  form.append('files', new Blob([csv]), 'p.csv');
  const response = await world.engine.fetch(
    new Request(`${world.engine.address}/api/imports`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${world.keyOf('admin')}`, Prefer: 'wait=60' },
      body: form,
    }),
  );
  const told: any = await response.json();
  expect(told, JSON.stringify(told)).toMatchObject({ created: 1, failed: 1 });
  const [record] = await list('filter=name.family == "王"&fields=name,home,term,mails');
  expect(record).toMatchObject({
    name: { family: '王', given: '小明', full: '王小明' },
    home: { country: 'CN', province: null, city: '广州市', text: '广州市天河路1号' },
    term: { start: '2026-05-01', end: null },
    mails: [
      { value: 'a@b.cn', label: null, primary: true },
      { value: 'c@d.cn', label: 'home', primary: false },
    ],
  });
});

test('the countries that addresses can be in are told, of China with its regions', async () => {
  const { body } = await world.call('admin', 'GET', '/api/catalogue/countries');
  const china = body.entries.find(({ code }: any) => code === 'CN');
  const at = (regions: any[], name: string) => regions.find((region) => region.name === name);
  expect(at(at(at(china.regions, '广东省').regions, '深圳市').regions, '南山区')).toBeDefined();
  expect(at(at(china.regions, '北京市').regions, '北京市').regions.length).toBeGreaterThan(10);
  expect(JSON.stringify(china)).not.toContain('市辖区');
});
