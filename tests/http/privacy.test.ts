import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealWorkspace, verifyAudit } from '../../engine/audit/index.ts';
import { query } from '../../engine/db/connect.ts';
import { uuidv7 } from '../../engine/ids.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { importCsv } from '../support/import-csv.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

/** Somebody asks what is known of them, and wants to be forgotten. */

const documents = {
  'object/guest': objectBody(
    'guest',
    {
      name: { type: 'text', search: 'A' },
      mail: { type: 'email', unique: true },
      mobile: { type: 'phone' },
      desk: { type: 'phone' },
      id_card: { type: 'text', classification: 'sensitive', mask: 'idCard' },
      birthday: { type: 'date', classification: 'personal' },
      score: { type: 'decimal' },
      notes: { type: 'longText' },
      scans: { type: 'files' },
      office: { type: 'lookup', target: 'office' },
      level: { type: 'text' },
      house_mail: { type: 'email', classification: 'none' },
    },
    { head: { capabilities: { consent: true } } },
  ),
  'object/tag': objectBody('tag', { name: { type: 'text', unique: true } }),
  'object/guest_note': objectBody(
    'guest_note',
    {
      text: { type: 'longText' },
      home: { type: 'address' },
      guest: { type: 'lookup', target: 'guest', onDelete: 'cascade' },
    },
    { head: { accessFrom: 'guest' } },
  ),
  'object/booking': objectBody('booking', {
    name: { type: 'text' },
    amount: { type: 'decimal', scale: 2 },
    words: { type: 'richText' },
    guest: { type: 'lookup', target: 'guest' },
  }),
  'object/prospect': objectBody('prospect', { name: { type: 'text' }, mails: { type: 'emails' } }),
  'object/office': objectBody('office', {
    name: { type: 'text' },
    phone: { type: 'phone' },
    people: { type: 'rollup', rollup: { function: 'count', object: 'guest', via: 'office' } },
    latest: {
      type: 'rollup',
      rollup: { function: 'last', object: 'guest', via: 'office', field: 'name', sort: ['score'] },
    },
  }),
};

const NAME = '林则金丝雀';
const CANARIES = [
  'canary\\.lin',
  'old\\.canary',
  '13912345671',
  '139 1234 5671',
  '440301199001011234',
  '锦绣路',
];

let world: TestEngine;
const ids: Record<string, string> = {};

const admin = async (method: string, path: string, body?: unknown, status = 200, headers = {}) => {
  const answer = await world.call('admin', method, path, body, headers);
  expect(answer.status, answer.text).toBe(status);
  return answer.body;
};
const create = async (object: string, values: object, headers = {}): Promise<string> =>
  (await admin('POST', `/api/records/${object}`, values, 201, headers)).id;
const read = (object: string, name: string, fields = '') =>
  admin('GET', `/api/records/${object}/${ids[name]}${fields && `?fields=${fields}`}`);

/** Tables in which a row says one of the words: all of the workspace, of `control` and of `auth`. */
async function tablesWith(words: readonly string[], but: readonly string[] = []): Promise<string[]> {
  const { db } = world.engine;
  const { rows } = await query<{ name: string }>(db.direct(), {
    text: `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname ~ '^(ws_|control$|auth$)' ORDER BY 1`,
  });
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await query(db.direct(), {
      text: `SELECT FROM ${name} t WHERE t::text ~* $1 AND NOT t::text ~ $2 LIMIT 1`,
      values: [words.join('|'), but.join('|') || 'a^'],
    });
    if (rowCount > 0) found.push(name.replace(/^.*\./, '').replace(/^(o_.*)_[a-z0-9]{6}$/, '$1'));
  }
  return found;
}

