import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Route } from '../../engine/route.ts';
import { type Hidden, questionsAbout } from '../prove/surfaces.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { type PortalUser, portalUser } from '../support/portal.ts';
import { objectBody, publishInto, type TestDocuments } from '../support/workspace-of.ts';

/** What somebody outside may ask at all. A new address is none of theirs until it stands here too. */
const FOR_PORTAL = [
  'DELETE /api/records/:object/:id',
  'GET /api/catalogue/:name',
  'GET /api/exports',
  'GET /api/exports/:id',
  'GET /api/exports/:id/file',
  'GET /api/files/:id',
  'GET /api/me',
  'GET /api/model',
  'GET /api/model/:object',
  'GET /api/model/:object/form',
  'GET /api/records/:object',
  'GET /api/records/:object/:id',
  'GET /api/records/:object/aggregate',
  'GET /api/search',
  'PATCH /api/me',
  'PATCH /api/records/:object/:id',
  'POST /api/exports',
  'POST /api/exports/:id/cancel',
  'POST /api/files',
  'POST /api/records/:object',
  'POST /api/records/:object/aggregate',
  'POST /api/records/:object/check',
  'POST /api/records/:object/export',
  'POST /api/records/:object/query',
  'POST /api/search/spellings',
];

const rows = (...actions: string[]) => ({
  do: actions,
  rows: Object.fromEntries(actions.map((action) => [action, 'portal'])),
});
const documents: TestDocuments = {
  'object/client': objectBody(
    'client',
    { name: { type: 'text' }, inner: { type: 'text' } },
    { head: { capabilities: { portal: true } } },
  ),
  'object/matter': objectBody('matter', {
    name: { type: 'text' },
    inner: { type: 'text' },
    client: { type: 'lookup', target: 'client', onDelete: 'null' },
    handled_by: { type: 'user' },
    about: { type: 'lookup', targets: ['client', 'letter'] },
    paper: { type: 'file' },
  }),
  'object/letter': objectBody('letter', { name: { type: 'text' } }),
  'role/outside': {
    ...{ name: 'outside', labels: { en: 'Outside', 'zh-CN': '门户' }, portal: true },
    grants: [
      { object: 'client', ...rows('read'), fields: { '*': 'read', inner: 'none' } },
      { object: 'matter', ...rows('create', 'read', 'update'), fields: { '*': 'write', inner: 'none' } },
    ],
  },
};

let world: TestEngine;
let li: PortalUser;
let routes: readonly Route[];
/** ids and texts that are nothing to somebody outside, by what they are */
const canaries = new Map<string, string>();
const ids: Record<string, string> = {};
const admin = (method: string, path: string, body?: unknown) => world.call('admin', method, path, body);
const make = async (object: string, values: object): Promise<string> => {
  const made = await admin('POST', `/api/records/${object}`, values);
  expect(made.status, made.text).toBe(201);
  return made.body.id;
};

const TEXTS = ['colleague', 'group', 'stranger', 'letter', 'elsewhere', 'hidden'] as const;
const textOf = (what: (typeof TEXTS)[number]): string => `canary ${what} 7c1`;

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  ({ routes } = world.engine.app);
  ids.colleague = await make('user', { name: textOf('colleague'), email: 'canary-colleague@example.com' });
  ids.team = await make('team', { name: textOf('group'), members: [ids.colleague] });
  ids.stranger = await make('client', { name: textOf('stranger'), inner: textOf('hidden') });
  ids.letter = await make('letter', { name: textOf('letter') });
  ids.li = await make('client', { name: 'Li', inner: textOf('hidden') });
  ids.mine = await make('matter', {
    ...{ name: 'mine', inner: textOf('hidden'), client: ids.li },
    ...{ handled_by: ids.colleague, owner: ids.colleague, about: { object: 'letter', id: ids.letter } },
  });
  ids.theirs = await make('matter', { name: textOf('elsewhere'), client: ids.stranger });
  await make('view', {
    ...{ name: textOf('group'), object: 'matter', shared: true },
    document: JSON.stringify({ columns: ['name'] }),
  });
  const record = { object: 'client', id: ids.li };
  li = await portalUser(world, { email: 'li@outside.example.com', roles: ['outside'], record });
  for (const text of TEXTS) canaries.set(text, textOf(text));
  canaries.set('e-mail of a colleague', 'canary-colleague@example.com');
  for (const name of ['colleague', 'team', 'letter']) canaries.set(`id of a ${name}`, ids[name]!);
  canaries.set('id of the administrator', world.users.admin);
});
afterAll(() => world.close());

const hidden = (object: string, id: string, field: string): Hidden => ({
  ...{ user: li.id, object, id, field, isRecordSeen: false, isNumber: false, text: 'canary' },
  pointing: [
    { object: 'matter', via: 'client', id: ids.mine! },
    { object: 'matter', via: 'handled_by', id: ids.mine! },
    { object: 'matter', via: 'about', id: ids.mine! },
  ],
  files: [],
});

const found = (text: string): string[] =>
  [...canaries].flatMap(([what, canary]) => (text.includes(canary) ? [what] : []));

/** What is stored, told by how often each object's records were written. */
async function written(): Promise<string> {
  const { db, workspace } = await world.engine.contextFor('main');
  const { rows: told } = await db
    .forWorkspace(workspace)
    .query(`SELECT count(*)::int AS n FROM "${workspace.schema}"._event`);
  return JSON.stringify(told);
}

