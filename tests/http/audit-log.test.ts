import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../engine/db/connect.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { changeSettings } from '../support/workspace-of.ts';

let guanxi: TestEngine;
let record = '';
const audit = (parameters: string, user = 'admin', headers = {}) =>
  guanxi.call(user, 'GET', `/api/audit${parameters}`, undefined, headers);
const opsOf = async (parameters: string): Promise<string[]> =>
  (await audit(parameters)).body.entries.map(({ op }: { op: string }) => op);

beforeAll(async () => {
  guanxi = await testEngine();
  const made = await guanxi.call('admin', 'POST', '/api/records/account', { name: '=HYPERLINK("x")' });
  record = made.body.id;
  for (const name of ['second', 'third']) {
    await guanxi.call('admin', 'PATCH', `/api/records/account/${record}`, { name });
  }
  await guanxi.call('admin', 'DELETE', `/api/records/account/${record}`);
});
afterAll(() => guanxi.close());

describe('GET /api/audit', () => {
  test('tells every entry of a record, the newest first, with names of now', async () => {
    const { body } = await audit(`?record=${record}`);
    expect(body.entries.map(({ op }: any) => op)).toEqual(['delete', 'update', 'update', 'create']);
    const [, last] = body.entries;
    expect(last).toMatchObject({ object: 'account', record, version: 3, actor: guanxi.users.admin });
    expect(last.changes).toMatchObject([{ field: 'name', value: ['second', 'third'] }]);
    expect(body.users[guanxi.users.admin]).toBe('admin');
  });

  test('by object, user, kind and time', async () => {
    expect(await opsOf(`?object=account&op=delete`)).toEqual(['delete']);
    expect(await opsOf(`?user=${guanxi.users.admin}&object=account`)).toHaveLength(4);
    expect(await opsOf(`?user=${guanxi.users.member}&object=account`)).toEqual([]);
    expect(await opsOf(`?record=${record}&to=2020-01-01`)).toEqual([]);
    expect(await opsOf(`?record=${record}&from=2020-01-01`)).toHaveLength(4);
    expect(new Set(await opsOf('?op=publish'))).toEqual(new Set(['publish']));
  });

  test('in pages without a gap', async () => {
    const found: string[] = [];
    let next: string | null = null;
    do {
      const { body }: any = await audit(`?record=${record}&limit=3${next ? `&cursor=${next}` : ''}`);
      found.push(...body.entries.map(({ id }: any) => id));
      next = body.next;
    } while (next !== null);
    expect(new Set(found).size).toBe(4);
  });

  test('is for those with the right to security', async () => {
    for (const path of ['', '.csv', '/kinds']) {
      const refused = await audit(path, 'member');
      expect([path, refused.status, refused.body.code]).toEqual([path, 403, 'audit.not_allowed']);
    }
  });

  test.each([
    ['?op=creat', '/op', 'create'],
    ['?object=acount', '/object', 'account'],
    ['?user=me', '/user', undefined],
    ['?from=yesterday', '/from', undefined],
    ['?limit=0', '/limit', undefined],
    ['?whom=x', '/whom', undefined],
    ['?cursor=x', '/cursor', undefined],
  ])('%s is refused', async (parameters, path, suggestion) => {
    const { status, body } = await audit(parameters);
    expect([status, body.errors[0].path, body.errors[0].suggestion]).toEqual([400, path, suggestion]);
  });

  test('as a file that runs nothing, and stands in the audit itself', async () => {
    const file = await audit('.csv?object=account&op=create');
    expect(file.headers.get('Content-Type')).toContain('text/csv');
    expect(file.text.split('\n')).toHaveLength(3);
    expect(file.text).toContain(record);
    const same = await audit('?object=account&op=create', 'admin', { Accept: 'text/csv' });
    expect(same.text).toBe(file.text);
    const [entry] = (await audit('?op=export')).body.entries;
    expect(entry).toMatchObject({ actor: guanxi.users.admin, object: null });
    expect(JSON.stringify(entry.changes)).toContain('audit');
  });

  test('every filter is served by an index', async () => {
    const { db, model } = await guanxi.engine.contextFor('main');
    const plan = async (where: string): Promise<string> => {
      const client = await db.direct().connect();
      try {
        await client.query('BEGIN');
        // of a small table the planner reads all: what matters is whether an index could serve
        await client.query('SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off');
        const { rows } = await query<any>(client, {
          text: `EXPLAIN SELECT * FROM ${model.schema}._audit a WHERE ${where} ORDER BY a.at DESC, a.id DESC LIMIT 50`,
        });
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    };
    const some = `'${record}'::uuid`;
    for (const where of [
      'true',
      `a.actor = ${some}`,
      `a.on_behalf = ${some}`,
      "a.object = 'obj_x'",
      "a.op = 'export' AND a.op NOT IN ('create', 'update')",
      "a.at >= '2026-01-01' AND a.at < '2026-02-01'",
    ]) {
      expect([where, await plan(where)]).toEqual([
        where,
        expect.not.stringMatching(/Sort {2}\(|Seq Scan on/),
      ]);
    }
  });
});

test('for how long it is kept is a setting, and the plan says what goes', async () => {
  const address = '/api/metadata/draft/settings/workspace';
  const { body } = await guanxi.call('admin', 'GET', '/api/metadata/documents/settings/workspace');
  await guanxi.call('admin', 'PUT', address, { ...body.body, auditMonths: 12 });
  const plan = await guanxi.call('admin', 'POST', '/api/metadata/draft/plan', {});
  expect(plan.body.changes).toMatchObject([{ kind: 'change-retention', risk: 'destructive', rows: 0 }]);
  expect(JSON.stringify(plan.body.changes)).toMatch(/12 (months|个月)/);
  await guanxi.call('admin', 'DELETE', '/api/metadata/draft');
  const refused = await changeSettings(guanxi, { auditMonths: 0 });
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'settings.json#/auditMonths']);
});
