import { buffer } from 'node:stream/consumers';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { importCsv } from '../support/import-csv.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

const labels = (en: string, zh: string) => ({ en, 'zh-CN': zh });
const documents = {
  'object/firm': objectBody('firm', {
    name: { type: 'text', labels: labels('Firm name', '企业名称') },
    code: { type: 'text', labels: labels('Code', '代码') },
    extent: {
      type: 'select',
      labels: labels('Extent', '规模'),
      options: ['small', 'large'].map((value) => ({ value, labels: labels(value, value) })),
    },
    worth: { type: 'decimal', labels: labels('Worth', '估值'), scale: 2 },
    share: { type: 'percent', labels: labels('Share', '占比') },
    since: { type: 'date', labels: labels('Since', '成立日期') },
    called: { type: 'datetime', labels: labels('Called', '致电时间') },
    mobile: { type: 'phone', labels: labels('Mobile', '手机') },
    tags: { type: 'tags', labels: labels('Tags', '标签') },
    parent: { type: 'lookup', target: 'firm', labels: labels('Parent', '上级企业') },
    secret: { type: 'text', labels: labels('Secret', '秘密') },
    lines: {
      type: 'lineItems',
      lineItems: { target: 'branch', via: 'firm' },
      labels: labels('Branches', '分部'),
    },
  }),
  'object/branch': objectBody('branch', {
    name: { type: 'text', labels: labels('Name', '名称') },
    firm: { type: 'lookup', target: 'firm', onDelete: 'cascade' },
    staff: { type: 'integer', labels: labels('Staff', '人数') },
  }),
};

let world: TestEngine;
const firms: Record<string, string> = {};
const TRICKY = ['=1+1', "'=1+1", '-5 apples', '@SUM(A1)', 'a;b', 'line\nbreak', 'say "hi"', '+86 10 1234'];

const grants = (...each: object[]) => each;
const role = (name: string, ...each: object[]) => ({
  name,
  labels: labels(name, name),
  grants: grants(...each),
});

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, {
    ...documents,
    'role/sender': role(
      'sender',
      {
        object: 'firm',
        do: ['read', 'export'],
        rows: { read: 'all', export: 'own' },
        fields: { '*': 'read', secret: 'none', mobile: 'masked' },
      },
      { object: 'branch', do: ['read'] },
    ),
    'role/looker': role('looker', { object: 'firm', do: ['read'] }),
  });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const make = async (values: object): Promise<string> => {
    const { status, body, text } = await world.call('admin', 'POST', '/api/records/firm', values);
    expect(status, text).toBe(201);
    return body.id;
  };
  firms.holding = await make({ name: '华信控股', code: 'F-001', extent: 'large', worth: '1234567.50' });
  for (const [index, name] of TRICKY.entries())
    firms[name] = await make({
      ...{ name, code: `F-1${index}`, extent: 'small', worth: `${-index}.25`, share: '0.125' },
      ...{ since: '2001-02-03', called: '2026-03-04T05:06:07.000Z', mobile: '13800138000' },
      ...{ tags: ['甲', '乙'], parent: firms.holding, secret: `canary ${index}` },
      ...(index === 0 && { owner: world.users.member }),
      lines: [{ name: '北京', staff: 3 }, { name: '上海' }],
    });
  await world.call('admin', 'PUT', `/api/people/${world.users.member}/roles`, { roles: ['sender'] });
  await world.call('admin', 'PUT', `/api/people/${world.users.other}/roles`, { roles: ['looker'] });
});
afterAll(() => world.close());

