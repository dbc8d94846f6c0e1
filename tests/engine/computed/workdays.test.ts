import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

/** Working days by the calendar of the workspace, which is China's: in formulas, filters, rules and defaults. */

let world: TestEngine;
let id: string;

const errand = objectBody(
  'errand',
  {
    name: { type: 'text' },
    begun: { type: 'date' },
    days: { type: 'integer' },
    promised: { type: 'date', defaultExpression: 'addWorkdays(begun, 3)' },
    due: { type: 'formula', returns: 'date', expression: 'addWorkdays(begun, days)' },
    took: { type: 'formula', returns: 'integer', expression: 'workdaysBetween(begun, promised)' },
  },
  {
    'x-rules': [
      {
        check: 'promised == null || isWorkday(promised)',
        field: 'promised',
        message: { en: 'Promise a working day.', 'zh-CN': '请选择工作日。' },
      },
    ],
  },
);

const call = (method: string, path: string, body?: object) =>
  world.call('admin', method, `/api/records/errand${path}`, body);

beforeAll(async () => {
  world = await testEngine();
  const { status, body } = await publishInto(world, { 'object/errand': errand }, 'errands');
  expect(status, JSON.stringify(body)).toBe(200);
  const made = await call('POST', '', { name: 'seal', begun: '2025-09-30', days: 1 });
  expect(made.status, made.text).toBe(201);
  id = made.body.id;
});
afterAll(() => world?.close());

test('count over the National Day holiday of 2025', async () => {
  // 1 to 8 October are off, Saturday the 11th is worked
  expect((await call('GET', `/${id}`)).body).toMatchObject({
    due: '2025-10-09',
    promised: '2025-10-11',
    took: 3,
  });
  const filter = encodeURIComponent('workdaysBetween(begun, due) == 1 && !isWorkday(date("2025-10-08"))');
  const found = await call('GET', `?filter=${filter}`);
  expect(found.body.records).toHaveLength(1);
});

test('are asked by rules; the form leaves them to the server, which knows the calendar', async () => {
  const refused = await call('PATCH', `/${id}`, { promised: '2025-10-12' });
  expect(refused.body.errors).toMatchObject([{ path: '/promised', message: '请选择工作日。' }]);
  expect((await call('PATCH', `/${id}`, { promised: '2025-10-13' })).status).toBe(200);
  const form = (await world.call('admin', 'GET', '/api/model/errand/form')).body;
  expect(form).toMatchObject({ asks: true, rules: [], formulas: {} });
});

test('follow the calendar when it changes', async () => {
  const draft = '/api/metadata/draft';
  const { body } = await world.call('admin', 'GET', '/api/metadata/documents/calendar/china');
  const days = body.body.days.map((day: { date: string }) =>
    day.date === '2025-10-08' ? { ...day, works: true } : day,
  );
  const put = await world.call('admin', 'PUT', `${draft}/calendar/china`, { ...body.body, days });
  expect(put.status, put.text).toBe(200);
  const plan = (await world.call('admin', 'POST', `${draft}/plan`, {})).body;
  const published = await world.call('admin', 'POST', `${draft}/publish`, { hash: plan.hash });
  expect(published.status, published.text).toBeLessThan(300);
  expect((await call('GET', `/${id}`)).body).toMatchObject({ due: '2025-10-08', took: 5 });
});