test('somebody outside may ask what stands in the list, and is refused at every other address', async () => {
  const open = routes.filter(({ isForPortal }) => isForPortal);
  expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(FOR_PORTAL);
  const before = await written();
  const answered: string[] = [];
  const others = routes.filter(({ isForPortal }) => !isForPortal);
  expect(others.length).toBeGreaterThan(70);
  for (const { method, path } of others) {
    const address = path
      .replaceAll(':object', 'matter')
      .replaceAll(':id', ids.mine!)
      .replaceAll(/:\w+/g, 'claim');
    const { status, body } = await li.call(method, address, method === 'GET' ? undefined : {});
    if (status !== 403 || body.code !== 'people.portal')
      answered.push(`${method} ${path} ${status} ${body?.code}`);
  }
  expect(answered).toEqual([]);
  expect(await written()).toBe(before);
});

test('whatever they ask for, however they ask: no answer holds what is not theirs', async () => {
  const wanted = [
    ['matter', ids.theirs, 'name'],
    ['matter', ids.mine, 'inner'],
    ['matter', ids.mine, 'handled_by'],
    ['matter', ids.mine, 'owner'],
    ['matter', ids.mine, 'created_by'],
    ['client', ids.stranger, 'name'],
    ['client', ids.li, 'inner'],
    ['letter', ids.letter, 'name'],
    ['user', ids.colleague, 'name'],
    ['user', ids.colleague, 'email'],
    ['user', li.id, 'portal_record'],
    ['team', ids.team, 'members'],
    ['department', ids.team, 'name'],
    ['territory', ids.team, 'name'],
    ['delegation', ids.team, 'reason'],
    ['view', ids.team, 'name'],
  ] as const;
  const before = await written();
  const told: string[] = [];
  let asked = 0;
  for (const [object, id, field] of wanted) {
    const seen = object === 'matter' && id === ids.mine;
    for (const { method, path, body } of questionsAbout(routes, {
      ...hidden(object, id!, field),
      isRecordSeen: seen,
    })) {
      const { status, text } = await li.call(method, path, body);
      asked += 1;
      // what is refused says again what was asked for
      const echoed = [decodeURIComponent(path), JSON.stringify(body ?? '')].join(' ');
      const kept = found(text).filter((what) => !echoed.includes(canaries.get(what)!));
      if (kept.length > 0 || status >= 500) told.push(`${method} ${path} ${status}: ${kept.join()}`);
    }
  }
  expect(asked).toBeGreaterThan(800);
  expect(told).toEqual([]);
  expect(await written()).toBe(before);
});

test('what is theirs shows nothing of who works on it', async () => {
  const mine = await li.call('GET', `/api/records/matter/${ids.mine}`);
  expect(mine.status).toBe(200);
  expect(mine.body).toMatchObject({ name: 'mine', client: ids.li, handled_by: null, about: null });
  expect(mine.body).toMatchObject({ created_by: null, updated_by: null });
  const { fields } = (await li.call('GET', '/api/model/matter')).body;
  const about = fields.find(({ name }: any) => name === 'about');
  expect(about.targets.map(({ name }: any) => name)).toEqual(['client']);
  const form = await li.call('GET', '/api/model/matter/form');
  expect([form.status, found(form.text), form.text.includes('letter')]).toEqual([200, [], false]);
  const asked = { for: { object: 'matter', field: 'handled_by', values: {} } };
  expect((await li.call('POST', '/api/records/user/query', asked)).status).toBe(404);
});

test('nothing of theirs is written elsewhere, nor in the name of others', async () => {
  const path = `/api/records/matter/${ids.mine}`;
  const bodies = [
    { client: ids.stranger },
    { handled_by: world.users.admin },
    { handled_by: li.id },
    { about: { object: 'letter', id: ids.letter } },
    { owner: li.id },
    { created_by: li.id },
    { inner: 'x' },
    { source: 'ui' },
  ];
  for (const body of bodies) {
    const refused = [await li.call('PATCH', path, body), await li.call('POST', '/api/records/matter', body)];
    expect([body, ...refused.map(({ status }) => status)]).toEqual([body, 422, 422]);
  }
  const stored = (await admin('GET', `${path}?fields=client,handled_by,inner,owner`)).body;
  expect(stored).toMatchObject({ client: ids.li, handled_by: ids.colleague, owner: ids.colleague });
});

test('files of other records stay theirs', async () => {
  const send = async (call: TestEngine['call'], user: string, name: string) => {
    const form = `/api/files?object=matter&field=paper&name=${name}`;
    return call(user, 'POST', form, `bytes of ${name}`, { 'Content-Type': 'text/plain' });
  };
  const sent = await send(world.call, 'admin', 'a.txt');
  expect(sent.status, sent.text).toBe(201);
  await admin('PATCH', `/api/records/matter/${ids.theirs}`, { paper: sent.body.id });
  expect((await li.call('GET', `/api/files/${sent.body.id}`)).status).toBe(404);
  const stolen = await li.call('POST', '/api/records/matter', { name: 'x', paper: sent.body.id });
  expect(stolen.status, stolen.text).toBe(422);
  const own = await send(world.call, 'admin', 'b.txt');
  await admin('PATCH', `/api/records/matter/${ids.mine}`, { paper: own.body.id });
  expect((await li.call('GET', `/api/files/${own.body.id}`)).status).toBe(200);
});

test('programs do not act for them', async () => {
  expect((await li.call('POST', '/api/keys', {})).body.code).toBe('people.portal');
  for (const body of [{ user: li.id }, { email: 'li@outside.example.com' }])
    expect((await admin('POST', '/api/keys', body)).status).toBe(404);
});

test('what they did stands in the audit as done from outside', async () => {
  const path = `/api/records/matter/${ids.mine}`;
  expect((await li.call('PATCH', path, { name: 'changed' })).status).toBe(200);
  const { entries, portalUsers } = (await admin('GET', `/api/audit?record=${ids.mine}`)).body;
  expect(entries[0]).toMatchObject({ op: 'update', actor: li.id });
  expect(portalUsers).toEqual([li.id]);
});
