import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
beforeAll(async () => {
  guanxi = await testEngine();
});
afterAll(() => guanxi.close());

const create = async (object: string, values: object, headers: Record<string, string> = {}) =>
  guanxi.call('admin', 'POST', `/api/records/${object}`, values, headers);

describe('a record and its versions', () => {
  let path: string;

  test('is made: 201, where it is, what it is', async () => {
    const made = await create('account', { name: '  Acme  ' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Acme', version: 1, source: 'api', owner: guanxi.users.admin });
    expect(made.headers.get('ETag')).toBe('"1"');
    expect(made.headers.get('Model-Version')).toMatch(/^\d+$/);
    expect(made.headers.get('Read-After')).toBeTruthy();
    path = made.headers.get('Location')!;
    const read = await guanxi.call('admin', 'GET', path);
    expect(read.body).toEqual(made.body);
    expect(read.headers.get('ETag')).toBe('"1"');
  });

  test('is changed by whoever has seen it last', async () => {
    const change = (values: object, etag?: string) =>
      guanxi.call('admin', 'PATCH', path, values, etag ? { 'If-Match': etag } : {});
    const first = await change({ name: 'Acme Ltd.' }, '"1"');
    expect([first.status, first.headers.get('ETag')]).toEqual([200, '"2"']);
    expect((await change({ name: 'Late' }, '"1"')).status).toBe(412);
    expect((await change({ name: 'Acme Ltd.' }, '"2"')).headers.get('ETag')).toBe('"2"');
    expect((await change({ name: 'Acme Inc.' })).headers.get('ETag')).toBe('"3"');
    expect((await change({ name: 'Acme' }, '*')).headers.get('ETag')).toBe('"4"');
  });

  test('goes to the bin and comes back', async () => {
    expect((await guanxi.call('admin', 'DELETE', path)).status).toBe(204);
    expect((await guanxi.call('admin', 'GET', path)).status).toBe(404);
    const bin = await guanxi.call('admin', 'GET', '/api/records/account?deleted=only');
    expect(bin.body.records).toHaveLength(1);
    const back = await guanxi.call('admin', 'POST', `${path}/actions/restore`);
    expect([back.status, back.body.name]).toEqual([200, 'Acme']);
    expect((await guanxi.call('admin', 'GET', path)).status).toBe(200);
  });

  test('answers HEAD as GET, without a body', async () => {
    const head = await guanxi.call('admin', 'HEAD', path);
    expect([head.status, head.text, head.headers.get('ETag')?.length]).toEqual([200, '', 3]);
  });
});

describe('a repeated request is done once', () => {
  const key = { 'Idempotency-Key': 'k-1' };

  test('and answered alike', async () => {
    const [first, second] = [
      await create('account', { name: 'Once' }, key),
      await create('account', { name: 'Once' }, key),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    const list = await guanxi.call(
      'admin',
      'GET',
      `/api/records/account?filter=${encodeURIComponent('name == "Once"')}`,
    );
    expect(list.body.records).toHaveLength(1);
  });

  test('but not with another body', async () => {
    const other = await create('account', { name: 'Twice' }, key);
    expect([other.status, other.body.code]).toEqual([422, 'request.idempotency']);
  });

  test('each key belongs to its user and address', async () => {
    const theirs = await guanxi.call('member', 'POST', '/api/records/account', { name: 'Once' }, key);
    expect(theirs.status).toBe(201);
    expect((await create('lead', { name: 'Once' }, key)).status).toBe(201);
  });

  test('also when all come at once', async () => {
    const same = { 'Idempotency-Key': 'k-2' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => create('account', { name: 'Many' }, same)),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});

describe('lists', () => {
  const list = async (query: string) =>
    (await guanxi.call('member', 'GET', `/api/records/opportunity?${query}`)).body;
  const names = async (query: string) =>
    (await list(query)).records.map(({ name }: { name: string }) => name);
  const filter = (text: string) => `filter=${encodeURIComponent(text)}`;

  beforeAll(async () => {
    const { body } = await create('account', { name: 'Northwind' });
    const changes = [
      { op: 'create', values: { name: 'Alpha', amount: '100', close_date: '2026-03-01', account: body.id } },
      { op: 'create', values: { name: 'Beta', amount: 250.5, close_date: '2026-01-01' } },
      { op: 'create', values: { name: 'Gamma', stage: 'won', account: body.id } },
      { op: 'create', values: { name: 'Delta', amount: '75.25', close_date: '2026-02-01', stage: 'won' } },
    ].map(({ op, values }) => ({ op, values: { stage: 'qualification', ...values } }));
    const made = await guanxi.call('admin', 'POST', '/api/records/opportunity/batch', changes);
    expect(made.body.results?.length ?? made.body.length).toBe(4);
  });

  test('are filtered, sorted, counted', async () => {
    expect(await names(`${filter('amount > 80')}&sort=name`)).toEqual(['Alpha', 'Beta']);
    expect(await names('sort=-amount')).toEqual(['Beta', 'Alpha', 'Delta', 'Gamma']);
    expect(await names('sort=close_date')).toEqual(['Beta', 'Delta', 'Alpha', 'Gamma']);
    expect(await names(`${filter('stage.kind == "won"')}&sort=name`)).toEqual(['Delta', 'Gamma']);
    expect(await names(`${filter('account.name.startsWith("North")')}&sort=name`)).toEqual([
      'Alpha',
      'Gamma',
    ]);
    expect((await list('count=exact&limit=1')).count).toEqual({ value: 4, capped: false });
  });

  test('nest what relations point at', async () => {
    const { records } = await list(`fields=name,amount,account.name&${filter('name == "Alpha"')}`);
    expect(records[0]).toMatchObject({ name: 'Alpha', amount: '100.00', account: { name: 'Northwind' } });
    expect(records[0]).not.toHaveProperty('stage');
  });

  test('are read page by page, by a cursor that fits this list only', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await list(`sort=name&limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.records.map(({ name }: { name: string }) => name));
      cursor = page.next ?? '';
      if (cursor) {
        const elsewhere = await guanxi.call(
          'member',
          'GET',
          `/api/records/opportunity?sort=-name&limit=3&cursor=${encodeURIComponent(cursor)}`,
        );
        expect(elsewhere.body.code).toBe('query.cursor');
      }
    } while (cursor);
    expect(seen).toEqual(['Alpha', 'Beta', 'Delta', 'Gamma']);
  });

  test('take long filters in a body', async () => {
    const words = Array.from({ length: 60 }, (_, index) => `"name ${index} that nothing has"`);
    const body = { filter: `name in [${words.join(', ')}, "Beta"]`, sort: 'name' };
    const answer = await guanxi.call('member', 'POST', '/api/records/opportunity/query', body);
    expect(answer.body.records.map(({ name }: { name: string }) => name)).toEqual(['Beta']);
  });

  test('are added up', async () => {
    const { body } = await guanxi.call(
      'member',
      'GET',
      '/api/records/opportunity/aggregate?group=stage&measures=count(),sum(amount)',
    );
    const groups = body.groups ?? body.rows ?? body;
    const won = groups.find((group: { stage: string }) => group.stage === 'won');
    expect(JSON.stringify(won)).toContain('75.25');
    expect(groups).toHaveLength(2);
  });
});

describe('a batch', () => {
  test('is done as a whole, or each for itself', async () => {
    const changes = [
      { op: 'create', values: { name: 'First' } },
      { op: 'create', values: { nmae: 'Second' } },
    ];
    const whole = await guanxi.call('admin', 'POST', '/api/records/product/batch', changes);
    expect([whole.status, whole.body.code]).toEqual([422, 'record.batch']);
    expect(whole.body.errors[0].path).toMatch(/^\/1/);
    expect((await guanxi.call('admin', 'GET', '/api/records/product')).body.records).toEqual([]);
    const each = await guanxi.call('admin', 'POST', '/api/records/product/batch?mode=each', changes);
    expect(each.status).toBe(200);
    expect((await guanxi.call('admin', 'GET', '/api/records/product')).body.records).toHaveLength(1);
  });

  test('may be eight times as large as a record', async () => {
    const long = 'x'.repeat(1_500);
    const changes = Array.from({ length: 900 }, () => ({ op: 'create', values: { nothing: long } }));
    const answer = await guanxi.call('admin', 'POST', '/api/records/product/batch', changes);
    expect([answer.status, answer.body.code]).toEqual([422, 'record.batch']);
  });
});

describe('the address of a workspace', () => {
  test('may stand in front of every address', async () => {
    const made = await guanxi.call('admin', 'POST', '/w/main/api/records/account', { name: 'Prefixed' });
    expect(made.headers.get('Location')).toBe(`/w/main/api/records/account/${made.body.id}`);
    expect((await guanxi.call('admin', 'GET', made.headers.get('Location')!)).status).toBe(200);
    const openapi = await guanxi.call('admin', 'GET', '/w/main/api/openapi.json');
    expect(openapi.body.servers).toEqual([{ url: '/w/main' }]);
  });

  test('of others is none', async () => {
    for (const path of ['/w/other/api/me', '/w/MAIN/api/me', '/w/main%00/api/me', '/w//api/me']) {
      expect((await guanxi.call('admin', 'GET', path)).status).toBe(404);
    }
  });
});
