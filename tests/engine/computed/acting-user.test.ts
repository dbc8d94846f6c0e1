import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

/** What expressions know of who acts: in filters, defaults and rules. */

let world: TestEngine;
let company: string;
let east: string;
let south: string;

const request = objectBody(
  'request',
  {
    name: { type: 'text' },
    unit: { type: 'lookup', target: 'department', defaultExpression: 'user.department' },
    judge: { type: 'user', defaultExpression: 'user.manager' },
    urgent: { type: 'boolean' },
  },
  {
    'x-rules': [
      {
        check: '!urgent || unit == user.department || judge == user.id',
        field: 'urgent',
        message: { en: 'Only your own department.', 'zh-CN': '仅限本部门。' },
      },
    ],
  },
);

const call = (method: string, path: string, body?: object, user = 'member') =>
  world.call(user, method, `/api/records/${path}`, body);

beforeAll(async () => {
  world = await testEngine();
  const grants = [{ object: 'request', do: ['create', 'read', 'update'] }];
  const labels = { en: 'Asking', 'zh-CN': '申请' };
  const documents = {
    'object/request': request,
    'role/sales_requests': { name: 'sales_requests', labels, admin: [], grants },
  };
  expect((await publishInto(world, documents, 'requests')).status).toBe(200);
  for (const user of ['member', 'other'])
    await world.call('admin', 'PUT', `/api/people/${world.users[user as 'member']}/roles`, {
      roles: ['sales', 'sales_requests'],
    });
  const make = async (values: object) => {
    const made = await call('POST', 'department', values, 'admin');
    expect(made.status, made.text).toBe(201);
    return made.body.id as string;
  };
  company = await make({ name: '总部' });
  east = await make({ name: '华东', parent: company });
  south = await make({ name: '华南', parent: company });
  const values = { department: east, manager: world.users.other };
  expect((await call('PATCH', `user/${world.users.member}`, values, 'admin')).status).toBe(200);
});
afterAll(() => world?.close());

test('the department and the manager of who acts, as they are now', async () => {
  const made = await call('POST', 'request', { name: 'one' });
  expect(made.body, made.text).toMatchObject({ unit: east, judge: world.users.other });
  const filtered = async (filter: string, user: string) =>
    (await call('GET', `request?filter=${encodeURIComponent(filter)}`, undefined, user)).body.records.length;
  expect(await filtered('unit == user.department && judge == user.manager', 'member')).toBe(1);
  expect(await filtered('unit == user.department', 'other')).toBe(0);
  expect(await filtered('unit in user.departments', 'member')).toBe(1);
  expect(await filtered(`"${company}" in user.departments`, 'member')).toBe(1);
  expect(await filtered(`"${south}" in user.departments`, 'member')).toBe(0);
  expect(await filtered('unit.name == "华东" && unit.parent.name == "总部"', 'member')).toBe(1);
  expect(await filtered('judge == user.id', 'other')).toBe(1);
  const path = `request/${made.body.id}`;
  expect((await call('PATCH', path, { urgent: true }, 'other')).status).toBe(200);
  expect((await call('PATCH', path, { urgent: true, unit: south })).status).toBe(422);
  expect((await world.call('member', 'GET', '/api/me')).body.user).toMatchObject({
    department: east,
    manager: world.users.other,
  });
});
