import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../engine/db/connect.ts';
import { uuidv7 } from '../../engine/ids.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { importCsv } from '../support/import-csv.ts';
import { objectBody, publishInto, refusalsOf } from '../support/workspace-of.ts';

/** Texts that are kept encrypted: written, read, found, masked, and nowhere to be read at rest. */

const role = (name: string, grants: readonly object[]) => ({
  name,
  labels: { en: name, 'zh-CN': name },
  grants,
});
const may = (object: string, fields: object = { '*': 'write' }, rest: object = {}) => ({
  object,
  do: ['create', 'read', 'update', 'delete', 'restore'],
  fields,
  ...rest,
});

const documents = {
  'object/guest': objectBody('guest', {
    name: { type: 'text', search: 'A' },
    passport: { type: 'encrypted', unique: true, mask: 'idCard', schema: { maxLength: 40 } },
    card: { type: 'encrypted', mask: 'bankCard', schema: { pattern: '^[0-9 ]+$' } },
    secret: { type: 'encrypted' },
    stays: { type: 'lineItems', lineItems: { target: 'stay', via: 'guest' } },
    agent: { type: 'user' },
  }),
  'object/stay': objectBody('stay', {
    room: { type: 'text' },
    code: { type: 'encrypted' },
    guest: { type: 'lookup', target: 'guest', onDelete: 'cascade' },
  }),
  'role/clerk': role('clerk', [
    may('guest', { '*': 'write', passport: 'masked', card: 'masked', secret: 'none' }),
    may('stay'),
  ]),
  'role/agent': role('agent', [may('guest', { '*': 'write' }, { do: ['read'], where: 'agent == user.id' })]),
};

const PASSPORT = 'E1234567890123456Ｘ';
const CARD = '6222 0202 0011 2233 445';
const CANARIES = [
  'E1234567890',
  '6222 0202 0011',
  'F00000000087654321',
  'kingfisher',
  'room-code',
  'G5550001',
];

let world: TestEngine;
const ids: Record<string, string> = {};

const ask = async (
  user: string,
  method: string,
  path: string,
  body?: unknown,
  status = 200,
  headers = {},
) => {
  const answer = await world.call(user, method, path, body, { 'Accept-Language': 'en', ...headers });
  expect(answer.status, answer.text).toBe(status);
  return answer.body;
};
const listed = async (user: string, filter: string): Promise<string[]> => {
  const { records } = await ask(user, 'POST', '/api/records/guest/query', { filter, sort: 'name' });
  return records.map(({ name }: { name: string }) => name);
};