/** The bytes that somebody is answered with at once. */
async function exported(user: string, body: object, object = 'firm', locale = 'zh-CN') {
  const response = await world.engine.fetch(
    new Request(`${world.engine.address}/api/records/${object}/export`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        Authorization: `Bearer ${world.keyOf(user)}`,
        'Content-Type': 'application/json',
        'Accept-Language': locale,
      },
    }),
  );
  return { status: response.status, headers: response.headers, bytes: await buffer(response.body as any) };
}
const textOf = async (...asked: Parameters<typeof exported>): Promise<string> => {
  const { status, bytes } = await exported(...asked);
  expect(status, bytes.toString()).toBe(200);
  return bytes.toString();
};
const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a table', () => {
  test('is safe to open: nothing in it is run', async () => {
    const csv = await textOf('admin', { format: 'csv', fields: ['name', 'worth'] });
    for (const cell of csv.matchAll(/(?:^|[,;\t\n])"?([=+@].*)/g)) throw new Error(`runs: ${cell[1]}`);
    expect(csv).toMatch(/,-7\.25/);
  });

  test('as a workbook has numbers and days as such, and headings in the language of its reader', async () => {
    const { bytes, headers } = await exported(
      'admin',
      { format: 'xlsx', fields: ['name', 'worth', 'since', 'called', 'parent', 'tags'], sort: '-worth' },
      'firm',
      'en',
    );
    expect(headers.get('Content-Disposition')).toMatch(/firms \d{4}-\d\d-\d\d\.xlsx/);
    const rows: unknown[][] = await readSheet(bytes);
    expect(rows[0]).toEqual(['Firm name', 'Worth', 'Since', 'Called', 'Parent', 'Tags']);
    expect(rows[1]!.slice(0, 2)).toEqual(['华信控股', 1234567.5]);
    const [name, worth, since, called, parent, tags] = rows[2]!;
    expect([name, worth, parent, tags]).toEqual(['=1+1', 0.25, '华信控股', '甲; 乙']);
    expect((since as unknown as Date).toISOString()).toBe('2001-02-03T00:00:00.000Z');
    // on the clock of the workspace
    expect((called as unknown as Date).toISOString()).toBe('2026-03-04T13:06:07.000Z');
  });

  test('by keys has names, ids and the values of options', async () => {
    const csv = await textOf('admin', {
      format: 'csv',
      values: 'keys',
      fields: ['id', 'extent', 'parent', 'called'],
    });
    const [heading, ...rows] = csv.replace('\ufeff', '').trim().split('\n');
    expect(heading).toBe('id,extent,parent,called');
    expect(
      rows.filter((row) => /^[-0-9a-f]{36},small,[-0-9a-f]{36},2026-03-04T05:06:07\.000Z$/.test(row)),
    ).toHaveLength(TRICKY.length);
  });
});

test('lines of JSON are the records of the API', async () => {
  const asked = { fields: ['name', 'parent.name', 'lines.name'], filter: 'extent == "small"', sort: 'name' };
  const records = linesOf(await textOf('admin', { format: 'jsonl', ...asked }));
  const list = await world.call('admin', 'POST', '/api/records/firm/query', { ...asked, limit: 100 });
  expect(records).toEqual(list.body.records);
  expect(await textOf('admin', { format: 'jsonl', filter: 'name == "nobody"' })).toBe('\n');
});

describe('rights', () => {
  test('only what may be exported of what may be read, masked where it is masked', async () => {
    const csv = await textOf('member', { format: 'csv' });
    expect(csv.trim().split('\n').length).toBeLessThan(4);
    expect(csv).toContain('138****00');
    expect(csv).not.toMatch(/canary|秘密|13800138000/);
    const refused = await exported('member', { format: 'csv', fields: ['secret'] });
    expect([refused.status, JSON.parse(refused.bytes.toString()).code]).toEqual([400, 'query.field']);
  });

  test('nothing without the right to, nothing of what is not known', async () => {
    expect((await exported('other', { format: 'csv' })).status).toBe(403);
    expect((await exported('nobody', { format: 'csv' })).status).toBe(404);
    expect((await exported('admin', { format: 'csv' }, 'nothing')).status).toBe(404);
    expect((await exported('admin', { format: 'doc' })).status).toBe(400);
    expect((await exported('admin', { form: 'csv' })).status).toBe(400);
  });

  test('each is in the audit, with what was asked and how many went out', async () => {
    await textOf('member', { format: 'csv', filter: 'extent == "small"', fields: ['name'] });
    const { body } = await world.call('admin', 'GET', '/api/audit?op=export&limit=1');
    const said = body.entries[0].changes.map(({ field, value }: any) => [field, value]);
    expect(Object.fromEntries(said)).toEqual({
      ...{ what: 'records', format: 'csv', values: 'labels', rows: 1 },
      ...{ fields: ['name'], filter: 'extent == "small"' },
    });
  });
});

