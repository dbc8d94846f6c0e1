import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
beforeAll(async () => {
  guanxi = await testEngine();
});
afterAll(() => guanxi.close());

const call: TestEngine['call'] = (...given) => guanxi.call(...given);
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const names = (count: number, name: string): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, index]));

/** Milliseconds after which others have waited too long for one request. */
const LONG = 2_000;

async function took(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

async function upload(user: string, options: unknown, text: string, name = 'a.csv') {
  const form = new FormData();
  form.set('options', typeof options === 'string' ? options : JSON.stringify(options));
  form.append('files', new Blob([text]), name);
  const headers = { Authorization: `Bearer ${guanxi.keyOf(user)}`, Prefer: 'wait=60' };
  const request = new Request(`${guanxi.engine.address}/api/imports`, {
    method: 'POST',
    body: form,
    headers,
  });
  const answer = await guanxi.engine.fetch(request);
  return { status: answer.status, body: await answer.json() };
}

const importOf = (object: string) => ({ files: [{ object, file: 'a.csv' }] });

describe('one request keeps nobody else waiting', () => {
  const spaces = ' '.repeat(500_000);

  test.each([
    ['a text of spaces', '/api/records/lead', { name: `a${spaces}b`, status: 'new' }],
    ['a list of commas', '/api/records/account/query', { fields: ','.repeat(500_000) }],
    ['an order of commas', '/api/records/account/query', { sort: ','.repeat(500_000) }],
    ['names of no field', '/api/records/lead', names(50_000, 'nme')],
    [
      'names of no field in a batch',
      '/api/records/lead/batch',
      Array.from({ length: 100 }, () => ({ op: 'create', values: names(500, 'stauts') })),
    ],
    ['names of no member', '/api/keys', names(50_000, 'nme')],
    ['far relations', '/api/records/account/query', { sort: `${'parent.'.repeat(100_000)}name` }],
    ['far groups', '/api/records/account/aggregate', { group: [`${'parent.'.repeat(100_000)}name`] }],
  ])('%s', async (_, path, body) => {
    let status = 0;
    const time = await took(async () => {
      ({ status } = await call('member', 'POST', path, body));
    });
    expect(status).toBeLessThan(500);
    expect(time).toBeLessThan(LONG);
  });

  test('names of no member from nobody', async () => {
    const run = () => call(null, 'POST', '/api/auth/sign-in/email', names(50_000, 'passwort'));
    expect(await took(run)).toBeLessThan(LONG);
  });

  test.each([
    ['account', `name\na${spaces}b`],
    ['opportunity', `name,close_date\nx,a${'T'.repeat(500_000)}b`],
    ['opportunity', `name,amount\nx,a${spaces}(b`],
    ['account', `name,${Object.keys(names(4_000, 'webseit'))}\nx`],
  ])('a cell or heading of %s', async (object, text) => {
    let status = 0;
    const time = await took(async () => {
      ({ status } = await upload('admin', importOf(object), text));
    });
    expect(status).toBeLessThan(500);
    expect(time).toBeLessThan(LONG);
  });
});

describe('relations', () => {
  test.each(['sort', 'fields', 'group'])('are followed three times, in %s too', async (name) => {
    const path = `/api/records/account${name === 'group' ? '/aggregate' : ''}`;
    const near = await call('member', 'GET', `${path}?${name}=parent.parent.parent.name`);
    expect(near.status).toBe(200);
    const far = await call('member', 'GET', `${path}?${name}=parent.parent.parent.parent.name`);
    expect([far.status, far.body.code]).toEqual([400, 'query.hops']);
  });

  test('a group by what every object of JavaScript has is none', async () => {
    const answer = await call(
      'member',
      'GET',
      '/api/records/account/aggregate?group=constructor(created_at)',
    );
    expect([answer.status, answer.body.code]).toEqual([400, 'query.group']);
  });
});

describe('a text that nothing can store is refused', () => {
  test.each([
    ['POST', '/api/keys', { name: 'a\0' }, 422],
    ['POST', '/api/keys', { email: '\0' }, 422],
    [
      'POST',
      '/api/people',
      { email: 'a@example.com', name: 'a\0b', password: 'long enough', roles: [] },
      422,
    ],
    ['PATCH', '/api/me', { timeZone: '\ud800' }, 422],
    ['GET', '/api/imports?name=%00', undefined, 400],
    ['POST', '/api/auth/sign-in/email', { email: '\0', password: 'x' }, 422],
  ])('%s %s %j', async (method, path, body, status) => {
    expect((await call('admin', method, path, body)).status).toBe(status);
  });

  test('as the name of an import', async () => {
    const answer = await upload('admin', { ...importOf('account'), name: 'a\0b' }, 'name\nx');
    expect([answer.status, answer.body.code]).toEqual([422, 'import.options']);
  });
});

describe('an expression that would grow a text without end', () => {
  const doubled = (inside: string, times: number) =>
    `${'replace('.repeat(times)}${inside}${', "a", "aa")'.repeat(times)}`;

  test.each([
    ['of constants, which are worked out before the statement', doubled('"aaaaaaaa"', 24)],
    ['of a field, which Postgres works out', doubled('description', 10)],
    ['of one long text in place of each letter of another', 'replace(description, "a", description)'],
  ])('%s comes to nothing', async (_, source) => {
    const row = { name: 'aaaa', description: 'a'.repeat(4_000) };
    const { status, text } = await call('member', 'POST', '/api/records/account', row);
    expect(status, text).toBe(201);
    const filter = encodeURIComponent(`has(${source})`);
    const answer = await call('member', 'GET', `/api/records/account?filter=${filter}`);
    expect([answer.status, answer.body.records]).toEqual([200, []]);
  });

  test('is refused where it would take long in process too', async () => {
    const filter = encodeURIComponent(`has(${doubled('name', 24)})`);
    const { status, body } = await call('member', 'GET', `/api/records/account?filter=${filter}`);
    expect([status, body.errors[0].code]).toEqual([400, 'expression.steps']);
  });
});

describe('a pattern that would try many ways', () => {
  test.each([
    'name.matches("^(a+)+$")',
    'name.matches("(a|aa)*b")',
    'name.matches("(a?){90}a{90}b")',
    'name.matches("(.*a){60}b")',
    'name.matches("((a{0,5}){0,5}){0,7}b")',
  ])('%s is answered at once', async (source) => {
    const row = { name: 'a'.repeat(120) };
    expect((await call('member', 'POST', '/api/records/account', row)).status).toBe(201);
    const began = performance.now();
    const answer = await call('member', 'GET', `/api/records/account?filter=${encodeURIComponent(source)}`);
    expect(answer.status, answer.text).toBe(200);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('is refused when it is larger than patterns may be, before anything looks at it', async () => {
    const source = encodeURIComponent('name.matches("((a{99}){99}){99}")');
    const answer = await call('member', 'GET', `/api/records/account?filter=${source}`);
    expect(answer.status).toBe(400);
  });
});

describe('options of an import', () => {
  test.each([nested(100_000), `{"files": [{"constants": {"phone": ${nested(50_000)}}}]}`])(
    'that are nested far too deep',
    async (options) => {
      const answer = await upload('admin', options, 'name\nx');
      expect([answer.status, answer.body.code]).toEqual([400, 'request.depth']);
    },
  );

  test('with a prototype', async () => {
    const answer = await upload('admin', '{"__proto__": {"files": []}}', 'name\nx');
    expect([answer.status, answer.body.code]).toEqual([400, 'request.name']);
  });

  test('are not even received of who may import nothing', async () => {
    const answer = await upload('member', 'no JSON', 'name\nx');
    expect([answer.status, answer.body.code]).toEqual([403, 'import.not_allowed']);
  });
});

describe('a view that somebody shares', () => {
  const share = async (user: string, object: string, document: string): Promise<string> => {
    const values = { name: 'theirs', object, document, shared: true };
    return (await call(user, 'POST', '/api/records/view', values)).body.id;
  };
  const viewIn = async (user: string, object: string, id: string): Promise<any> => {
    const answer = await call(user, 'GET', `/api/model/${object}`);
    expect(answer.status).toBe(200);
    return answer.body.views.find((view: { id: string }) => view.id === id);
  };

  test.each([
    ['labels nested deep', `{"labels": {"en": ${nested(4_000)}}}`],
    ['labels that are no texts', '{"labels": {"en": {"a": 1}, "zh-CN": 7, "x y": "z"}}'],
    ['labels that are a list', '{"labels": ["a"]}'],
    ['an order that is no text', '{"sort": [{"toString": 1, "valueOf": 1}]}'],
    ['an order nested deep', `{"sort": [${nested(4_000)}]}`],
    [
      'prototypes',
      '{"mode": "constructor", "columns": [null, {"field": "__proto__"}], "group": "constructor"}',
    ],
    ['nothing', 'null'],
    ['no JSON', '{'],
  ])('with %s takes the object from nobody', async (_, document) => {
    const view = await viewIn('other', 'lead', await share('member', 'lead', document));
    expect(view.labels).toEqual({ en: 'theirs' });
    expect([view.sort, view.columns]).toEqual([[], []]);
  });

  test('names no field that its reader may not know', async () => {
    const document = JSON.stringify({ filter: 'cost > 5', columns: ['name', 'cost'], sort: ['cost'] });
    const id = await share('admin', 'product', document);
    expect((await viewIn('admin', 'product', id)).filter).toBe('cost > 5');
    expect(await viewIn('member', 'product', id)).toBeUndefined();
    const row = await call('member', 'GET', `/api/records/view/${id}`);
    expect([row.status, row.body.document]).toEqual([200, null]);
    const probe = await call('member', 'GET', '/api/records/view?filter=document.contains("cost")');
    expect(probe.body.records).toEqual([]);
  });

  test('is not of a package because its maker says so', async () => {
    const values = { name: 'forged', object: 'lead', document: '{}', package: 'crm' };
    expect((await call('member', 'POST', '/api/records/view', values)).status).toBe(422);
    const id = await share('member', 'lead', '{"package": "crm"}');
    expect((await viewIn('other', 'lead', id)).package).toBeNull();
    expect((await call('member', 'PATCH', `/api/records/view/${id}`, { package: 'crm' })).status).toBe(422);
  });
});

describe('a cookie', () => {
  const post = async (cookie: string, headers: Record<string, string>): Promise<number> => {
    const all = {
      Cookie: cookie,
      'Content-Type': 'application/json',
      Host: new URL(guanxi.engine.address).host,
    };
    const init = { method: 'POST', headers: { ...all, ...headers }, body: '{"name": "x", "status": "new"}' };
    const request = new Request(`${guanxi.engine.address}/api/records/lead`, init);
    return (await guanxi.engine.fetch(request)).status;
  };

  test('counts only from our own pages, whatever authorization a browser adds', async () => {
    const body = { email: 'member@example.com', password: guanxi.passwordOf('member') };
    const own = { Origin: guanxi.engine.address };
    const signedIn = await call(null, 'POST', '/api/auth/sign-in/email', body, own);
    const cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
    expect(await post(cookie, own)).toBe(201);
    const evil = { Origin: 'https://evil.example' };
    expect(await post(cookie, evil)).toBe(403);
    expect(await post(cookie, { ...evil, Authorization: 'Basic cHJveHk6cGFzc3dvcmQ=' })).toBe(403);
    expect(await post(cookie, { ...evil, Authorization: 'Bearer two words' })).toBe(403);
    expect(await post(cookie, { Authorization: 'Negotiate YII' })).toBe(403);
  });
});

describe('the key of the operator', () => {
  test.each(['X-Forwarded-For', 'Forwarded', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP', 'Via'])(
    'is not taken from a proxy that sets %s',
    async (name) => {
      expect((await call('operator', 'GET', '/api/me')).status).toBe(200);
      expect((await call('operator', 'GET', '/api/me', undefined, { [name]: '127.0.0.1' })).status).toBe(401);
    },
  );
});

test('the last who can manage people stays, and stays active', async () => {
  const address = `/api/records/user/${guanxi.users.admin}`;
  const off = await call('admin', 'PATCH', address, { active: false });
  expect([off.status, off.body.code]).toEqual([409, 'people.last_admin']);
  const batch = [{ op: 'update', id: guanxi.users.admin, values: { active: false } }];
  expect((await call('admin', 'POST', '/api/records/user/batch', batch)).status).toBe(422);
  expect((await call('admin', 'DELETE', address)).body.code).toBe('people.last_admin');
  expect((await call('admin', 'PATCH', address, { active: true })).status).toBe(200);
  const others = `/api/records/user/${guanxi.users.nobody}`;
  expect((await call('admin', 'PATCH', others, { active: false })).status).toBe(200);
  await call('admin', 'PATCH', others, { active: true });
});

test('the description of the API has one spelling of its base', async () => {
  const { body } = await call('member', 'GET', '/w/%6dain/api/openapi.json');
  expect(body.servers).toEqual([{ url: '/w/main' }]);
});