/** Tables in which a row says one of the words: all of the workspace, of `control` and of `auth`. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const { db } = world.engine;
  const { rows } = await query<{ name: string }>(db.direct(), {
    text: `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname ~ '^(ws_|control$|auth$)' ORDER BY 1`,
  });
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await query(db.direct(), {
      text: `SELECT FROM ${name} t WHERE t::text ~* $1 LIMIT 1`,
      values: [words.join('|')],
    });
    if (rowCount > 0) found.push(name);
  }
  return found;
}

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  for (const [user, held] of Object.entries({ member: ['clerk'], other: ['clerk', 'agent'] })) {
    await ask('admin', 'PUT', `/api/people/${world.users[user as 'member']}/roles`, { roles: held });
  }
  const guest = {
    name: 'Anna',
    passport: ` ${PASSPORT}`,
    card: CARD,
    secret: 'kingfisher "q" \\ 翠鸟',
    stays: [{ room: '1', code: 'room-code-1' }, { room: '2' }],
    agent: world.users.other,
  };
  ids.anna = (
    await ask('admin', 'POST', '/api/records/guest', guest, 201, { 'Idempotency-Key': uuidv7() })
  ).id;
  ids.ben = (
    await ask('admin', 'POST', '/api/records/guest', { name: 'Ben', passport: 'F00000000087654321' }, 201)
  ).id;
  ids.carl = (await ask('admin', 'POST', '/api/records/guest', { name: 'Carl' }, 201)).id;
});
afterAll(() => world.close());

describe('an encrypted field', () => {
  test('is read as it was given, alone, in lists short and long, below relations and in lines', async () => {
    const whole = { passport: PASSPORT, card: CARD, secret: 'kingfisher "q" \\ 翠鸟' };
    expect(await ask('admin', 'GET', `/api/records/guest/${ids.anna}`)).toMatchObject(whole);
    for (const query of ['limit=3', 'limit=500', 'limit=3&count=exact']) {
      const { records } = await ask('admin', 'GET', `/api/records/guest?sort=name&${query}`);
      expect(records).toMatchObject([
        whole,
        { passport: 'F00000000087654321' },
        { passport: null, card: null },
      ]);
    }
    const fields = 'name,stays.room,stays.code';
    const { stays } = await ask('admin', 'GET', `/api/records/guest/${ids.anna}?fields=${fields}`);
    expect(stays).toMatchObject([
      { room: '1', code: 'room-code-1' },
      { room: '2', code: null },
    ]);
    const { records } = await ask('admin', 'GET', '/api/records/stay?fields=guest.passport&limit=1');
    expect(records[0].guest.passport).toBe(PASSPORT);
  });

  test('is nowhere to be read at rest: no table holds what was given', async () => {
    expect(await tablesWith(CANARIES)).toEqual([]);
  });

  test('is answered by a write, and one that changes nothing writes nothing', async () => {
    const { version } = await ask('admin', 'GET', `/api/records/guest/${ids.ben}`);
    const same = await ask('admin', 'PATCH', `/api/records/guest/${ids.ben}`, {
      passport: 'F00000000087654321',
    });
    expect(same).toMatchObject({ passport: 'F00000000087654321', version });
    const other = await ask('admin', 'PATCH', `/api/records/guest/${ids.ben}`, { secret: 'kingfisher too' });
    expect(other).toMatchObject({ secret: 'kingfisher too', version: version + 1 });
    const none = await ask('admin', 'PATCH', `/api/records/guest/${ids.ben}`, { secret: ' ' });
    expect(none.secret).toBeNull();
  });

  test('of lines that stay as they are nothing is written', async () => {
    const path = `/api/records/guest/${ids.anna}`;
    const { stays, version } = await ask('admin', 'GET', `${path}?fields=stays,version`);
    const lines = stays.map(({ id, code }: Record<string, string>) => ({ id, code }));
    expect(await ask('admin', 'PATCH', path, { stays: lines })).toMatchObject({ version });
    const changed = await ask('admin', 'PATCH', path, {
      stays: { change: [{ id: stays[1].id, code: 'room-code-2' }] },
    });
    expect(changed).toMatchObject({ version: version + 1 });
    const after = await ask('admin', 'GET', `${path}?fields=stays.code`);
    expect(after.stays.map(({ code }: Record<string, string>) => code)).toEqual([
      'room-code-1',
      'room-code-2',
    ]);
  });

  test.each([
    ['passport == "E1234567890123456Ｘ"', ['Anna']],
    ['passport == "  e1234567890123456x "', ['Anna']],
    ['"F00000000087654321" == passport', ['Ben']],
    ['passport != "F00000000087654321"', ['Anna']],
    ['passport in ["F00000000087654321", "E1234567890123456X", "nobody"]', ['Anna', 'Ben']],
    ['passport in []', []],
    ['passport == "E1234"', []],
    ['passport == null', ['Carl']],
    ['passport != null && name != "Ben"', ['Anna']],
    ['has(card)', ['Anna']],
    ['!(passport == "F00000000087654321")', ['Anna']],
    ['passport == ""', ['Carl']],
  ])('is found by %s', async (filter, names) => expect(await listed('admin', filter)).toEqual(names));

  test('is found behind a relation and among lines', async () => {
    const filter = 'guest.passport == "e1234567890123456x"';
    const { records } = await ask('admin', 'POST', '/api/records/stay/query', { filter });
    expect(records).toHaveLength(2);
    expect(await listed('admin', 'stays.exists(s, s.code == "room-code-1")')).toEqual(['Anna']);
    expect(await listed('admin', 'stays.exists(s, s.code == "nothing")')).toEqual([]);
  });

  test.each([
    'passport.contains("123")',
    'passport.startsWith("E")',
    'size(passport) > 3',
    'passport > "A"',
    'upper(passport) == "E"',
    'passport == name',
    'passport == secret',
    'passport + "x" == "y"',
    'coalesce(passport, "a") == "a"',
    '(name == "a" ? passport : null) == null',
    'same(passport, "E1234567890123456X")',
    'passport in [name]',
  ])('is not asked for %s', async (filter) => {
    const { errors } = await ask('admin', 'POST', '/api/records/guest/query', { filter }, 400);
    expect(errors[0].code, filter).toMatch(/^expression\.(encrypted|arguments|member|alike)$/);
  });

  test.each([
    ['sort', '?sort=passport', 'query.sort'],
    ['group', '/aggregate?group=passport&measures=count()', 'query.group'],
    ['extreme', '/aggregate?measures=max(passport)', 'query.measure'],
  ])('is refused as a %s', async (_, path, code) => {
    expect((await ask('admin', 'GET', `/api/records/guest${path}`, undefined, 400)).errors[0].code).toBe(
      code,
    );
  });

  test('is not searched, and counted as there or not', async () => {
    const { records } = await ask('admin', 'GET', '/api/records/guest?q=E12345678');
    expect(records).toEqual([]);
    const path = '/api/records/guest/aggregate?measures=count(),count(passport)';
    expect(JSON.stringify(await ask('admin', 'GET', path))).toMatch(/3.*2/);
  });

  test('is unique whatever the spelling, and the refusal does not quote it', async () => {
    const twice = { name: 'Dora', passport: 'e1234567890123456x' };
    const one = await ask('admin', 'POST', '/api/records/guest', twice, 409);
    expect(one.errors[0]).toMatchObject({ path: '/passport', code: 'record.unique' });
    expect(JSON.stringify(one)).not.toMatch(/e1234567890123456x|gxe1/i);
    const batch = [
      { op: 'create', values: { name: 'Eve' } },
      { op: 'create', values: twice },
    ];
    const several = await ask('admin', 'POST', '/api/records/guest/batch', batch, 422);
    expect(several.errors[0].path).toBe('/1/values/passport');
  });

  test.each([
    [{ passport: 7 }, 'value.encrypted'],
    [{ passport: 'x'.repeat(41) }, 'record.too_long'],
    [{ card: 'kingfisher' }, 'value.encrypted_pattern'],
    [{ secret: 'a\u0000b' }, 'value.characters'],
  ])('refuses %j', async (values, code) => {
    const { errors } = await ask('admin', 'POST', '/api/records/guest', { name: 'F', ...values }, 422);
    expect(errors[0].code).toBe(code);
    const checked = await ask('admin', 'POST', '/api/records/guest/check', {
      values: { name: 'F', ...values },
    });
    expect(checked.problems[0].code).toBe(code);
  });

  test('takes what looks like a sealed text for the text that it is', async () => {
    const { rows } = await query<{ text: string }>(world.engine.db.direct(), {
      text: `SELECT (SELECT t::text FROM ws_main.${await tableName('guest')} t WHERE t.id = $1::uuid) AS text`,
      values: [ids.anna],
    });
    const [stolen] = /gxe1\.[\w.-]+/.exec(rows[0]!.text)!;
    const made = await ask('admin', 'POST', '/api/records/guest', { name: stolen, secret: stolen }, 201);
    expect(made).toMatchObject({ name: stolen, secret: stolen });
    await ask('admin', 'DELETE', `/api/records/guest/${made.id}`, undefined, 204);
  });

  test('does not open in another field or record of its column that it was not sealed for', async () => {
    const { columns, table } = await columnsOf('guest');
    const { db } = world.engine;
    const set = `UPDATE ws_main.${table} SET ${columns.secret} = ${columns.card} WHERE id = $1::uuid`;
    const back = await query<{ before: string }>(db.direct(), {
      text: `SELECT ${columns.secret} AS before FROM ws_main.${table} WHERE id = $1::uuid`,
      values: [ids.anna],
    });
    await query(db.direct(), { text: set, values: [ids.anna] });
    const { code } = await ask('admin', 'GET', `/api/records/guest/${ids.anna}`, undefined, 500);
    expect(code).toBe('encryption.unopened');
    await ask('member', 'GET', `/api/records/guest/${ids.anna}`);
    await query(db.direct(), {
      text: `UPDATE ws_main.${table} SET ${columns.secret} = $2 WHERE id = $1::uuid`,
      values: [ids.anna, back.rows[0]!.before],
    });
  });
});

const modelObject = async (object: string) =>
  (await world.engine.contextFor('main')).model.objects.get(object)!;
const tableName = async (object: string): Promise<string> => (await modelObject(object)).table;
async function columnsOf(object: string) {
  const { table, fields } = await modelObject(object);
  const columns = Object.fromEntries([...fields].map(([name, field]) => [name, field.columns[0]?.name]));
  return { table, columns };
}

describe('who may not read it', () => {
  test('sees what its mask leaves, and nothing of what is hidden', async () => {
    const seen = await ask('member', 'GET', `/api/records/guest/${ids.anna}`);
    expect(seen).toMatchObject({ passport: 'E12****456Ｘ', card: '**** 445' });
    expect(seen).not.toHaveProperty('secret');
    const { records } = await ask('member', 'GET', '/api/records/guest?sort=name&limit=500');
    expect(records[0]).toMatchObject({ passport: seen.passport, card: seen.card });
    expect(JSON.stringify(records)).not.toMatch(/E1234567890|6222|kingfisher|gxe1/);
  });

  test('sees it in the rows that are theirs alone', async () => {
    const { records } = await ask('other', 'GET', '/api/records/guest?sort=name');
    expect(records[0]).toMatchObject({ passport: PASSPORT, secret: 'kingfisher "q" \\ 翠鸟' });
    expect(records[1].passport).toBe('F00****4321');
  });

  test.each(['passport == "E1234567890123456X"', 'passport != null', 'secret == "x"'])(
    'cannot ask for %s',
    async (filter) => {
      const known = await ask('member', 'POST', '/api/records/guest/query', { filter }, 400);
      expect(known.errors[0].code).toBe('expression.name');
    },
  );

  test('finds by it only in the rows in which they may read it', async () => {
    expect(await listed('other', 'passport == "e1234567890123456x"')).toEqual(['Anna']);
    expect(await listed('other', 'passport == "F00000000087654321"')).toEqual([]);
  });

  test('reads in the history that it changed, not what it was', async () => {
    await ask('admin', 'PATCH', `/api/records/guest/${ids.ben}`, { secret: 'kingfisher three' });
    const path = `/api/records/guest/${ids.ben}/history`;
    const told = JSON.stringify(await ask('admin', 'GET', path));
    expect(told).toContain('kingfisher three');
    expect(told).toContain('F00000000087654321');
    const hidden = JSON.stringify(await ask('member', 'GET', path));
    expect(hidden).not.toMatch(/kingfisher|F00000000087654321|gxe1/);
    expect(hidden).toContain('"masked":true');
  });
});

test('no view keeps a filter that says a value', async () => {
  const view = (filter: string) => ({
    name: 'Odd',
    object: 'guest',
    shared: false,
    document: JSON.stringify({
      labels: { en: 'Odd' },
      object: 'guest',
      mode: 'table',
      columns: ['name'],
      filter,
    }),
  });
  const { errors } = await ask('admin', 'POST', '/api/records/view', view('passport == "kingfisher"'), 422);
  expect(errors[0]).toMatchObject({ path: '/document', code: 'record.kept_filter' });
  const { id } = await ask('admin', 'POST', '/api/records/view', view('passport != null'), 201);
  const { document } = view('card in ["kingfisher"]');
  const changed = await ask('admin', 'PATCH', `/api/records/view/${id}`, { document }, 422);
  expect(changed.errors[0].code).toBe('record.kept_filter');
  expect(await tablesWith(CANARIES)).toEqual([]);
});

test('whoever answers for security is told that it changed, and that it was read', async () => {
  const { entries } = await ask('admin', 'GET', `/api/audit?object=guest&record=${ids.anna}&limit=200`);
  const text = JSON.stringify(entries);
  expect(text).not.toMatch(/E1234567890|kingfisher|gxe1/);
  expect(text).toContain('••••');
  const reads = entries.filter(({ op }: { op: string }) => op === 'read');
  expect(JSON.stringify(reads)).toContain('"passport"');
});

test('import takes plain texts, finds by them, and keeps none', async () => {
  const made = await importCsv(
    world,
    'guest',
    'name,passport,card\nGus,G5550001,1\nHan,G5550001,2\nIda,,nope\n',
  );
  expect(made.body.files?.[0] ?? made.body).toMatchObject({ created: 1, failed: 2 });
  expect(made.refused.join('\n')).toContain('G5550001');
  expect(await listed('admin', 'passport == "g5550001"')).toEqual(['Gus']);
  const changed = await importCsv(world, 'guest', 'name,passport\nGustav,g5550001\n', { key: 'passport' });
  expect(changed.body.files?.[0] ?? changed.body).toMatchObject({ updated: 1 });
  expect(await listed('admin', 'passport == "g5550001"')).toEqual(['Gustav']);
  expect(await tablesWith(CANARIES)).toEqual([]);
});

test('upsert finds by it', async () => {
  const upsert = [{ op: 'upsert', key: 'passport', values: { passport: ' g5550001', name: 'Gusti' } }];
  await ask('admin', 'POST', '/api/records/guest/batch', upsert);
  expect(await listed('admin', 'passport == "g5550001"')).toEqual(['Gusti']);
});

test('a person is found by it, told it, and forgotten', async () => {
  const gone = 'H5550002';
  const { id } = await ask('admin', 'POST', '/api/records/guest', { name: 'Jonas', passport: gone }, 201);
  const other = await ask('admin', 'POST', '/api/records/stay', { room: `for ${gone}`, code: 'else' }, 201);
  const report = await importCsv(world, 'guest', `name,passport,card\nKim,${gone},x\n`);
  expect(report.refused.join()).toContain(gone);
  const found = await ask('admin', 'POST', '/api/privacy/find', { terms: ['h5550002'] });
  const ways = Object.fromEntries(found.records.map((one: Record<string, string>) => [one.id, one.way]));
  expect(ways).toEqual({ [id]: 'same', [other.id]: 'mention' });
  expect(found.imports).toHaveLength(1);
  const told = await ask('admin', 'POST', '/api/privacy/export', { object: 'guest', id });
  expect(JSON.stringify(told.records)).toContain(gone);
  expect(JSON.stringify(told.history)).toContain(gone);
  expect(JSON.stringify(told)).not.toContain('gxe1');
  const plan = await ask('admin', 'POST', '/api/privacy/plan', { object: 'guest', id });
  expect(plan.loses[0].fields.map(({ name }: { name: string }) => name)).toContain('passport');
  const confirmed = { object: 'guest', id, hash: plan.hash, confirm: 'Jonas' };
  await ask('admin', 'POST', '/api/privacy/erase', confirmed);
  expect(await listed('admin', 'passport == "h5550002"')).toEqual([]);
  expect(await ask('admin', 'GET', `/api/records/guest/${id}`)).toMatchObject({ passport: null });
  expect(JSON.stringify(await ask('admin', 'GET', `/api/records/guest/${id}/history`))).not.toContain(gone);
  const again = await ask('admin', 'POST', '/api/privacy/find', { terms: ['h5550002'] });
  expect(again).toMatchObject({ records: [], imports: [] });
  expect(await tablesWith([gone])).toEqual([]);
});

describe('documents', () => {
  const guest = (fields: Parameters<typeof objectBody>[1], rest: object = {}) => ({
    'object/visitor': objectBody('visitor', { name: { type: 'text' }, ...fields }, rest),
  });
  const refused = async (fields: Parameters<typeof objectBody>[1], rest: object = {}, more: object = {}) =>
    (
      await refusalsOf(
        world,
        { ...guest({ pass: { type: 'encrypted' }, ...fields }, rest), ...more },
        'strange',
      )
    ).join();

  test.each([
    ['a formula', { f: { type: 'formula', returns: 'text', expression: 'upper(pass)' } }],
    ['a formula that only hands it on', { f: { type: 'formula', returns: 'text', expression: 'pass' } }],
    ['a default', { f: { type: 'encrypted', defaultExpression: 'pass' } }],
    ['search', { f: { type: 'encrypted', search: 'A' } }],
    ['a mirror', { o: { type: 'lookup', target: 'guest' }, f: { type: 'mirror', path: 'o.passport' } }],
    [
      'a roll-up',
      {
        f: { type: 'rollup', rollup: { function: 'first', object: 'stay', via: 'guest', field: 'code' } },
      },
    ],
  ] as const)('refuse it in %s', async (_, fields) => {
    expect(await refused(fields as never)).toMatch(/\/properties\/f/);
  });

  test('refuse a rule over what it says, a title, and a view that is sorted by it or keeps a value', async () => {
    const rule = { check: 'pass == "x"', message: { en: 'no', 'zh-CN': '否' } };
    expect(await refused({}, { 'x-rules': [rule] })).toMatch(/expression\.encrypted/);
    expect(await refused({}, { head: { titleField: 'pass' } })).toMatch(/titleField/);
    const view = (words: object) => ({
      'view/visitor.odd': {
        name: 'odd',
        object: 'visitor',
        labels: { en: 'Odd', 'zh-CN': '奇' },
        mode: 'table',
        columns: ['name'],
        ...words,
      },
    });
    expect(await refused({}, {}, view({ sort: ['pass'] }))).toMatch(/sort/);
    expect(await refused({}, {}, view({ filter: 'pass == "x"' }))).toMatch(/expression\.encrypted/);
  });
});