describe('a job', () => {
  const begin = (user: string, body: object) => world.call(user, 'POST', '/api/exports', body);
  const settled = async (user: string, id: string) => {
    await world.engine.exports.settled();
    return (await world.call(user, 'GET', `/api/exports/${id}`)).body;
  };

  test('writes what an answer at once would be, tells how far it is, and keeps the file for its maker alone', async () => {
    const asked = { format: 'csv', fields: ['name', 'worth'], sort: 'code' };
    const { status, body, headers } = await begin('admin', { object: 'firm', ...asked });
    expect([status, body.object, body.format]).toEqual([202, 'firm', 'csv']);
    expect(headers.get('Location')).toBe(`/api/exports/${body.id}`);
    const done = await settled('admin', body.id);
    expect(done).toMatchObject({ state: 'done', rows: TRICKY.length + 1, object: 'firm', format: 'csv' });
    const file = await world.call('admin', 'GET', `/api/exports/${body.id}/file`);
    expect(file.text).toBe((await textOf('admin', asked)).replace('\ufeff', ''));
    expect(file.headers.get('Content-Length')).toBe(String(done.size));
    for (const path of ['', '/file'])
      expect((await world.call('member', 'GET', `/api/exports/${body.id}${path}`)).status).toBe(404);
    const { body: listed } = await world.call('admin', 'GET', '/api/exports');
    expect(listed.exports[0]).toEqual(done);
  });

  test('begins anew where its process was gone, and once', async () => {
    const { body } = await begin('admin', { object: 'firm', format: 'xlsx' });
    await settled('admin', body.id);
    const { db, workspace } = await world.engine.contextFor('main');
    await db
      .direct()
      .query(
        `UPDATE "${workspace.schema}"._export SET state = 'running', rows = 3, file = NULL, written_at = now() - interval '2 minutes' WHERE id = $1`,
        [body.id],
      );
    world.engine.exports.wake(workspace);
    const done = await settled('admin', body.id);
    expect(done).toMatchObject({ state: 'done', rows: TRICKY.length + 1 });
    expect((await world.call('admin', 'GET', `/api/exports/${body.id}/file`)).status).toBe(200);
    const { body: audit } = await world.call('admin', 'GET', '/api/audit?op=export&limit=2');
    const formats = audit.entries.map(
      ({ changes }: any) => changes.find(({ field }: any) => field === 'format').value,
    );
    expect(formats).toEqual(['xlsx', 'xlsx']);
  });

  test('is cancelled, and then stays so', async () => {
    const { db, workspace } = await world.engine.contextFor('main');
    const { body } = await begin('admin', { object: 'firm', format: 'csv' });
    await settled('admin', body.id);
    const reset = `UPDATE "${workspace.schema}"._export SET state = 'waiting', file = NULL, done_at = NULL WHERE id = $1`;
    await db.direct().query(reset, [body.id]);
    const cancelled = await world.call('admin', 'POST', `/api/exports/${body.id}/cancel`);
    expect(cancelled.body.state).toBe('cancelled');
    world.engine.exports.wake(workspace);
    expect((await settled('admin', body.id)).state).toBe('cancelled');
    const file = await world.call('admin', 'GET', `/api/exports/${body.id}/file`);
    expect([file.status, file.body.code]).toEqual([409, 'export.not_done']);
  });

  test('has the rights that its maker has when it runs', async () => {
    const { body } = await begin('member', { object: 'firm', format: 'csv' });
    const { db, workspace } = await world.engine.contextFor('main');
    await settled('member', body.id);
    await world.call('admin', 'PUT', `/api/people/${world.users.member}/roles`, { roles: ['looker'] });
    const reset = `UPDATE "${workspace.schema}"._export SET state = 'waiting', file = NULL, done_at = NULL WHERE id = $1`;
    await db.direct().query(reset, [body.id]);
    world.engine.exports.wake(workspace);
    const failed = await settled('member', body.id);
    expect(failed).toMatchObject({ state: 'failed', failure: { code: 'record.not_allowed' } });
    await world.call('admin', 'PUT', `/api/people/${world.users.member}/roles`, { roles: ['sender'] });
  });

  test('is refused for what could not be exported, and for what is not to be kept', async () => {
    expect((await begin('other', { object: 'firm', format: 'csv' })).status).toBe(403);
    expect((await begin('admin', { format: 'csv' })).status).toBe(404);
    expect((await begin('admin', { object: 'firm', fields: ['nothing'] })).status).toBe(400);
    expect((await begin('admin', { object: 'firm', filter: 'nothing == 1' })).status).toBe(400);
    expect((await world.call('admin', 'GET', '/api/exports/x')).status).toBe(404);
  });
});

