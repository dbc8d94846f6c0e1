import { describe, expect, test } from 'vitest';
import { canonicalPath, readAddress } from '../../engine/http/address.ts';
import { methodTable } from '../../engine/http/method-table.ts';

describe('an address', () => {
  test.each([
    ['/', [], undefined],
    ['/api/me', ['api', 'me'], undefined],
    ['/w/north/api/me', ['api', 'me'], 'north'],
    ['/w/north', [], 'north'],
    ['/api/records/x/%E5%AE%A2', ['api', 'records', 'x', '客'], undefined],
    ['/designer/', ['designer'], undefined],
  ])('%s is read', (path, parts, workspace) => {
    expect(readAddress(path)).toMatchObject({ parts, workspace });
  });

  test.each([
    '//admin/x',
    '/api//me',
    '/api/records/a%2fb',
    '/api/records/a%5Cb',
    '/api/records/%00',
    '/api/records/%ff',
    '/api/%2e%2e/me',
    '/w',
    '/w//api/me',
    '/api/me//',
  ])('%s leads nowhere', (path) => expect(readAddress(path)).toBeUndefined());
});

describe('the path that is looked up', () => {
  test.each([
    ['http://x/api/me', '/api/me'],
    ['http://x/api/me/', '/api/me/'],
    ['http://x/api/%6De?a=%2f', '/api/me'],
    ['http://x/api/records/x/%e5%ae%a2', '/api/records/x/%E5%AE%A2'],
    ['http://x/api//me', '/%00'],
    ['http://x/api/a%2fb', '/%00'],
  ])('%s is %j', (url, path) => expect(canonicalPath(url)).toBe(path));
});

describe('the methods of an address', () => {
  const methods = methodTable([
    { method: 'GET', path: '/api/records/:object' },
    { method: 'POST', path: '/api/records/:object/query' },
    { method: 'GET', path: '/api/records/:object/:id' },
    { method: 'DELETE', path: '/api/records/:object/:id' },
  ]);

  test.each([
    ['/api/records/x', ['GET']],
    ['/api/records/x/7', ['GET', 'DELETE']],
    ['/api/records/x/query', ['POST', 'GET', 'DELETE']],
    ['/api/records/客/__proto__', ['GET', 'DELETE']],
    ['/api/records', []],
    ['/API/records/x', []],
    ['/api/records/x/7/8', []],
  ])('%s takes %j', (path, expected) => {
    expect([...methods(path.split('/').slice(1))].sort()).toEqual([...expected].sort());
  });

  test('two answers to one address are refused', () => {
    const twice = { method: 'GET' as const, path: '/api/x/:a' };
    expect(() => methodTable([twice, { ...twice, path: '/api/x/:b' }])).toThrow('two routes');
  });
});
