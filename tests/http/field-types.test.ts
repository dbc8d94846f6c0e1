import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto, refusalsOf } from '../support/workspace-of.ts';

/** Values of field types on their way through the API: what is written, read, filtered, searched and refused. */

const option = (value: string, parents?: readonly string[]) => ({
  value,
  labels: { en: value, 'zh-CN': `${value}（中）` },
  ...(parents && { parents }),
});

const places = {
  name: 'places',
  labels: { en: 'Places', 'zh-CN': '地点' },
  options: [option('cn'), option('nl')],
};

const project = objectBody('project', {
  name: { type: 'text', case: 'upper', width: 'half', spaces: 'single' },
  minutes: { type: 'richText', search: 'B' },
  plan: { type: 'markdown' },
  spent: { type: 'duration' },
  config: { type: 'json' },
  country: { type: 'select', optionSet: 'places' },
  city: {
    type: 'select',
    dependsOn: 'country',
    options: [option('suzhou', ['cn']), option('utrecht', ['nl']), option('anywhere')],
  },
  district: {
    type: 'multiSelect',
    dependsOn: 'city',
    options: [option('east', ['suzhou']), option('west', ['suzhou', 'utrecht'])],
  },
  origin: { type: 'select', allowOther: true, options: [option('fair'), option('web')] },
  zone: { type: 'select', optionsFrom: 'timeZones' },
  language: { type: 'select', optionsFrom: 'languages' },
  applies_to: { type: 'objectName' },
  fills: { type: 'fieldName', dependsOn: 'applies_to' },
});

project.properties.config['x-field'].schema = {
  type: 'object',
  properties: { rate: { type: 'number', maximum: 1 }, code: { pattern: '^(a+)+$' } },
  required: ['rate'],
};

const rules = [
  {
    check: '!coalesce(minutes.contains("Secret"), false) && !coalesce(config.contains("Secret"), false)',
    field: 'minutes',
    message: { en: 'No secrets here.', 'zh-CN': '此处不得记录机密。' },
  },
];
Object.assign(project, { 'x-rules': rules });

const errand = (name: string, title: string) =>
  objectBody(
    name,
    { [title]: { type: 'text', id: 'fld_errandtitle1' } },
    { head: { id: 'obj_errand000001' } },
  );

const documents = {
  'option-set/places': places,
  'object/project': project,
  'object/errand': errand('errand', 'subject'),
};

let world: TestEngine;
const create = (values: object, user = 'admin') => world.call(user, 'POST', '/api/records/project', values);
const refusals = (answer: { body: any }) =>
  Object.fromEntries(answer.body.errors.map(({ path, code }: any) => [path, code]));

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents, 'types');
  expect(status, text).toBe(200);
});
afterAll(() => world.close());

test('texts are spelled in one way, rich texts are clean, durations are seconds, JSON keeps its order', async () => {
  const { status, body, text } = await create({
    name: ' Ｇｕａｎ  xi ',
    minutes:
      '<p onclick="x()">Net <b>30</b><img src=x onerror=alert(1)></p><iframe srcdoc="<script>"></iframe>',
    plan: '# Plan\r\n<script>alert(1)</script>',
    spent: 'PT1H30M',
    config: { rate: 0.5, a: 1 },
  });
  expect(status, text).toBe(201);
  expect(body).toMatchObject({
    name: 'GUAN XI',
    minutes: '<p>Net <strong>30</strong></p>',
    plan: '# Plan\n<script>alert(1)</script>',
    spent: 5400,
  });
  expect(text).toContain('"config":{"rate":0.5,"a":1}');
  const again = await world.call('admin', 'PATCH', `/api/records/project/${body.id}`, {
    minutes: '<p>Net <strong>30</strong></p>',
    config: { rate: 0.5, a: 1 },
  });
  expect(again.body.version).toBe(1);
});

test('expressions and searches see the words of a rich text, not its tags', async () => {
  await create({ name: 'words', minutes: '<p>Quarterly <em>review</em></p>' });
  const found = async (query: string) =>
    (await world.call('admin', 'GET', `/api/records/project?fields=name&${query}`)).body.records.map(
      ({ name }: { name: string }) => name,
    );
  const filter = (text: string) => `filter=${encodeURIComponent(text)}`;
  expect(await found(filter('minutes.contains("Quarterly review")'))).toEqual(['WORDS']);
  expect(await found(filter('minutes.contains("em>")'))).toEqual([]);
  expect(await found('q=quarterly%20review')).toEqual(['WORDS']);
  expect(await found(filter('spent >= 5400 && config != null'))).toEqual(['GUAN XI']);
});