const upload = async (): Promise<string> => {
  const path = `/api/files?object=guest&field=scans&name=${encodeURIComponent('林则金丝雀.txt')}`;
  const headers = { 'Content-Type': 'application/octet-stream' };
  return (await admin('POST', path, '林则金丝雀 440301199001011234', 201, headers)).id;
};

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  ids.office = await create('office', { name: '深圳', phone: '0755 8888 9999' });
  ids.file = await upload();
  const guest = {
    name: '林则金丝雀',
    mail: 'old.canary@example.com',
    mobile: '139 1234 5671',
    desk: '0755-88889999',
    id_card: '440301199001011234',
    birthday: '1990-01-01',
    score: '7',
    notes: '林则金丝雀 likes tea; write to old.canary@example.com',
    scans: [ids.file],
    office: ids.office,
    level: 'gold',
  };
  ids.guest = await create('guest', guest, { 'Idempotency-Key': uuidv7() });
  await admin('PATCH', `/api/records/guest/${ids.guest}`, { mail: 'canary.lin@example.com' });
  ids.other = await create('guest', {
    name: '林则金丝雀',
    mail: 'namesake@example.com',
    score: '1',
    office: ids.office,
  });
  ids.note = await create('guest_note', {
    text: 'Called +86 13912345671.',
    home: { city: null, street: '锦绣路 1 号' },
    guest: ids.guest,
  });
  ids.booking = await create('booking', {
    name: 'Stay of 林则金丝雀',
    amount: '120.50',
    words: '<p>Ask <a href="mailto:canary.lin@example.com">canary.lin@example.com</a></p>',
    guest: ids.guest,
  });
  ids.binned = await create('booking', { name: 'see CANARY.LIN@example.com' });
  await admin('DELETE', `/api/records/booking/${ids.binned}`, undefined, 204);
  await admin(
    'POST',
    `/api/records/guest/${ids.guest}/consents`,
    {
      state: 'given',
      channels: ['email'],
      purposes: ['marketing'],
      source: 'Form of 林则金丝雀',
      evidence: 'Mail of canary.lin@example.com',
    },
    201,
  );
  ids.prospect = await create('prospect', { name: 'P', mails: ['p@example.com', 'canary.lin@example.com'] });
});
afterAll(() => world.close());

const who = () => ({ object: 'guest', id: ids.guest });

describe('what is known of a person', () => {
  test('is for those who answer for security, and for nobody else', async () => {
    for (const address of ['find', 'export', 'plan', 'erase']) {
      const path = `/api/privacy/${address}`;
      expect((await world.call('member', 'POST', path, who())).status).toBe(403);
    }
    expect((await world.call('admin', 'POST', '/api/privacy/find', {})).status).toBe(422);
    expect((await world.call('admin', 'POST', '/api/privacy/find', { terms: ['li'] })).status).toBe(422);
    await admin('POST', '/api/privacy/find', { object: 'guest', id: uuidv7() }, 404);
    await admin('POST', '/api/privacy/find', { object: 'guesses', id: uuidv7() }, 404);
  });

  test('is found from their record: the same elsewhere, what points there, what speaks of them', async () => {
    const found = await admin('POST', '/api/privacy/find', who());
    const ways = Object.fromEntries(found.records.map(({ id, way }: any) => [id, way]));
    expect(ways).toEqual({
      [ids.guest!]: 'person',
      [ids.note!]: 'part',
      [ids.booking!]: 'refers',
      [ids.other!]: 'namesake',
      [ids.office!]: 'same',
      [ids.prospect!]: 'same',
      [ids.binned!]: 'mention',
    });
    expect(found.records.find(({ id }: any) => id === ids.booking).fields).toMatchObject([
      { name: 'name' },
      { name: 'words' },
    ]);
    expect(found.files).toMatchObject([{ id: ids.file }]);
    expect(found.terms.map(({ value }: any) => value)).toContain('old.canary@example.com');
  });

  test('is found by what somebody tells of themselves, however it is spelled', async () => {
    for (const terms of [['Canary.Lin@EXAMPLE.com'], ['+86 139-1234-5671'], ['440301199001011234']]) {
      const { records } = await admin('POST', '/api/privacy/find', { terms });
      expect(records.map(({ id }: any) => id)).toContain(ids.guest);
    }
    expect((await admin('POST', '/api/privacy/find', { terms: ['lin@example.com'] })).records).toEqual([]);
    expect((await admin('POST', '/api/privacy/find', { terms: ['9123 4567'] })).records).toEqual([]);
  });

  test('is told to them in their language, and that it was stands in the audit without a word of it', async () => {
    const told = await admin('POST', '/api/privacy/export', { ...who(), language: 'en' });
    const guest = told.records.find(({ id }: any) => id === ids.guest);
    expect(guest.values).toContainEqual({
      field: 'mobile',
      label: 'mobile',
      value: '139 1234 5671',
      text: '139 1234 5671',
    });
    expect(guest.values.find(({ field }: any) => field === 'office').text).toBe('深圳');
    expect(told.history).toContainEqual(
      expect.objectContaining({ from: 'old.canary@example.com', to: 'canary.lin@example.com' }),
    );
    expect(told.records.map(({ id }: any) => id)).not.toContain(ids.other);
    const { text } = await world.call('admin', 'POST', '/api/privacy/export', {
      ...who(),
      format: 'csv',
      language: 'zh-CN',
    });
    expect(text).toContain('guest（中）,林则金丝雀,mobile（中）,139 1234 5671');
    const page = await world.call('admin', 'POST', '/api/privacy/export', {
      ...who(),
      format: 'html',
      language: 'zh-CN',
    });
    expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('Content-Disposition')).toMatch(/^attachment/);
    expect(page.text).toContain('<td>139 1234 5671</td>');
    expect(page.text).toContain('邮件 · 营销推广');
    expect(page.text).toContain('Mail of canary.lin@example.com');
    const wrong = await admin(
      'POST',
      '/api/privacy/export',
      { ...who(), format: 'htm', language: 'fr' },
      422,
    );
    expect(wrong.errors).toMatchObject([{ path: '/format', suggestion: 'html' }]);
    const { entries } = await admin('GET', '/api/audit?op=export_person');
    expect(entries).toHaveLength(3);
    expect(entries).toMatchObject(entries.map(() => ({ record: ids.guest, changes: [] })));
    await admin('POST', '/api/privacy/find', { terms: ['canary.lin@example.com'] });
    const [last] = (await admin('GET', '/api/audit?op=find_person')).entries;
    expect(last.changes).toEqual([{ field: 'by', value: ['email'] }]);
  });
});

