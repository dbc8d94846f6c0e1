import { describe, expect, test } from 'vitest';
import { readAddress } from '../../engine/http/address.ts';
import { routeTable } from '../../engine/http/route-table.ts';

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

describe('a table of routes', () => {
  const table = routeTable([
    { method: 'GET' as const, path: '/api/records/:object' },
    { method: 'GET' as const, path: '/api/records/:object/aggregate' },
    { method: 'POST' as const, path: '/api/records/:object/query' },
    { method: 'GET' as const, path: '/api/records/:object/:id' },
    { method: 'DELETE' as const, path: '/api/records/:object/:id' },
  ]);
  const find = (method: string, path: string) => table.find(method, path.split('/').slice(1));

  test.each([
    ['GET', '/api/records/x', '/api/records/:object', { object: 'x' }],
    ['GET', '/api/records/x/aggregate', '/api/records/:object/aggregate', { object: 'x' }],
    ['GET', '/api/records/x/7', '/api/records/:object/:id', { object: 'x', id: '7' }],
    // the word takes POST only, so that GET asks for a record of that id
    ['GET', '/api/records/x/query', '/api/records/:object/:id', { object: 'x', id: 'query' }],
    ['GET', '/api/records/__proto__', '/api/records/:object', { object: '__proto__' }],
  ])('%s %s', (method, path, route, params) => {
    const found = find(method, path);
    if (!('route' in found)) throw new Error('not found');
    expect(found.route.path).toBe(route);
    expect({ ...found.params }).toEqual(params);
  });

  test.each([
    ['PUT', '/api/records/x/7', ['GET', 'DELETE']],
    ['DELETE', '/api/records/x/query', 'found'],
    ['POST', '/api/records/x', ['GET']],
    ['GET', '/api/records', []],
    ['GET', '/API/records/x', []],
    ['GET', '/api/records/x/7/8', []],
  ])('%s %s takes %j', (method, path, methods) => {
    const found = find(method, path);
    expect('route' in found ? 'found' : found).toEqual(methods);
  });

  test('refuses two answers to one address', () => {
    const twice = { method: 'GET' as const, path: '/api/x/:a' };
    expect(() => routeTable([twice, { ...twice, path: '/api/x/:b' }])).toThrow('two routes');
  });
});
