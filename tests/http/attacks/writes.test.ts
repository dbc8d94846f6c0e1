import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

/**
 * Classes 24 (CVE-2026-41160: refused, but saved), 70 (GHSA-5f92-jrq3-28rc: rights by the join table) and 72: writes
 * of what is somebody else's, by every way that leads there. After each of them everything is as it was.
 */
let world: TestEngine;
const labels = (en: string) => ({ en, 'zh-CN': en });

const documents = {
  'object/dark': objectBody('dark', { name: { type: 'text' } }),
  'object/shelf': objectBody('shelf', { name: { type: 'text' } }),
  'object/box': objectBody('box', {
    name: { type: 'text' },
    number: { type: 'autonumber', format: 'B-{000}' },
    any: { type: 'lookup', onDelete: 'null' },
    likes: { type: 'lookup', target: 'shelf', manyToMany: true },
    items: { type: 'lineItems', lineItems: { target: 'box_line', via: 'box' } },
  }),
  'object/box_line': objectBody(
    'box_line',
    { name: { type: 'text' }, box: { type: 'lookup', target: 'box', onDelete: 'cascade' } },
    { head: { ownership: 'none', titleField: 'name' } },
  ),
  'role/packer': {
    name: 'packer',
    labels: labels('Packer'),
    grants: [
      {
        object: 'box',
        do: ['create', 'read', 'update', 'delete'],
        rows: { create: 'own', read: 'all', update: 'own', delete: 'own' },
      },
      { object: 'shelf', do: ['read'], rows: { read: 'own' } },
    ],
  },
};

interface Ids {
  readonly theirs: string;
  readonly mine: string;
  readonly line: string;
  readonly myLine: string;
  readonly link: string;
  readonly shelf: string;
  readonly dark: string;
}
let ids: Ids;
const read = async (object: string) =>
  (await world.call('admin', 'GET', `/api/records/${object}?limit=100&sort=id`)).body.records;
const everything = async () =>
  JSON.stringify([await read('box'), await read('box_line'), await read('box_likes')]);

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents);
  expect(status, text).toBe(200);
  await world.call('operator', 'PUT', `/api/people/${world.users.member}/roles`, { roles: ['packer'] });
  const make = async (user: string, object: string, values: object): Promise<string> => {
    const made = await world.call(user, 'POST', `/api/records/${object}`, values);
    expect(made.status, made.text).toBe(201);
    return made.body.id;
  };
  const shelf = await make('admin', 'shelf', { name: 'S' });
  const dark = await make('admin', 'dark', { name: 'D' });
  const theirs = await make('admin', 'box', { name: 'B', likes: [shelf], items: [{ name: 'theirs' }] });
  const mine = await make('member', 'box', { name: 'M', items: [{ name: 'mine' }] });
  const lines = await read('box_line');
  const named = (name: string) => lines.find((one: any) => one.name === name).id;
  const [{ id: link }] = await read('box_likes');
  ids = { theirs, mine, line: named('theirs'), myLine: named('mine'), link, shelf, dark };
});
afterAll(() => world?.close());

type Write = (ids: Ids) => readonly [method: string, path: string, body?: unknown];
const R = '/api/records';
const WRITES: Readonly<Record<string, Write>> = {
  'a line added to their record': ({ theirs }) => ['PATCH', `${R}/box/${theirs}`, { items: { add: [{}] } }],
  'their lines emptied': ({ theirs }) => ['PATCH', `${R}/box/${theirs}`, { items: [] }],
  'their line among mine': ({ mine, line }) => ['PATCH', `${R}/box/${mine}`, { items: [{ id: line }] }],
  'their line changed as mine': ({ mine, line }) => [
    ...(['PATCH', `${R}/box/${mine}`, { items: { change: [{ id: line, name: 'x' }] } }] as const),
  ],
  'my line moved by its body': ({ mine, myLine, theirs }) => [
    ...(['PATCH', `${R}/box/${mine}`, { items: [{ id: myLine, box: theirs }] }] as const),
  ],
  'my line moved by itself': ({ myLine, theirs }) => ['PATCH', `${R}/box_line/${myLine}`, { box: theirs }],
  'their line changed by itself': ({ line }) => ['PATCH', `${R}/box_line/${line}`, { name: 'x' }],
  'their line removed by itself': ({ line }) => ['DELETE', `${R}/box_line/${line}`],
  'a line made below theirs': ({ theirs }) => ['POST', `${R}/box_line`, { name: 'x', box: theirs }],
  'a line made below nothing': () => ['POST', `${R}/box_line`, { name: 'x' }],
  'my line put below nothing': ({ myLine }) => ['PATCH', `${R}/box_line/${myLine}`, { box: null }],
  'lines made below theirs in a batch': ({ theirs }) => [
    ...(['POST', `${R}/box_line/batch`, [{ op: 'create', values: { name: 'x', box: theirs } }]] as const),
  ],
  'too many lines': ({ mine }) => ['PATCH', `${R}/box/${mine}`, { items: Array(1_001).fill({}) }],
  'a link made as a record': ({ theirs, shelf }) => ['POST', `${R}/box_likes`, { box: theirs, shelf }],
  'a link of mine to what is not seen': ({ mine, shelf }) => [
    ...(['PATCH', `${R}/box/${mine}`, { likes: [shelf] }] as const),
  ],
  'their links emptied': ({ theirs }) => ['PATCH', `${R}/box/${theirs}`, { likes: [] }],
  'their link removed by itself': ({ link }) => ['DELETE', `${R}/box_likes/${link}`],
  'their link taken over': ({ link, mine }) => ['PATCH', `${R}/box_likes/${link}`, { box: mine }],
  'a pointer at what is not seen': ({ mine, shelf }) => [
    ...(['PATCH', `${R}/box/${mine}`, { any: { object: 'shelf', id: shelf } }] as const),
  ],
  'a pointer at an object that is not known': ({ mine, dark }) => [
    ...(['PATCH', `${R}/box/${mine}`, { any: { object: 'dark', id: dark } }] as const),
  ],
  'a record given to another': ({ mine }) => ['PATCH', `${R}/box/${mine}`, { owner: world.users.admin }],
  'a record made for another': () => ['POST', `${R}/box`, { name: 'x', owner: world.users.admin }],
  'their record removed': ({ theirs }) => ['DELETE', `${R}/box/${theirs}`],
  ...Object.fromEntries(
    [
      'id',
      'created_at',
      'created_by',
      'updated_at',
      'updated_by',
      'deleted_at',
      'version',
      'source',
      'number',
    ].map((name): [string, Write] => [
      `${name} written by hand`,
      ({ mine }) => [
        'PATCH',
        `${R}/box/${mine}`,
        { [name]: name === 'version' ? 9 : '2020-01-01T00:00:00Z' },
      ],
    ]),
  ),
};

describe('is refused and leaves everything as it was', () => {
  test.each(Object.entries(WRITES))('%s', async (_, write) => {
    const before = await everything();
    const answer = await world.call('member', ...write(ids));
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
    expect(answer.status, answer.text).toBeLessThan(500);
    expect(await everything()).toBe(before);
  });
});
