import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
let account: string;
beforeAll(async () => {
  guanxi = await testEngine();
  account = (await guanxi.call('admin', 'POST', '/api/records/account', { name: 'Acme' })).body.id;
});
afterAll(() => guanxi.close());

const NOBODY = '01900000-0000-7000-8000-000000000000';

/** Everything that the workspace holds of its records: what a refused request must not change. */
const everything = async (): Promise<unknown> => {
  const counts = ['user', 'account', 'lead', 'opportunity', 'product', 'view'].map(
    async (object) => (await guanxi.call('admin', 'GET', `/api/records/${object}?count=exact`)).body,
  );
  return Promise.all(counts);
};

type Bad = [
  what: string,
  method: string,
  path: string,
  body: unknown,
  status: number,
  code: string,
  rest?: { readonly as?: string | null; readonly headers?: Record<string, string> },
];

const plain = { 'Content-Type': 'text/plain' };

const BAD: readonly Bad[] = [
  ['no such address', 'GET', '/api/nothing', undefined, 404, 'request.not_found'],
  ['another case', 'GET', '/API/records/account', undefined, 404, 'page'],
  ['an empty part', 'GET', '//api/records/account', undefined, 404, 'request.not_found'],
  ['an encoded slash', 'GET', '/api/records%2faccount', undefined, 404, 'request.not_found'],
  ['a slash at the end', 'GET', '/api/records/account/', undefined, 404, 'request.not_found'],
  ['another method', 'PUT', '/api/records/account', {}, 405, 'request.method'],
  ['a method of its own', 'BREW', '/api/records/account', undefined, 405, 'request.method'],
  ['no session', 'GET', '/api/records/account', undefined, 401, 'auth.required', { as: null }],
  ['no workspace', 'GET', '/w/nowhere/api/records/account', undefined, 404, 'request.not_found'],
  ['no object', 'GET', '/api/records/acount', undefined, 404, 'query.object'],
  ['a prototype as object', 'GET', '/api/records/__proto__', undefined, 404, 'query.object'],
  ['SQL as object', 'GET', '/api/records/account;drop', undefined, 404, 'query.object'],
  ['no record', 'GET', `/api/records/account/${NOBODY}`, undefined, 404, 'record.not_found'],
  ['no id', 'GET', '/api/records/account/7', undefined, 404, 'record.not_found'],
  ['no parameter', 'GET', '/api/records/account?filtre=x', undefined, 400, 'request.parameter'],
  ['a parameter twice', 'GET', '/api/records/account?limit=1&limit=2', undefined, 400, 'request.value'],
  ['no number', 'GET', '/api/records/account?limit=ten', undefined, 400, 'request.value'],
  ['too many', 'GET', '/api/records/account?limit=1001', undefined, 400, 'request.value'],
  ['below nothing', 'GET', '/api/records/account?offset=-1', undefined, 400, 'request.value'],
  ['no field', 'GET', '/api/records/account?fields=nmae', undefined, 400, 'query.field'],
  ['no relation', 'GET', '/api/records/account?fields=name.first', undefined, 400, 'query.path'],
  ['no order', 'GET', '/api/records/account?sort=nmae', undefined, 400, 'query.field'],
  ['no filter', 'GET', '/api/records/account?filter=name%20==', undefined, 400, 'query.filter'],
  [
    'a filter of another kind',
    'GET',
    '/api/records/account?filter=name%20%3E%203',
    undefined,
    400,
    'query.filter',
  ],
  [
    'SQL as filter',
    'GET',
    "/api/records/account?filter=name%20=='x'%20OR%201=1%20--",
    undefined,
    400,
    'query.filter',
  ],
  ['a foreign cursor', 'GET', '/api/records/account?cursor=abc', undefined, 400, 'query.cursor'],
  [
    'no measure',
    'GET',
    '/api/records/account/aggregate?measures=median(name)',
    undefined,
    400,
    'query.measure',
  ],
  ['no JSON', 'POST', '/api/records/account', '{name: 1}', 400, 'request.json'],
  ['no body', 'POST', '/api/records/account', undefined, 422, 'record.invalid'],
  ['a list', 'POST', '/api/records/account', [], 422, 'record.invalid'],
  ['another type', 'POST', '/api/records/account', 'name=x', 415, 'request.media_type', { headers: plain }],
  ['a prototype', 'POST', '/api/records/account', '{"__proto__": {"name": "x"}}', 400, 'request.name'],
  ['a deep body', 'POST', '/api/records/account', `${'['.repeat(40)}${']'.repeat(40)}`, 400, 'request.depth'],
  ['a large body', 'POST', '/api/records/account', { name: 'x'.repeat(1_100_000) }, 413, 'request.too_large'],
  ['an unknown field', 'POST', '/api/records/account', { name: 'x', nmae: 'x' }, 422, 'record.invalid'],
  ['a value of another kind', 'POST', '/api/records/account', { name: 7 }, 422, 'record.invalid'],
  ['what cannot be stored', 'POST', '/api/records/account', { name: 'a\u0000b' }, 422, 'record.invalid'],
  ['half a character', 'POST', '/api/records/account', '{"name": "\\ud800"}', 422, 'record.invalid'],
  ['a required field empty', 'POST', '/api/records/account', { name: ' ' }, 422, 'record.invalid'],
  [
    'what the engine writes',
    'POST',
    '/api/records/account',
    { name: 'x', id: NOBODY },
    422,
    'record.invalid',
  ],
  [
    'no such relation',
    'POST',
    '/api/records/opportunity',
    { name: 'x', account: NOBODY },
    422,
    'record.invalid',
  ],
  ['no such stage', 'POST', '/api/records/opportunity', { name: 'x', stage: 'sold' }, 422, 'record.invalid'],
  [
    'an endless amount',
    'POST',
    '/api/records/opportunity',
    { name: 'x', amount: '1e400' },
    422,
    'record.invalid',
  ],
  [
    'a day that is none',
    'POST',
    '/api/records/opportunity',
    { name: 'x', close_date: '2026-02-30' },
    422,
    'record.invalid',
  ],
  [
    'a stale version',
    'PATCH',
    '/api/records/account/{account}',
    { name: 'y' },
    412,
    'record.stale',
    { headers: { 'If-Match': '"9"' } },
  ],
  [
    'a version that is none',
    'PATCH',
    '/api/records/account/{account}',
    { name: 'y' },
    412,
    'record.stale',
    { headers: { 'If-Match': 'x' } },
  ],
  ['an empty batch', 'POST', '/api/records/account/batch', [], 422, 'record.batch_size'],
  ['a batch of nothing known', 'POST', '/api/records/account/batch', [{ op: 'drop' }], 422, 'record.batch'],
  [
    'a batch that fails at its end',
    'POST',
    '/api/records/account/batch',
    [
      { op: 'create', values: { name: 'ok' } },
      { op: 'create', values: {} },
    ],
    422,
    'record.batch',
  ],
  ['no action', 'POST', '/api/records/account/{account}/actions/explode', {}, 404, 'record.action'],
  [
    'what is not in the bin',
    'POST',
    '/api/records/account/{account}/actions/restore',
    {},
    409,
    'record.not_deleted',
  ],
  ['a catalogue that is none', 'GET', '/api/catalogue/field-type', undefined, 404, 'request.not_found'],
  [
    'a form that is none',
    'GET',
    '/api/model/account/form?layout=nowhere',
    undefined,
    404,
    'request.not_found',
  ],
  ['a list by a view', 'GET', '/api/records/account?view=mine', undefined, 400, 'query.later'],
  ['the model of a draft', 'GET', '/api/model?draft=x', undefined, 404, 'publish.draft'],
  ['an object of a draft', 'GET', '/api/model/account?draft=x', undefined, 404, 'publish.draft'],
  ['a form of a draft', 'GET', '/api/model/account/form?draft=x', undefined, 404, 'publish.draft'],
  ['a language that is none', 'GET', '/api/model/account/form?locale=tlh', undefined, 400, 'request.value'],
];