describe('a schedule', () => {
  const begin = (user: string, schedule: unknown, body: object = {}) =>
    world.call(user, 'POST', '/api/export-schedules', { object: 'firm', format: 'csv', ...body, schedule });
  const due = async (id: string) => {
    const { db, workspace } = await world.engine.contextFor('main');
    const text = `UPDATE "${workspace.schema}"._export_schedule SET next_at = now() - interval '3 days' WHERE id = $1`;
    await db.direct().query(text, [id]);
    world.engine.exports.sweep();
    await world.engine.exports.settled();
  };

  test('asks for an export when it is due, once however late, and says when next', async () => {
    const { status, body, text } = await begin('admin', { every: 'day', at: '07:30' }, { fields: ['name'] });
    expect(status, text).toBe(201);
    const before = (await world.call('admin', 'GET', '/api/exports')).body.exports;
    await due(body.id);
    const after = (await world.call('admin', 'GET', '/api/exports')).body.exports;
    expect(after.length).toBe(before.length + 1);
    expect(after[0]).toMatchObject({ state: 'done', object: 'firm', format: 'csv' });
    const file = await world.call('admin', 'GET', `/api/exports/${after[0].id}/file`);
    expect(file.text).toContain('华信控股');
    const [kept] = (await world.call('admin', 'GET', '/api/export-schedules')).body.schedules;
    // 07:30 in Shanghai
    expect([kept.id, kept.next_at.slice(11)]).toEqual([body.id, '23:30:00.000Z']);
    expect(Date.parse(kept.next_at)).toBeGreaterThan(Date.now());
    expect((await world.call('member', 'DELETE', `/api/export-schedules/${body.id}`)).status).toBe(404);
    expect((await world.call('admin', 'DELETE', `/api/export-schedules/${body.id}`)).status).toBe(204);
    expect((await world.call('admin', 'GET', '/api/export-schedules')).body.schedules).toEqual([]);
  });

  test('ends with its maker', async () => {
    const { body } = await begin('member', { every: 'week', at: '07:30', weekday: 1 });
    await world.call('admin', 'PATCH', `/api/records/user/${world.users.member}`, { active: false });
    await due(body.id);
    await world.call('admin', 'PATCH', `/api/records/user/${world.users.member}`, { active: true });
    expect((await world.call('member', 'GET', '/api/export-schedules')).body.schedules).toEqual([]);
  });

  test.each([
    [{}, ['/schedule/every', '/schedule/at']],
    [{ every: 'day', at: '24:00' }, ['/schedule/at']],
    [{ every: 'week', at: '07:00', day: 1 }, ['/schedule/weekday', '/schedule/day']],
    [{ every: 'month', at: '07:00', day: 32, hour: 1 }, ['/schedule/hour', '/schedule/day']],
  ])('that says no time is refused: %j', async (schedule, paths) => {
    const { status, body } = await begin('admin', schedule);
    expect([status, body.errors.map(({ path }: any) => path)]).toEqual([422, paths]);
  });

  test('is refused to who may not export', async () => {
    expect((await begin('other', { every: 'day', at: '07:30' })).status).toBe(403);
  });
});

test.each(['csv', 'xlsx'])('comes back from %s as it was, line items and all', async (format) => {
  const fields = ['name', 'code', 'extent', 'worth', 'share', 'since', 'called', 'mobile', 'tags', 'parent'];
  const paths = [...fields, 'lines.name', 'lines.staff'];
  const all = { fields: [...fields, 'lines.name', 'lines.staff'].join(','), limit: 100, sort: 'code' };
  const before = await world.call('admin', 'POST', '/api/records/firm/query', all);
  const { status, bytes } = await exported('admin', { format, fields: paths, sort: 'code' });
  expect(status).toBe(200);
  if (format === 'csv') expect(bytes.toString().split('\r\n')[0]).toContain('企业名称');
  for (const { id } of before.body.records.toReversed())
    expect((await world.call('admin', 'DELETE', `/api/records/firm/${id}`)).status).toBe(204);
  const { body } = await importCsv(world, 'firm', bytes);
  expect([body.created, body.failed], JSON.stringify(body)).toEqual([TRICKY.length + 1, 0]);
  const after = await world.call('admin', 'POST', '/api/records/firm/query', all);
  const plain = (records: any[]) =>
    records.map(({ id: _, parent, lines, ...rest }) => ({
      ...rest,
      isBelow: parent !== null,
      lines: lines.map(({ name, staff }: any) => [name, staff]),
    }));
  expect(plain(after.body.records)).toEqual(plain(before.body.records));
});