test('rules see the words of a rich text and the text of JSON, as filters do', async () => {
  const refused = await create({ name: 'ruled', minutes: '<p><em>Sec</em>ret</p>' });
  expect(refusals(refused)).toEqual({ '/minutes': 'record.rule' });
  expect((await create({ name: 'ruled', minutes: '<p>em</p>', config: { rate: 1 } })).status).toBe(201);
  expect(refusals(await create({ name: 'ruled', config: { rate: 1, note: 'Secret' } }))).toEqual({
    '/minutes': 'record.rule',
  });
});

test.each([
  [{ config: { rate: 2 } }, { '/config': 'value.json_schema' }],
  [{ config: { a: 1 } }, { '/config': 'value.json_schema' }],
  [{ config: [] }, { '/config': 'value.json_schema' }],
  [{ config: '{}' }, { '/config': 'value.json' }],
  [{ config: { rate: 1, code: `${'a'.repeat(40)}!` } }, { '/config': 'value.json_schema' }],
  [{ spent: '1h30m' }, { '/spent': 'value.duration' }],
  [{ minutes: '<b>'.repeat(4000) }, { '/minutes': 'value.markup' }],
  [{ zone: 'Mars/Olympus' }, { '/zone': 'value.option' }],
  [{ applies_to: 'nothing' }, { '/applies_to': 'value.option' }],
  [{ applies_to: 'user', fills: 'spent' }, { '/fills': 'record.option_parent' }],
  [{ country: 'cn', city: 'utrecht' }, { '/city': 'record.option_parent' }],
  [{ city: 'suzhou' }, { '/city': 'record.option_parent' }],
  [{ country: 'nl', city: 'utrecht', district: ['west', 'east'] }, { '/district': 'record.option_parent' }],
] as const)('values are refused: %#', async (values, expected) => {
  const answer = await create({ name: 'refused', ...values });
  expect(answer.status).toBe(422);
  expect(refusals(answer)).toEqual(expected);
});

describe('options that depend on another field', () => {
  test('go with it, three levels down, and are asked again when it changes', async () => {
    const { body } = await create({ country: 'cn', city: 'suzhou', district: ['west', 'east'] });
    const patch = (values: object) => world.call('admin', 'PATCH', `/api/records/project/${body.id}`, values);
    const moved = await patch({ country: 'nl' });
    expect(refusals(moved)).toEqual({ '/city': 'record.option_parent' });
    expect(moved.body.errors[0].message).toMatch(/city.*country/i);
    expect(refusals(await patch({ country: 'nl', city: 'utrecht' }))).toEqual({
      '/district': 'record.option_parent',
    });
    const all = await patch({ country: 'nl', city: 'utrecht', district: ['west'] });
    expect(all.body).toMatchObject({ country: 'nl', city: 'utrecht', district: ['west'] });
    expect((await patch({ name: 'other' })).status).toBe(200);
    expect((await patch({ country: null, city: 'anywhere', district: [] })).status).toBe(200);
  });

  test('batch, import and check give the same verdict', async () => {
    const values = { country: 'cn', city: 'utrecht' };
    const batch = await world.call('admin', 'POST', '/api/records/project/batch', [{ op: 'create', values }]);
    expect(refusals(batch)).toEqual({ '/0/values/city': 'record.option_parent' });
    const check = await world.call('admin', 'POST', '/api/records/project/check', { values });
    expect(check.body.problems.map(({ code }: any) => code)).toEqual(['record.option_parent']);
    const data = new FormData();
    data.append('options', JSON.stringify({ files: [{ object: 'project', file: 'f.csv' }] }));
    const rows = [
      'country,city,spent,origin,zone',
      'cn,utrecht,1小时30分,,',
      'nl,utrecht,1:30,Word of mouth,Europe/Amsterdam',
    ];
    data.append('files', new Blob([rows.join('\n')]), 'f.csv');
    const headers = { Authorization: `Bearer ${world.keyOf('admin')}`, Prefer: 'wait=60' };
    const url = `${world.engine.address}/api/imports`;
    const sent = await world.engine.fetch(new Request(url, { method: 'POST', body: data, headers }));
    expect(await sent.json()).toMatchObject({ created: 1, failed: 1 });
    const read = await world.call(
      'admin',
      'GET',
      '/api/records/project?fields=spent,origin,zone&filter=origin%20!%3D%20null',
    );
    expect(read.body.records[0]).toMatchObject({
      spent: 5400,
      origin: 'Word of mouth',
      zone: 'Europe/Amsterdam',
    });
  });
});

