import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayContact, sweepConsents } from '../../engine/consent/index.ts';
import { query } from '../../engine/db/connect.ts';
import { makeRandom } from '../prove/parity/random.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { importCsv } from '../support/import-csv.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

/** By which channel and for what people may be contacted, and who must not be at all. */

const documents = {
  'object/guest': objectBody(
    'guest',
    {
      name: { type: 'text', search: 'A' },
      mail: { type: 'email' },
      mobile: { type: 'phone' },
      desk: { type: 'phone', classification: 'none' },
      house: { type: 'lookup', target: 'house' },
    },
    { head: { capabilities: { consent: true } } },
  ),
  'object/prospect': objectBody(
    'prospect',
    { name: { type: 'text' }, mails: { type: 'emails' }, numbers: { type: 'phones' } },
    { head: { capabilities: { consent: true } } },
  ),
  'object/house': objectBody('house', {
    name: { type: 'text' },
    reachable: {
      type: 'rollup',
      rollup: { function: 'count', object: 'guest', via: 'house', filter: '!do_not_contact' },
    },
  }),
  'object/late': objectBody('late', { name: { type: 'text' }, mail: { type: 'email' } }),
  'role/reader': {
    name: 'reader',
    labels: { en: 'Reader' },
    grants: [
      { object: 'guest', do: ['read'], fields: { '*': 'read' } },
      { object: 'prospect', do: ['read'], rows: { read: 'own' } },
    ],
  },
  'role/blind': {
    name: 'blind',
    labels: { en: 'Blind' },
    grants: [
      {
        object: 'guest',
        do: ['read', 'update'],
        fields: { '*': 'write', do_not_contact: 'none', consents_given: 'none', consents_refused: 'none' },
      },
    ],
  },
};

let world: TestEngine;

const as = async (user: string, method: string, path: string, body?: unknown, status = 200) => {
  const answer = await world.call(user, method, path, body);
  expect(answer.status, answer.text).toBe(status);
  return answer.body;
};
const admin = (method: string, path: string, body?: unknown, status = 200) =>
  as('admin', method, path, body, status);
const create = async (object: string, values: object): Promise<string> =>
  (await admin('POST', `/api/records/${object}`, values, 201)).id;
const read = (object: string, id: string) => admin('GET', `/api/records/${object}/${id}`);
const say = (object: string, id: string, body: object, status = 201) =>
  admin('POST', `/api/records/${object}/${id}/consents`, body, status);
const consents = (object: string, id: string) => admin('GET', `/api/records/${object}/${id}/consents`);
const may = async (object: string, id: string, channel: string, purpose: string) => {
  const body = { object, ids: [id], channel, purpose };
  const { results } = await admin('POST', '/api/privacy/may-contact', body);
  return results[0];
};
const agreed = { state: 'given', source: 'Form on the site' };

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  for (const [user, role] of [
    ['member', 'reader'],
    ['other', 'blind'],
  ] as const) {
    await as('operator', 'PUT', `/api/people/${world.users[user]}/roles`, { roles: [role] });
  }
});
afterAll(() => world.close());

