import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await testEngine();
});
afterAll(async () => engine?.close());

const DRAFT = '/api/metadata/draft';

test('an admin adds a field, and a member fills it and filters by it at once', async () => {
  const made = await engine.call('member', 'POST', '/api/records/account', { name: '华信科技' });
  expect(made.status).toBe(201);
  const { body, headers } = await engine.call('admin', 'GET', `${DRAFT}/object/account`);
  const labels = { en: 'Renewal risk', 'zh-CN': '续约风险' };
  const options = [
    { value: 'low', labels: { en: 'Low', 'zh-CN': '低' } },
    { value: 'high', labels: { en: 'High', 'zh-CN': '高' } },
  ];
  const property = { 'x-field': { type: 'select', labels, options } };
  const saved = await engine.call(
    'admin',
    'PUT',
    `${DRAFT}/object/account`,
    { ...body.body, properties: { ...body.body.properties, renewal_risk: property } },
    { 'If-Match': headers.get('ETag')! },
  );
  expect(saved.status).toBe(200);
  // what an admin adds is the workspace's own
  expect(saved.body.body.properties.renewal_risk['x-field'].package).toBe('local');

  const plan = await engine.call('admin', 'POST', `${DRAFT}/plan`, {});
  expect(plan.body.changes).toMatchObject([
    {
      kind: 'add-field',
      sentence: {
        en: 'Add field “Renewal risk” to Account (select)',
        'zh-CN': '新增字段“续约风险”（客户，单选）',
      },
    },
  ]);
  const before = Number((await engine.call('member', 'GET', '/api/model')).headers.get('Model-Version'));
  const done = await engine.call('admin', 'POST', `${DRAFT}/publish`, { hash: plan.body.hash });
  expect([done.status, done.body.version]).toEqual([200, before + 1]);

  const model = await engine.call('member', 'GET', '/api/model/account');
  expect(model.headers.get('Model-Version')).toBe(String(before + 1));
  expect(model.body.fields.map(({ name }: { name: string }) => name)).toContain('renewal_risk');
  const address = `/api/records/account/${made.body.id}`;
  expect((await engine.call('member', 'PATCH', address, { renewal_risk: 'high' })).status).toBe(200);
  const filter = encodeURIComponent('renewal_risk == "high"');
  const list = await engine.call('member', 'GET', `/api/records/account?filter=${filter}`);
  expect(list.body.records.map(({ name }: { name: string }) => name)).toEqual(['华信科技']);
});

test('a draft is looked at before it is published, also as a role would see it', async () => {
  const address = `${DRAFT}/object/contact`;
  const { body } = await engine.call('admin', 'GET', address);
  const { title, ...properties } = body.body.properties;
  const nickname = { 'x-field': { type: 'text', labels: { en: 'Nickname' } } };
  const object = { ...body.body, properties: { ...properties, job: title, nickname } };
  expect((await engine.call('admin', 'PUT', address, object)).status).toBe(200);
  const layout = (await engine.call('admin', 'GET', `${DRAFT}/layout/contact.standard`)).body.body;
  const [first, ...others] = layout.sections;
  const fields = first.fields.map((field: string) => (field === 'title' ? 'job' : field));
  const tabs = [{ name: 'more', labels: { en: 'More', 'zh-CN': '更多' } }];
  const sections = [{ ...first, fields: [...fields, 'nickname'] }, ...others, { tab: 'more', fields: [] }];
  await engine.call('admin', 'PUT', `${DRAFT}/layout/contact.standard`, { ...layout, tabs, sections });

  const now = await engine.call('admin', 'GET', '/api/model/contact');
  const then = await engine.call('admin', 'GET', '/api/model/contact?draft=own&layout=standard');
  const names = (answer: typeof now) => answer.body.fields.map(({ name }: { name: string }) => name);
  expect(names(now)).not.toContain('nickname');
  expect(names(then)).toContain('nickname');
  expect(then.body.published).toEqual({ job: 'title', nickname: null });
  expect(then.body.layouts[0].tabs).toMatchObject([{ name: 'more', labels: tabs[0]!.labels }]);
  const form = await engine.call('admin', 'GET', '/api/model/contact/form?draft=own&locale=zh-CN');
  expect(form.body.schema.properties).toHaveProperty('nickname');
  expect(form.body.uiSchema['ui:tabs']).toEqual([{ name: 'more', label: '更多' }]);

  const asRole = (role: string) => engine.call('admin', 'GET', `/api/model/contact?draft=own&role=${role}`);
  expect([now.body.can.import, (await asRole('sales')).body.can.import]).toEqual([true, false]);
  expect((await asRole('nobody')).body.code).toBe('request.value');
  expect((await engine.call('member', 'GET', '/api/model/contact?draft=own')).status).toBe(403);
  expect((await engine.call('admin', 'GET', '/api/model?draft=own')).status).toBe(200);
  await engine.call('admin', 'DELETE', DRAFT);
  expect(names(await engine.call('admin', 'GET', '/api/model/contact?draft=own'))).toEqual(names(now));
});