test('names of objects and fields are the model’s, and survive a rename under their label', async () => {
  const made = await create({ applies_to: 'errand', fills: 'subject' });
  expect(made.status, made.text).toBe(201);
  const fieldOf = async (name: string) => {
    const { body } = await world.call('admin', 'GET', '/api/model/project');
    return body.fields.find((one: any) => one.name === name);
  };
  expect((await fieldOf('applies_to')).options.map(({ value }: any) => value)).toEqual(
    expect.arrayContaining(['account', 'project', 'user', 'errand']),
  );
  expect((await fieldOf('fills')).settings).toEqual({ dependsOn: 'applies_to' });
  expect((await fieldOf('language')).options).toContainEqual({
    value: 'nl',
    labels: { en: 'Dutch', 'zh-CN': '荷兰语' },
  });
  const { 'object/errand': _, ...others } = documents;
  const renamed = await publishInto(world, { ...others, 'object/chore': errand('chore', 'title') }, 'types');
  expect(renamed.status, renamed.text).toBe(200);
  const options = (await fieldOf('applies_to')).options;
  expect(options).toContainEqual(expect.objectContaining({ value: 'chore' }));
  expect(options).toContainEqual(expect.objectContaining({ value: 'errand', archived: true }));
  const patch = (values: object) =>
    world.call('admin', 'PATCH', `/api/records/project/${made.body.id}`, values);
  expect((await patch({ name: 'kept' })).body).toMatchObject({ applies_to: 'errand', fills: 'subject' });
  expect((await patch({ applies_to: 'chore', fills: 'title' })).status).toBe(200);
  const back = await publishInto(world, documents, 'types');
  expect(back.status, back.text).toBe(200);
});

test.each([
  [{ city: { dependsOn: 'town' } }, 'city/x-field/dependsOn document.no_field'],
  [{ city: { dependsOn: 'name' } }, 'city/x-field/dependsOn document.no_parents'],
  [{ city: { dependsOn: undefined } }, 'city/x-field/options/0/parents document.parents_alone'],
  [
    { city: { options: [option('suzhou', ['ch'])] } },
    'city/x-field/options/0/parents/0 document.parent_option',
  ],
  [{ country: { dependsOn: 'district' } }, 'country/x-field/dependsOn document.depends_circle'],
  [{ zone: { options: [option('x')] } }, 'zone/x-field/optionsFrom document.options_twice'],
  [{ zone: { optionsFrom: 'planets' } }, 'zone/x-field/optionsFrom document.value'],
  [{ config: { schema: { format: 'email' } } }, 'config/x-field/schema/format document.json_schema_word'],
  [{ config: { schema: { $ref: '#' } } }, 'config/x-field/schema/$ref document.reference'],
  [
    { config: { schema: { not: { pattern: '(' } } } },
    'config/x-field/schema/not/pattern document.pattern_text',
  ],
  [{ config: { schema: { type: 'text' } } }, 'config/x-field/schema/type document.json_schema'],
  [
    { config: { schema: { anyOf: Array.from({ length: 101 }, () => true) } } },
    'config/x-field/schema document.json_schema_size',
  ],
  [{ fills: { object: 'user' } }, 'fills/x-field/dependsOn document.field_name_twice'],
  [{ fills: { dependsOn: 'country' } }, 'fills/x-field/dependsOn document.no_parents'],
])('documents are refused: %#, %s', async (changes: Record<string, object>, expected) => {
  const broken = structuredClone(project) as any;
  for (const [name, change] of Object.entries(changes)) {
    const field = Object.entries({ ...broken.properties[name]['x-field'], ...change });
    broken.properties[name]['x-field'] = Object.fromEntries(field.filter(([, value]) => value !== undefined));
  }
  const found = await refusalsOf(world, { ...documents, 'object/project': broken }, 'types');
  expect(found).toContain(`/properties/${expected}`);
});