describe('what was said decides', () => {
  test('nothing said: by consent no, by another basis yes', async () => {
    const id = await create('guest', { name: 'A', mail: 'a@example.com' });
    expect(await may('guest', id, 'email', 'marketing')).toEqual({ id, may: false, reason: 'unknown' });
    expect(await may('guest', id, 'email', 'service')).toEqual({ id, may: true, reason: 'not_refused' });
  });

  test('a yes is of its channel and purpose; it needs to be said how it was obtained', async () => {
    const id = await create('guest', { name: 'B', mail: 'b@example.com' });
    const { errors } = await say(
      'guest',
      id,
      { state: 'given', channels: ['email'], purposes: ['marketing'] },
      422,
    );
    expect(errors).toEqual([expect.objectContaining({ path: '/source' })]);
    const answer = await say('guest', id, {
      ...agreed,
      channels: ['email'],
      purposes: ['marketing'],
      words: 'v3',
    });
    expect(answer.states.filter((one: any) => one.state !== 'unknown')).toEqual([
      expect.objectContaining({ channel: 'email', purpose: 'marketing', state: 'given', may: true }),
    ]);
    expect(answer.history[0]).toMatchObject({ source: 'Form on the site', words: 'v3', basis: 'consent' });
    expect(answer.history[0].by).toMatchObject({ id: world.users.admin });
    expect(await may('guest', id, 'sms', 'marketing')).toMatchObject({ may: false, reason: 'unknown' });
    expect(await read('guest', id)).toMatchObject({
      do_not_contact: false,
      consents_given: ['email:marketing'],
      consents_refused: [],
    });
  });

  test('the last word counts: a later yes takes evidence, an older one changes nothing', async () => {
    const id = await create('guest', { name: 'C', mail: 'c@example.com' });
    const use = { channels: ['email'], purposes: ['marketing', 'research'] };
    await say('guest', id, { ...agreed, ...use });
    await say('guest', id, { ...use, state: 'withdrawn', source: 'Mail' });
    expect(await may('guest', id, 'email', 'research')).toMatchObject({ may: false, reason: 'withdrawn' });
    const refused = await say('guest', id, { ...agreed, ...use }, 422);
    expect(refused.errors).toEqual([
      expect.objectContaining({ path: '/evidence', code: 'privacy.evidence' }),
    ]);
    const old = { ...agreed, ...use, evidence: 'A card', at: '2020-01-01' };
    await say('guest', id, old);
    expect(await may('guest', id, 'email', 'marketing')).toMatchObject({ may: false, reason: 'withdrawn' });
    await say('guest', id, {
      ...agreed,
      channels: ['email'],
      purposes: ['research'],
      evidence: 'Signed card',
    });
    expect(await read('guest', id)).toMatchObject({
      consents_given: ['email:research'],
      consents_refused: ['email:marketing'],
    });
  });

  test('a yes that has ended is none, and the sweep says so in the record', async () => {
    const id = await create('guest', { name: 'D', mail: 'd@example.com' });
    const until = new Date(Date.now() + 86_400_000 * 2).toISOString().slice(0, 10);
    await say('guest', id, { ...agreed, channels: ['email'], purposes: ['marketing'], until });
    expect(await may('guest', id, 'email', 'marketing')).toMatchObject({ may: true, reason: 'given' });
    const later = new Date(Date.now() + 86_400_000 * 5);
    const { db, contextFor } = world.engine;
    const { model, workspace } = await contextFor('main');
    const asked = { object: model.objects.get('guest')!, ids: [id] };
    const purpose = model.settings.purposes.find(({ name }) => name === 'marketing')!;
    const on = db.forWorkspace(workspace);
    const verdicts = await mayContact(model, on, asked, { channel: 'email', purpose, now: later });
    expect(verdicts.get(id)).toMatchObject({ may: false, reason: 'expired' });
    expect((await read('guest', id)).consents_given).toEqual(['email:marketing']);
    expect(await sweepConsents(model, on, later)).toBe(1);
    expect((await read('guest', id)).consents_given).toEqual([]);
    expect(await sweepConsents(model, on, later)).toBe(0);
  });

  test('what is wrong is said all at once, and nothing is written', async () => {
    const id = await create('guest', { name: 'E', mail: 'e@example.com' });
    const body = {
      state: 'givn',
      channels: ['mail'],
      purposes: ['marketting'],
      at: '2999-01-01',
      basis: 'x',
    };
    const { errors } = await say('guest', id, body, 422);
    expect(errors.map(({ path, suggestion }: any) => [path, suggestion])).toEqual([
      ['/channels/0', 'email'],
      ['/purposes/0', 'marketing'],
      ['/state', 'given'],
      ['/basis', undefined],
      ['/at', undefined],
    ]);
    await say('guest', id, { state: 'given', source: 'x' }, 422);
    await say('guest', id, { state: 'refused', channels: ['email'] }, 422);
    expect((await consents('guest', id)).history).toEqual([]);
    await admin('GET', `/api/records/house/${id}/consents`, undefined, 422);
  });
});