test('an expression is tried in the draft while it is written', async () => {
  const attempt = (asked: object) => engine.call('admin', 'POST', `${DRAFT}/try`, asked);
  const wrong = await attempt({ object: 'account', expression: 'employes > 5', returns: 'bool' });
  expect(wrong.body).toMatchObject({ type: null, problems: [{ position: 0, suggestion: 'employees' }] });
  expect((await attempt({ object: 'account', expression: 'employees * 2' })).body).toEqual({
    type: 'decimal',
    problems: [],
  });
  const { body } = await engine.call('admin', 'GET', `${DRAFT}/object/account`);
  const seats = { 'x-field': { type: 'integer', labels: { en: 'Seats' } } };
  const broken = {
    'x-field': { type: 'formula', returns: 'integer', expression: 'nowhere', labels: { en: 'B' } },
  };
  const properties = { ...body.body.properties, seats, broken };
  await engine.call('admin', 'PUT', `${DRAFT}/object/account`, { ...body.body, properties });
  // what is wrong elsewhere in the draft does not keep one from going on
  expect((await attempt({ object: 'account', expression: 'seats + 1' })).body.type).toBe('decimal');
  expect((await attempt({ object: 'nowhere', expression: '1' })).body.code).toBe('query.object');
  expect((await attempt({ object: 'account', expression: 1 })).body.code).toBe('request.value');
  expect((await engine.call('member', 'POST', `${DRAFT}/try`, {})).status).toBe(403);
  await engine.call('admin', 'DELETE', DRAFT);
});

test('the model belongs to those who may change it', async () => {
  for (const [method, path] of [
    ['GET', DRAFT],
    ['GET', '/api/metadata/documents'],
    ['GET', '/api/metadata/versions'],
    ['POST', `${DRAFT}/plan`],
  ] as const) {
    const refused = await engine.call('member', method, path, method === 'POST' ? {} : undefined);
    expect([refused.status, refused.body.code]).toEqual([403, 'publish.not_allowed']);
    expect((await engine.call(null, method, path, method === 'POST' ? {} : undefined)).status).toBe(401);
  }
});

test('a conflict says both values', async () => {
  const read = () => engine.call('admin', 'GET', `${DRAFT}/object/product`);
  const relabel = (body: any, en: string) => {
    const next = structuredClone(body);
    next.properties.name['x-field'].labels.en = en;
    return next;
  };
  const { body, headers } = await read();
  const put = (en: string) =>
    engine.call('admin', 'PUT', `${DRAFT}/object/product`, relabel(body.body, en), {
      'If-Match': headers.get('ETag')!,
    });
  expect((await put('One')).status).toBe(200);
  const refused = await put('Two');
  expect([refused.status, refused.body.code]).toEqual([409, 'publish.conflict']);
  expect(refused.body.errors).toMatchObject([
    { path: '/properties/name/x-field/labels/en', mine: 'Two', theirs: 'One' },
  ]);
  await engine.call('admin', 'DELETE', DRAFT);
});
