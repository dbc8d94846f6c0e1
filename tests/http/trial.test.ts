import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkExpression, type DescribedScope, describedScope } from '../../engine/expression/index.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

/** Expressions while they are written: the names they may use, what is wrong, what they come to. */

let world: TestEngine;
const SCOPES = ['record', 'fields', 'new', 'target', 'change', 'child'] as const;

beforeAll(async () => {
  world = await testEngine();
  const account = await world.call('admin', 'POST', '/api/records/account', {
    name: 'Lotus',
    type: 'customer',
  });
  for (const [name, amount] of [
    ['Desks', '100.00'],
    ['Chairs', '40.50'],
  ]) {
    const values = { name, amount, account: account.body.id };
    const made = await world.call('admin', 'POST', '/api/records/opportunity', values);
    expect(made.status, made.text).toBe(201);
  }
});
afterAll(async () => world?.close());

const tried = (user: string, asked: object) =>
  world.call(user, 'POST', '/api/metadata/draft/try', { object: 'opportunity', ...asked });

const told = async (scope: string, object = 'opportunity'): Promise<DescribedScope> => {
  const address = `/api/metadata/draft/scope?object=${object}&scope=${scope}`;
  const answer = await world.call('admin', 'GET', address);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

describe('the names that an expression may use', () => {
  test('are told with what people call them, and what a dot leads to', async () => {
    const { records, record, isWhole } = await told('record');
    const own = records[record]!;
    expect([own.object, isWhole]).toEqual(['opportunity', true]);
    const account = own.members.find(({ name }) => name === 'account')!;
    expect(account.labels).toEqual({ en: 'Account', 'zh-CN': '客户' });
    expect(records[account.record!]!.object).toBe('account');
    const stage = records[own.members.find(({ name }) => name === 'stage')!.record!]!;
    expect(stage.members.find(({ name }) => name === 'kind')!.labels!['zh-CN']).toBe('类别');
    // each object once, however many ways lead there
    const objects = records.flatMap(({ object }) => object ?? []);
    expect(objects.length).toBe(new Set(objects).size);
  });

  test.each(SCOPES)('check as the engine does: %s', async (scope) => {
    const there = describedScope(await told(scope));
    for (const expression of [
      'amount * 2 > 10',
      'amount * stage.probability',
      'account.owner.name',
      'account.ownr.name',
      'old.amount > amount',
      'changed(stage) && "sales" in user.roles',
      'account.contact.exists(c, c.name == name)',
      'amont > 1',
      'amount > "x"',
      'name.',
      'today() - days(3)',
    ]) {
      const here = checkExpression(expression, there);
      const said = (await tried('admin', { scope, expression })).body;
      expect([
        expression,
        here.ok ? here.expression.kind : here.problems.map(({ position }) => position),
      ]).toEqual([
        expression,
        said.type ?? said.problems.map(({ position }: { position: number }) => position),
      ]);
    }
  });
});

test('a plan names the rule that a change is about', async () => {
  const address = '/api/metadata/draft/object/opportunity';
  const { body } = await world.call('admin', 'GET', address);
  const document = body.body ?? body;
  const [first, ...others] = document['x-rules'];
  const rules = [{ ...first, when: 'amount > 1' }, ...others];
  const saved = await world.call('admin', 'PUT', address, { ...document, 'x-rules': rules });
  expect(saved.status, saved.text).toBe(200);
  const plan = await world.call('admin', 'POST', '/api/metadata/draft/plan', {});
  expect(plan.body.changes).toMatchObject([
    { kind: 'change-rule', document: 'object/opportunity', rule: first.id },
  ]);
  await world.call('admin', 'DELETE', '/api/metadata/draft');
});

test('what relations are called on the side of their targets', async () => {
  const { body } = await world.call('admin', 'GET', '/api/metadata/draft/relations');
  const found = body.relations.find(
    ({ object, field }: Record<string, string>) => object === 'opportunity' && field === 'account',
  );
  expect(found).toEqual({
    ...{ object: 'opportunity', field: 'account', target: 'account', name: 'opportunity' },
    labels: { en: 'Opportunities', 'zh-CN': '商机' },
  });
  expect((await world.call('member', 'GET', '/api/metadata/draft/relations')).status).toBe(403);
});

describe('what an expression comes to', () => {
  const values = async (expression: string, asked: object = {}, user = 'admin') =>
    (await tried(user, { expression, records: 'latest', ...asked })).body.values;

  test('for the latest records, as it would be on the wire', async () => {
    expect(await values('amount * 2')).toMatchObject([
      { title: 'Chairs', value: '81' },
      { title: 'Desks', value: '200' },
    ]);
    expect((await values('account.name + "!"'))[0].value).toBe('Lotus!');
    expect((await values('size(account.contact)'))[0].value).toBe('0');
    expect((await values('[name]'))[0].value).toEqual(['Chairs']);
    expect((await values('date("2026-01-31") + days(1)'))[0].value).toBe('2026-02-01');
  });

  test('for records that are named', async () => {
    const [, desks] = await values('name');
    expect(await values('name', { records: [desks.id] })).toEqual([
      { id: desks.id, title: 'Desks', value: 'Desks' },
    ]);
  });

  test('of a change, as if nothing changed', async () => {
    const [first] = await values('isNew() || changed(amount) || old.amount != amount', { scope: 'change' });
    expect(first.value).toBe(false);
  });

  test('is asked for, and only of what can be read', async () => {
    expect((await tried('admin', { expression: 'amount' })).body).toEqual({ type: 'decimal', problems: [] });
    expect((await tried('admin', { expression: 'amount', records: ['x'] })).status).toBe(400);
    expect((await tried('admin', { expression: 1 })).status).toBe(400);
    expect((await tried('admin', { expression: 'amount', scope: 'x' })).status).toBe(400);
    expect((await tried('admin', { expression: 'amount', object: 'nothing' })).status).toBe(404);
    expect((await tried('member', { expression: 'amount' })).status).toBe(403);
  });

  test('under the names of the draft; what is not published has no values', async () => {
    const address = '/api/metadata/draft/object/opportunity';
    const { body, headers } = await world.call('admin', 'GET', address);
    const document = body.body ?? body;
    const { amount, ...others } = document.properties;
    const properties = {
      ...others,
      worth: amount,
      later: { 'x-field': { type: 'text', labels: { en: 'Later' } } },
    };
    const etag = { 'If-Match': headers.get('ETag') ?? '*' };
    const saved = await world.call('admin', 'PUT', address, { ...document, properties }, etag);
    expect(saved.status, saved.text).toBe(200);
    expect((await values('worth + 1'))[0].value).toBe('41.5');
    expect((await values('account.opportunity.sum(o, o.worth)'))[0].value).toBe('140.5');
    expect(await values('coalesce(later, name)')).toBeNull();
    expect((await tried('admin', { expression: 'amount' })).body.type).toBe('decimal');
    await world.call('admin', 'DELETE', '/api/metadata/draft');
  });
});