describe('do not contact', () => {
  test('a mark is about everything and stays; it lives in forms, batches and imports as a field', async () => {
    const house = await create('house', { name: 'H' });
    const id = await create('guest', { name: 'F', mail: 'f@example.com', house });
    const version = (await read('guest', id)).version;
    expect((await read('house', house)).reachable).toBe(1);
    await admin('PATCH', `/api/records/guest/${id}`, { do_not_contact: true });
    expect(await may('guest', id, 'post', 'service')).toMatchObject({ may: false, reason: 'do_not_contact' });
    expect((await read('house', house)).reachable).toBe(0);
    for (const given of [false, null]) {
      const { errors } = await admin('PATCH', `/api/records/guest/${id}`, { do_not_contact: given }, 422);
      expect(errors).toEqual([expect.objectContaining({ code: 'record.mark_stays' })]);
    }
    expect((await read('guest', id)).version).toBe(version + 1);
    const [batched] = (
      await admin('POST', '/api/records/guest/batch', [
        { op: 'create', values: { name: 'G', mail: 'g@example.com', do_not_contact: true } },
      ])
    ).results;
    expect(await may('guest', batched.id, 'email', 'service')).toMatchObject({ reason: 'do_not_contact' });
    expect((await consents('guest', batched.id)).doNotContact).toBe(true);
    const list = `/api/records/guest?filter=${encodeURIComponent("!do_not_contact && name in ['F', 'G']")}`;
    expect((await admin('GET', list)).records).toEqual([]);
  });

  test('it stays with every record that has the address, in every object, and with that of later', async () => {
    const first = await create('guest', { name: 'I', mail: 'i@example.com', mobile: '138 0013 8001' });
    const second = await create('prospect', { name: 'I', mails: ['x@example.com', 'I@Example.com'] });
    const third = await create('prospect', { name: 'I', numbers: ['+86 13800138001'] });
    const before = (await read('prospect', second)).version;
    await admin('PATCH', `/api/records/guest/${first}`, { do_not_contact: true });
    expect(await read('prospect', second)).toMatchObject({ do_not_contact: true, version: before });
    expect((await read('prospect', third)).do_not_contact).toBe(true);
    const later = await create('prospect', { name: 'I again', mails: ['i@example.com'] });
    expect((await read('prospect', later)).do_not_contact).toBe(true);
    // who had the address keeps the no with another one
    await admin('PATCH', `/api/records/prospect/${second}`, { mails: ['new@example.com'] });
    expect((await read('prospect', second)).do_not_contact).toBe(true);
    // their other address is not meant
    const other = await create('prospect', { name: 'J', mails: ['x@example.com'] });
    expect((await read('prospect', other)).do_not_contact).toBe(false);
    await admin('PATCH', `/api/records/prospect/${other}`, { mails: ['I@example.com'] });
    expect((await read('prospect', other)).do_not_contact).toBe(true);
  });

  test('a yes of later opens what it names, and nothing else', async () => {
    const id = await create('guest', { name: 'K', mail: 'k@example.com', do_not_contact: true });
    const use = { channels: ['email'], purposes: ['marketing'] };
    await say('guest', id, { ...agreed, ...use }, 422);
    await say('guest', id, { ...agreed, ...use, evidence: 'Signed at the fair' });
    expect(await may('guest', id, 'email', 'marketing')).toMatchObject({ may: true, reason: 'given' });
    expect(await may('guest', id, 'email', 'service')).toMatchObject({
      may: false,
      reason: 'do_not_contact',
    });
    expect(await read('guest', id)).toMatchObject({
      do_not_contact: true,
      consents_given: ['email:marketing'],
    });
  });

  test('what is of no person marks nobody', async () => {
    const id = await create('guest', { name: 'L', desk: '0755 1234 5678', do_not_contact: true });
    const other = await create('guest', { name: 'M', desk: '0755 1234 5678' });
    const third = await create('guest', { name: 'N', mobile: '0755 1234 5678' });
    expect((await read('guest', id)).do_not_contact).toBe(true);
    expect((await read('guest', other)).do_not_contact).toBe(false);
    expect((await read('guest', third)).do_not_contact).toBe(false);
  });

  test('imports bring the mark along', async () => {
    const csv = 'name,mail,请勿联系\nO,o@example.com,是\nP,p@example.com,\n';
    const { body, refused } = await importCsv(world, 'guest', csv);
    expect(refused, JSON.stringify(body)).toEqual([]);
    const { records } = await admin(
      'GET',
      `/api/records/guest?filter=${encodeURIComponent("name in ['O', 'P']")}&sort=name`,
    );
    expect(records.map((one: any) => one.do_not_contact)).toEqual([true, false]);
    const { history } = await consents('guest', records[0].id);
    expect(history).toEqual([
      expect.objectContaining({ state: 'withdrawn', channel: null, source: 'import' }),
    ]);
  });
});