test('what is exported as a page is text, whatever somebody has typed', async () => {
  const evil = `<img src=x onerror=alert(1)>"'&</td></table><script>alert(2)</script>`;
  const id = await create('guest', { name: `Evil ${evil}`, mail: 'evil@example.com', notes: evil });
  await admin('PATCH', `/api/records/guest/${id}`, { notes: `${evil} again` });
  await admin(
    'POST',
    `/api/records/guest/${id}/consents`,
    { state: 'given', channels: ['email'], purposes: ['service'], source: evil, words: evil, evidence: evil },
    201,
  );
  for (const language of ['en', 'zh-CN']) {
    const { text } = await world.call('admin', 'POST', '/api/privacy/export', {
      object: 'guest',
      id,
      format: 'html',
      language,
    });
    expect(text).not.toMatch(/<(img|script|a|iframe)/i);
    expect(text.match(/&lt;img src=x onerror=alert\(1\)&gt;&quot;&#39;&amp;/g)!.length).toBeGreaterThan(5);
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain('default-src &#39;none&#39;');
    // what is left out leaves no word behind
    expect(text).not.toMatch(/>\s*(false|undefined|null|\[object)/);
  }
});

describe('a person who is erased', () => {
  test('is gone from every table, and what the workspace counts stays', async () => {
    const csv = 'name,mail,score\n林则金丝雀,canary.lin@example.com,large\n';
    await importCsv(world, 'guest', csv);
    const before = await read('office', 'office', 'people,latest');
    expect(before).toMatchObject({ people: 2, latest: '林则金丝雀' });
    const ctx = await world.engine.contextFor('main');
    const { db } = world.engine;
    await sealWorkspace(db, ctx.workspace, ctx.secretKey);
    expect((await tablesWith([...CANARIES, NAME])).sort()).toEqual(
      expect.arrayContaining([
        '_audit',
        '_file',
        '_import_refused',
        'o_booking',
        'o_guest',
        'o_guest_note',
        'o_office',
        'o_prospect',
      ]),
    );

    const asked = { ...who(), also: [`prospect/${ids.prospect}`] };
    const plan = await admin('POST', '/api/privacy/plan', asked);
    expect(plan.persons.map(({ id }: any) => id).sort()).toEqual([ids.guest, ids.note, ids.prospect].sort());
    expect(plan.mentions.map(({ id }: any) => id).sort()).toEqual([ids.booking, ids.binned].sort());
    expect(plan.kept.references).toMatchObject([{ id: ids.booking }]);
    expect(plan.kept.shared).toMatchObject([{ record: { id: ids.office } }]);

    await admin('POST', '/api/privacy/erase', { ...asked, hash: 'x', confirm: '林则金丝雀' }, 409);
    const unsure = await admin(
      'POST',
      '/api/privacy/erase',
      { ...asked, hash: plan.hash, confirm: 'yes' },
      422,
    );
    expect(unsure.errors).toMatchObject([{ path: '/confirm', code: 'privacy.confirm' }]);
    const done = await admin('POST', '/api/privacy/erase', {
      ...asked,
      hash: plan.hash,
      confirm: '林则金丝雀',
    });
    expect(done).toMatchObject({ records: 5, files: 1, imports: 1 });

    expect(await tablesWith(CANARIES)).toEqual([]);
    // the namesake is somebody else
    expect(await tablesWith([NAME], [ids.other!])).toEqual([]);
    expect((await read('guest', 'other')).name).toBe(NAME);
    expect(await read('guest', 'guest')).toMatchObject({
      name: '已删除的个人',
      mail: null,
      mobile: null,
      desk: null,
      id_card: null,
      birthday: null,
      score: '7.00',
      scans: [],
      level: 'gold',
      office: ids.office,
    });
    expect(await read('booking', 'booking', 'name,amount,guest')).toMatchObject({
      name: 'Stay of •••',
      amount: '120.50',
      guest: ids.guest,
    });
    expect(await read('office', 'office')).toMatchObject({
      phone: '0755 8888 9999',
      people: 2,
      latest: '已删除的个人',
    });
    expect((await world.call('admin', 'GET', `/api/files/${ids.file}`)).status).toBe(404);
  });

  test('leaves an audit that is proven and says who erased, and a history without values', async () => {
    const ctx = await world.engine.contextFor('main');
    await sealWorkspace(world.engine.db, ctx.workspace, ctx.secretKey);
    const proof = await verifyAudit(world.engine.db, ctx.workspace, ctx.secretKey);
    expect(proof).toMatchObject({ ok: true, faults: [], unsealed: 0 });
    expect(proof.erased).toBeGreaterThan(5);
    const { items } = await admin('GET', `/api/records/guest/${ids.guest}/history`);
    expect(items).toHaveLength(3);
    expect(items[1].changes).toMatchObject([{ field: 'mail', erased: true }]);
    expect(items[0]).toMatchObject({ op: 'update', by: { name: 'admin' } });
    expect(items[2].changes).toContainEqual(expect.objectContaining({ field: 'level', to: 'gold' }));
    const { entries } = await admin('GET', '/api/audit?op=erase');
    expect(entries).toHaveLength(5);
  });

  test('once more leaves nothing to erase; the same was never done by halves', async () => {
    const plan = await admin('POST', '/api/privacy/plan', who());
    expect(plan.mentions).toEqual([]);
    const again = await admin('POST', '/api/privacy/erase', {
      ...who(),
      hash: plan.hash,
      confirm: '已删除的个人',
    });
    expect(again).toMatchObject({ records: 0, entries: 0, files: 0, imports: 0, answers: 0 });
    expect((await read('guest', 'guest', 'version')).version).toBe(3);
  });

  test('is nothing that is no person, and nobody whom somebody only guesses to be the same', async () => {
    const team = await create('team', { name: 'North' });
    const refused = await admin('POST', '/api/privacy/plan', { object: 'team', id: team }, 422);
    expect(refused.code).toBe('privacy.system');
    const one = await create('guest', { name: 'Ada Byron', mail: 'ada@example.com' });
    const asked = { object: 'guest', id: one, also: [`booking/${ids.booking}`] };
    const { errors } = await admin('POST', '/api/privacy/plan', asked, 422);
    expect(errors).toMatchObject([{ path: '/also/0', code: 'privacy.also' }]);
  });

  test('and is brought in again still must not be contacted; what they had agreed to is known, how is not', async () => {
    const again = await create('guest', { name: 'Lin', mail: 'Canary.Lin@example.com' });
    expect(await admin('GET', `/api/records/guest/${again}`)).toMatchObject({ do_not_contact: true });
    const { history } = await admin('GET', `/api/records/guest/${ids.guest}/consents`);
    expect(history.map(({ state, source, evidence }: any) => [state, source, evidence])).toEqual([
      ['withdrawn', null, null],
      ['given', null, null],
    ]);
    // the office's number was shared: it stays, and may be called
    const caller = await create('guest', { name: 'Front desk', mobile: '0755 8888 9999' });
    expect((await admin('GET', `/api/records/guest/${caller}`)).do_not_contact).toBe(false);
  });

  test('leaves texts apart that must be, and what is said to be of no person', async () => {
    const one = await create('guest', {
      name: 'Hedy Kiesler',
      mail: 'hedy@example.com',
      house_mail: 'house@example.com',
    });
    const other = await create('guest', { name: 'Somebody', house_mail: 'house@example.com' });
    const tags = [
      await create('tag', { name: 'hedy@example.com' }),
      await create('tag', { name: ' hedy@example.com!' }),
    ];
    const asked = { object: 'guest', id: one };
    const plan = await admin('POST', '/api/privacy/plan', asked);
    expect(plan.mentions.map(({ id }: any) => id).sort()).toEqual([...tags].sort());
    expect(plan.kept.shared).toEqual([]);
    const confirm = { hash: plan.hash, confirm: 'Hedy Kiesler' };
    await admin('POST', '/api/privacy/erase', { ...asked, ...confirm });
    const names = await Promise.all(
      tags.map(async (id) => (await admin('GET', `/api/records/tag/${id}`)).name),
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^•••!? [0-9a-f]{12}$/);
    expect((await admin('GET', `/api/records/guest/${one}`)).house_mail).toBe('house@example.com');
    expect((await admin('GET', `/api/records/guest/${other}`)).house_mail).toBe('house@example.com');
  });

  test('is written as it was planned, or not at all', async () => {
    const one = await create('guest', { name: 'Grace Hopper', mail: 'grace@example.com' });
    const asked = { object: 'guest', id: one };
    const { hash } = await admin('POST', '/api/privacy/plan', asked);
    await create('booking', { name: 'for grace@example.com' });
    await admin('POST', '/api/privacy/erase', { ...asked, hash, confirm: 'Grace Hopper' }, 409);
    expect((await admin('GET', `/api/records/guest/${one}`)).mail).toBe('grace@example.com');
  });
});

describe('a user who has left', () => {
  const person = async (user: string): Promise<string> =>
    (await admin('GET', `/api/records/user/${user}?fields=person`)).person;
  const rowsIn = async (table: string, column: string, value: string): Promise<number> => {
    const { rows } = await query<{ n: number }>(world.engine.db.direct(), {
      text: `SELECT count(*)::int AS n FROM ${table} WHERE ${column}::text = $1`,
      values: [value],
    });
    return rows[0]!.n;
  };

  test('is switched off before they are erased', async () => {
    for (const user of [world.users.member, world.users.admin]) {
      const { code } = await admin('POST', '/api/privacy/plan', { object: 'user', id: user }, 409);
      expect(code).toBe('privacy.active_user');
    }
  });

  test('loses name and e-mail and every way in; what they own and made stays theirs', async () => {
    const { member } = world.users;
    const made = await world.call('member', 'POST', '/api/records/account', { name: 'Kept' });
    expect(made.status, made.text).toBe(201);
    await create('booking', { name: 'ask member@example.com' });
    await admin('PATCH', `/api/records/user/${member}`, { active: false });
    const id = await person(member);
    const asked = { object: 'user', id: member };
    expect((await admin('POST', '/api/privacy/find', asked)).canErase).toBe(true);
    const plan = await admin('POST', '/api/privacy/plan', asked);
    await admin('POST', '/api/privacy/erase', { ...asked, hash: plan.hash, confirm: 'member' });
    expect(await admin('GET', `/api/records/user/${member}`)).toMatchObject({
      name: '已删除的个人',
      email: null,
      person: null,
      active: false,
    });
    const fields = 'owner.name,created_by';
    expect(await admin('GET', `/api/records/account/${made.body.id}?fields=${fields}`)).toMatchObject({
      owner: { name: '已删除的个人' },
      created_by: member,
    });
    expect(await tablesWith(['member@example\\.com'])).toEqual([]);
    for (const [table, column] of [
      ['auth."user"', 'id'],
      ['auth.account', '"userId"'],
      ['auth.session', '"userId"'],
      ['control.member', 'person'],
    ] as const)
      expect(await rowsIn(table, column, id), table).toBe(0);
    expect(await rowsIn('control.api_key', 'user_id', member)).toBe(0);
    const proof = await verifyAudit(
      world.engine.db,
      (await world.engine.contextFor('main')).workspace,
      (await world.engine.contextFor('main')).secretKey,
    );
    expect(proof.faults).toEqual([]);
  });

  test('stays a person where they are a member of another workspace', async () => {
    const { other } = world.users;
    const id = await person(other);
    const elsewhere = uuidv7();
    const direct = world.engine.db.direct();
    await query(direct, {
      text: `INSERT INTO control.workspace (id, name, schema, created_at) VALUES ($1::uuid, 'elsewhere', 'ws_elsewhere', now())`,
      values: [elsewhere],
    });
    await query(direct, {
      text: 'INSERT INTO control.member (workspace_id, person) VALUES ($1::uuid, $2::uuid)',
      values: [elsewhere, id],
    });
    await admin('PATCH', `/api/records/user/${other}`, { active: false });
    const asked = { object: 'user', id: other };
    const { hash } = await admin('POST', '/api/privacy/plan', asked);
    await admin('POST', '/api/privacy/erase', { ...asked, hash, confirm: 'other' });
    expect(await rowsIn('auth."user"', 'id', id)).toBe(1);
    expect(await rowsIn('auth.account', '"userId"', id)).toBe(1);
    expect(await rowsIn('control.member', 'person', id)).toBe(1);
    expect((await admin('GET', `/api/records/user/${other}`)).name).toBe('已删除的个人');
  });
});