describe('bad requests are refused with a reason', () => {
  let before: unknown;
  beforeAll(async () => {
    before = await everything();
  });

  test.each(BAD)('%s', async (_, method, path, body, status, code, rest = {}) => {
    const user = rest.as === undefined ? 'admin' : rest.as;
    const answer = await guanxi.call(user, method, path.replace('{account}', account), body, {
      'Accept-Language': 'en',
      ...rest.headers,
    });
    if (code === 'page') {
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
        404,
        expect.stringMatching(/html/),
      ]);
      return;
    }
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ type: `urn:guanxi:${code}`, status });
    expect(answer.body.title).toMatch(/^[A-Z“].*[.?]$/);
    for (const item of answer.body.errors) {
      expect(item).toMatchObject({ path: expect.any(String), code: expect.any(String) });
      expect(item.message).not.toBe('');
    }
    // nothing of the database and nothing of the code
    expect(answer.text).not.toMatch(/ws_main|o_account|c_name|SELECT|engine\/|node_modules|at .*\.ts/);
    expect(answer.headers.get('X-Request-Id')).toBeTruthy();
  });

  test('in Chinese too', async () => {
    const answer = await guanxi.call('admin', 'GET', '/api/records/acount', undefined, {
      'Accept-Language': 'zh-CN,zh;q=0.9',
    });
    expect(answer.body.title).toBe('不存在对象“acount”。');
    expect(answer.headers.get('Content-Language')).toBe('zh-CN');
  });

  test('says which methods an address takes', async () => {
    const answer = await guanxi.call('admin', 'PUT', '/api/records/account');
    expect(answer.headers.get('Allow')).toBe('GET, POST, HEAD');
  });

  test('and nothing is changed by any of them', async () => expect(await everything()).toEqual(before));
});