describe('by address', () => {
  test('an objection without any record is kept, and no address stands in the ledger', async () => {
    const body = {
      addresses: ['q@example.com', '139 0000 0001'],
      state: 'withdrawn',
      source: 'Unsubscribed',
    };
    await admin('POST', '/api/privacy/objections', body, 204);
    const ask = (addresses: string[], channel = 'email') =>
      admin('POST', '/api/privacy/may-contact', { addresses, channel, purpose: 'service' });
    expect((await ask(['Q@example.com', 'r@example.com'])).results).toEqual([
      { address: 'Q@example.com', may: false, reason: 'do_not_contact', since: expect.any(String) },
      { address: 'r@example.com', may: true, reason: 'not_refused' },
    ]);
    expect((await ask(['+8613900000001'], 'sms')).results[0]).toMatchObject({ may: false });
    const id = await create('guest', { name: 'Q', mail: 'q@example.com' });
    expect((await read('guest', id)).do_not_contact).toBe(true);
    const { history } = await consents('guest', id);
    expect(history).toEqual([expect.objectContaining({ isOfAddress: true, state: 'withdrawn' })]);
    expect(history[0].source).toBeUndefined();
    const { db, contextFor } = world.engine;
    const { schema } = (await contextFor('main')).model;
    const { rows } = await query<{ n: number }>(db.direct(), {
      text: `SELECT count(*)::int AS n FROM ${schema}._consent c WHERE c::text ~ 'q@example|13900000001'`,
    });
    expect(rows[0]!.n).toBe(0);
    await admin(
      'POST',
      '/api/privacy/may-contact',
      { addresses: ['q'], channel: 'email', purpose: 'service' },
      422,
    );
    await admin(
      'POST',
      '/api/privacy/may-contact',
      { addresses: ['q@example.com'], channel: 'post', purpose: 'service' },
      422,
    );
    await admin(
      'POST',
      '/api/privacy/objections',
      { ...body, state: 'given', channels: ['email'], purposes: ['service'] },
      422,
    );
  });

  test('many are asked in one statement', async () => {
    const addresses = Array.from({ length: 1_000 }, (_, index) => `m${index}@example.com`);
    await admin(
      'POST',
      '/api/privacy/objections',
      {
        addresses: ['m7@example.com', 'm500@example.com'],
        channels: ['email'],
        purposes: ['service'],
        state: 'refused',
      },
      204,
    );
    const { results } = await admin('POST', '/api/privacy/may-contact', {
      addresses,
      channel: 'email',
      purpose: 'service',
    });
    expect(results.flatMap(({ address, may }: any) => (may ? [] : [address]))).toEqual([
      'm7@example.com',
      'm500@example.com',
    ]);
  });
});

describe('rights', () => {
  test('who reads the field sees consents, who writes it records them, who sees neither is told nothing', async () => {
    const id = await create('guest', { name: 'S', mail: 's@example.com' });
    const path = `/api/records/guest/${id}/consents`;
    const mark = { state: 'withdrawn' };
    expect((await as('member', 'GET', path)).can).toEqual({ record: false });
    await as('member', 'POST', path, mark, 403);
    await as('other', 'GET', path, undefined, 404);
    await as('other', 'POST', path, mark, 403);
    await as('nobody', 'GET', path, undefined, 404);
    const asked = { object: 'guest', ids: [id], channel: 'email', purpose: 'service' };
    const blind = await as('other', 'POST', '/api/privacy/may-contact', asked);
    expect(blind.results).toEqual([{ id, may: false, reason: 'not_found' }]);
    const byAddress = { addresses: ['s@example.com'], channel: 'email', purpose: 'service' };
    await as('member', 'POST', '/api/privacy/may-contact', byAddress);
    await as('other', 'POST', '/api/privacy/may-contact', byAddress, 403);
    await as('member', 'POST', '/api/privacy/objections', { addresses: ['s@example.com'], ...mark }, 403);
  });

  test('who may not know of the mark is answered byte for byte as before, whatever was said', async () => {
    const id = await create('guest', { name: 'Hidden', mail: 'hidden@example.com' });
    const questions = [
      ['GET', `/api/records/guest/${id}`],
      ['GET', `/api/records/guest/${id}?fields=do_not_contact`],
      ['GET', `/api/records/guest/${id}/history`],
      ['GET', `/api/records/guest/${id}/consents`],
      ['GET', '/api/records/guest?filter=do_not_contact'],
      ['GET', '/api/records/guest?sort=consents_given'],
      ['GET', '/api/records/guest/aggregate?group=do_not_contact&measures=count()'],
      ['GET', `/api/records/guest?filter=${encodeURIComponent("name == 'Hidden'")}&count=exact`],
      ['POST', '/api/records/guest/check', { id, values: { name: 'x' } }],
      ['PATCH', `/api/records/guest/${id}`, { do_not_contact: true }],
      ['POST', `/api/records/guest/${id}/consents`, { state: 'refused' }],
      [
        'POST',
        '/api/privacy/may-contact',
        { object: 'guest', ids: [id], channel: 'email', purpose: 'service' },
      ],
      [
        'POST',
        '/api/privacy/may-contact',
        { addresses: ['hidden@example.com'], channel: 'email', purpose: 'service' },
      ],
      ['GET', '/api/model/guest'],
    ] as const;
    const answers = async () => {
      const texts: string[] = [];
      for (const [method, path, body] of questions) {
        const { status, text } = await world.call('other', method, path, body);
        texts.push(`${method} ${path} ${status} ${text}`);
      }
      return texts;
    };
    const before = await answers();
    await say('guest', id, { state: 'withdrawn', source: 'Phone' });
    await say('guest', id, { ...agreed, channels: ['email'], purposes: ['research'], evidence: 'e' });
    expect((await read('guest', id)).do_not_contact).toBe(true);
    expect(await answers()).toEqual(before);
  });

  test('the workspace itself cannot change the ledger', async () => {
    const { db, contextFor } = world.engine;
    const { model, workspace } = await contextFor('main');
    for (const text of [
      `UPDATE ${model.schema}._consent SET state = 'given'`,
      `DELETE FROM ${model.schema}._consent`,
    ]) {
      await expect(query(db.forWorkspace(workspace), { text })).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('the audit tells who recorded what, without words of the person', async () => {
    const id = await create('guest', { name: 'T', mail: 't@example.com' });
    await say('guest', id, { ...agreed, channels: ['email'], purposes: ['research'], words: 'SECRET WORDS' });
    const { entries } = await admin('GET', '/api/audit?op=consent&limit=1');
    expect(entries[0]).toMatchObject({ op: 'consent', record: id });
    expect(JSON.stringify(entries)).not.toContain('SECRET');
  });
});

test('records say what the gate says, whatever was said in whatever order', async () => {
  const random = makeRandom(7);
  const id = await create('guest', { name: 'R', mail: 'rand@example.com' });
  const twin = await create('prospect', { name: 'R', mails: ['rand@example.com'] });
  for (let round = 0; round < 25; round++) {
    const about = random.chance(0.1)
      ? {}
      : { channels: [random.pick(['email', 'sms'])], purposes: [random.pick(['service', 'research'])] };
    const state = 'channels' in about ? random.pick(['given', 'refused', 'withdrawn']) : 'withdrawn';
    const at = new Date(Date.now() - random.below(5) * 60_000).toISOString();
    const body = { state, at, source: 's', evidence: 'e', ...about };
    await (random.chance(0.5) ? say('guest', id, body) : say('prospect', twin, body));
    for (const [object, one] of [
      ['guest', id],
      ['prospect', twin],
    ] as const) {
      const { states, doNotContact } = await consents(object, one);
      const record = await read(object, one);
      const given = states.filter(({ may, reason }: any) => may && reason === 'given');
      expect(record.consents_given, JSON.stringify(states)).toEqual(
        given.map(({ channel, purpose }: any) => `${channel}:${purpose}`).sort(),
      );
      expect(record.do_not_contact).toBe(doNotContact);
      const told = states.map(({ channel, purpose, state: now }: any) => [`${channel}:${purpose}`, now]);
      for (const [word, now] of told)
        expect(record.consents_refused.includes(word) && now === 'given', word).toBe(false);
    }
  }
});

test('switched on later, records are matched with what is known; off and on again loses nothing', async () => {
  await admin('POST', '/api/privacy/objections', { addresses: ['u@example.com'], state: 'refused' }, 204);
  const id = await create('late', { name: 'U', mail: 'u@example.com' });
  const body = documents['object/late'];
  const switched = (consent: boolean | undefined) =>
    publishInto(world, {
      ...documents,
      'object/late': {
        ...body,
        'x-object': { ...body['x-object'], ...(consent !== undefined && { capabilities: { consent } }) },
      },
    });
  expect((await switched(true)).status).toBeLessThan(300);
  await expect.poll(async () => (await read('late', id)).do_not_contact).toBe(true);
  expect((await switched(undefined)).status).toBeLessThan(300);
  expect(await read('late', id)).not.toHaveProperty('do_not_contact');
  expect((await switched(true)).status).toBeLessThan(300);
  await expect.poll(async () => (await read('late', id)).do_not_contact).toBe(true);
});

test('of an address that is written while its owner objects no record is missed', async () => {
  const rounds = Array.from({ length: 12 }, (_, index) => `race${index}@example.com`);
  const ids = await Promise.all(
    rounds.flatMap((mail) => [
      create('guest', { name: mail, mail }),
      admin('POST', '/api/privacy/objections', { addresses: [mail], state: 'withdrawn' }, 204),
    ]),
  );
  for (const id of ids.filter(Boolean))
    expect((await read('guest', id as string)).do_not_contact, id as string).toBe(true);
});
