import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { importCsv } from '../support/import-csv.ts';
import { objectBody, publishInto, refusalsOf } from '../support/workspace-of.ts';

/** A lookup at one of several objects, or at any. */
let world: TestEngine;
const ids: Record<string, string> = {};

const bound = {
  type: 'lookup',
  targets: ['plant', 'person'],
  inverse: { name: 'notes', labels: { en: 'Notes' } },
};
const documents = {
  'object/plant': objectBody('plant', { name: { type: 'text', unique: true } }),
  'object/person': objectBody('person', {
    name: { type: 'text', unique: true },
    written: { type: 'formula', returns: 'decimal', expression: 'size(notes)' },
  }),
  'object/secret': objectBody('secret', { name: { type: 'text', unique: true } }),
  'object/note': objectBody(
    'note',
    {
      code: { type: 'text', unique: true, externalId: true },
      about: bound,
      any: { type: 'lookup', onDelete: 'null' },
      within: { type: 'lookup', targets: ['plant'], onDelete: 'cascade' },
      is_plant: { type: 'formula', returns: 'boolean', expression: 'about.object == "plant"' },
    },
    {
      'x-rules': [
        {
          check: 'about.object != "person" || has(code)',
          field: 'code',
          message: { en: 'People need a code.' },
        },
      ],
    },
  ),
  'role/blind': {
    name: 'blind',
    labels: { en: 'Blind' },
    grants: [
      { object: 'note', do: ['read'] },
      { object: 'plant', do: ['read'], rows: { read: 'own' }, fields: { '*': 'read', name: 'none' } },
    ],
  },
  'role/gardener': {
    name: 'gardener',
    labels: { en: 'Gardener' },
    grants: [
      { object: 'note', do: ['create', 'read', 'update'] },
      { object: 'plant', do: ['read'], rows: { read: 'own' } },
      { object: 'person', do: ['read'] },
    ],
  },
};

const as = (user: string) => (method: string, path: string, body?: unknown) =>
  world.call(user, method, path, body, { 'Accept-Language': 'en' });
const call: ReturnType<typeof as> = (...given) => as('admin')(...given);

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents);
  expect(status, text).toBe(200);
  for (const [object, name] of [
    ['plant', 'Oak'],
    ['plant', 'Ash'],
    ['person', 'Li'],
    ['secret', 'Sesame'],
  ]) {
    const made = await call('POST', `/api/records/${object}`, { name });
    expect(made.status, made.text).toBe(201);
    ids[name!] = made.body.id;
  }
});

afterAll(async () => world?.close());

const at = (object: string, name: string) => ({ object, id: ids[name]! });
const create = (values: object) => call('POST', '/api/records/note', values);
const codes = (body: any): string[] => (body.errors ?? []).map((one: any) => `${one.path} ${one.code}`);

describe('a value', () => {
  test('has no title for whom no title can be read', async () => {
    expect((await create({ code: 'v0', about: at('plant', 'Oak') })).status).toBe(201);
    await call('PUT', `/api/people/${world.users.nobody}/roles`, { roles: ['blind'] });
    const path = `/api/records/note?fields=about.title&filter=${encodeURIComponent('code == "v0"')}`;
    const read = await as('nobody')('GET', path);
    expect(read.status, read.text).toBe(200);
    expect(read.body.records).toMatchObject([{ about: null }]);
  });

  test('is written and read as object and id', async () => {
    const { status, body } = await create({
      code: 'v1',
      about: at('plant', 'Oak'),
      any: at('secret', 'Sesame'),
    });
    expect([status, body.about, body.any]).toEqual([201, at('plant', 'Oak'), at('secret', 'Sesame')]);
    expect(body.is_plant).toBe(true);
    const fields = 'about.object,about.title,any.title';
    const read = await call('GET', `/api/records/note/${body.id}?fields=${fields}`);
    expect(read.body).toEqual({
      id: body.id,
      about: { object: 'plant', title: 'Oak' },
      any: { title: 'Sesame' },
    });
    // what was answered can be sent back
    const again = await call('PATCH', `/api/records/note/${body.id}`, {
      about: { ...at('person', 'Li'), title: 'Li' },
    });
    expect([again.status, again.body.about, again.body.is_plant]).toEqual([200, at('person', 'Li'), false]);
    const cleared = await call('PATCH', `/api/records/note/${body.id}`, { about: null });
    expect([cleared.body.about, cleared.body.is_plant]).toEqual([null, null]);
  });

  test.each([
    [{ about: { object: 'secret', id: 'Sesame' } }, '/about value.pointer_object'],
    [{ about: { object: 'plant', id: 'Li' } }, '/about record.reference'],
    [{ about: { object: 'view', id: 'Oak' }, any: null }, '/about value.pointer_object'],
    [{ any: { object: 'view', id: 'Oak' } }, '/any value.pointer_object'],
    [{ about: 'Oak' }, '/about value.pointer'],
  ])('%j is refused', async (given, code) => {
    const values = JSON.parse(JSON.stringify(given), (key, value) => (key === 'id' ? ids[value] : value));
    expect(codes((await create(values)).body)).toEqual([code]);
  });

  test('is judged by rules', async () => {
    expect(codes((await create({ about: at('person', 'Li') })).body)).toEqual(['/code record.rule']);
    expect((await create({ about: at('plant', 'Oak') })).status).toBe(201);
  });
});

describe('lists', () => {
  beforeAll(async () => {
    await create({ code: 'l1', about: at('plant', 'Oak') });
    await create({ code: 'l2', about: at('plant', 'Ash') });
    await create({ code: 'l3', about: at('person', 'Li') });
  });
  const list = async (query: string) => {
    const { body } = await call('GET', `/api/records/note?fields=code&limit=100&${query}`);
    return (
      body.records?.map((one: any) => one.code).filter((code: string) => code?.startsWith('l')) ?? codes(body)
    );
  };
  const filtered = (filter: string) => list(`sort=code&filter=${encodeURIComponent(filter)}`);

  test('are filtered by record and by object', async () => {
    expect(await filtered(`about == "${ids.Ash}"`)).toEqual(['l2']);
    expect(await filtered('about.object == "plant"')).toEqual(['l1', 'l2']);
    expect(await filtered('about.object in ["person"] && has(about)')).toEqual(['l3']);
    expect(await filtered('about.name == "Oak"')).toEqual(['/filter/6 expression.name']);
    expect(await filtered('about.title == "Oak"')).toEqual(['/filter/6 expression.name']);
  });

  test('are sorted by what is pointed at', async () => {
    expect(await list('sort=about')).toEqual(['l2', 'l3', 'l1']);
    expect(await list('sort=-about')).toEqual(['l1', 'l3', 'l2']);
  });

  test('are grouped by object', async () => {
    const { body } = await call('GET', '/api/records/note/aggregate?group=about.object');
    const counts = new Map(body.groups.map((one: any) => [one['about.object'] ?? one.about?.object, one]));
    expect([...counts.keys()].sort()).toEqual(expect.arrayContaining(['person', 'plant']));
  });

  test('are on the other side by metadata, and in its expressions', async () => {
    for (const object of ['plant', 'person']) {
      const { body } = await call('GET', `/api/model/${object}`);
      expect(body.related.map((one: any) => `${one.object}.${one.via}`)).toEqual(
        expect.arrayContaining(['note.about', 'note.any']),
      );
    }
    const noted = await call('GET', '/api/records/plant?filter=notes.exists(n, n.code == "l2")&fields=name');
    expect(noted.body.records.map((one: any) => one.name)).toEqual(['Ash']);
    const li = await call('GET', `/api/records/person/${ids.Li}?fields=written`);
    expect(Number(li.body.written)).toBeGreaterThan(0);
  });
});

describe('rights', () => {
  test('hide what the caller may not see', async () => {
    await world.call('admin', 'PUT', `/api/people/${world.users.nobody}/roles`, { roles: ['gardener'] });
    const { body } = await create({ code: 'r1', about: at('plant', 'Oak'), any: at('secret', 'Sesame') });
    const seen = await as('nobody')('GET', `/api/records/note/${body.id}?fields=about,any`);
    expect(seen.body).toEqual({ id: body.id, about: null, any: null });
    const parts = await as('nobody')('GET', `/api/records/note/${body.id}?fields=any.title,any.object`);
    expect(parts.body.any).toBe(null);
    const filter = encodeURIComponent(`any == "${ids.Sesame}" || any.object == "secret"`);
    expect((await as('nobody')('GET', `/api/records/note?filter=${filter}`)).body.records).toEqual([]);
    const refused = await as('nobody')('POST', '/api/records/note', { any: at('secret', 'Sesame') });
    expect(codes(refused.body)).toEqual(['/any value.pointer_object']);
    // a change of something else leaves what its maker does not see
    const changed = await as('nobody')('PATCH', `/api/records/note/${body.id}`, { code: 'r2' });
    expect(changed.status, changed.text).toBe(200);
    expect((await call('GET', `/api/records/note/${body.id}`)).body.any).toEqual(at('secret', 'Sesame'));
    const model = await as('nobody')('GET', '/api/model/note');
    const any = model.body.fields.find((one: any) => one.name === 'any');
    expect(any.targets.map((one: any) => one.name)).not.toContain('secret');
  });
});

describe('what is pointed at', () => {
  const plant = async (name: string) => {
    const { body } = await call('POST', '/api/records/plant', { name });
    ids[name] = body.id;
    return body.id;
  };

  test('stays where that restricts, reads as nothing where it does not, and takes along', async () => {
    const held = await plant('held');
    await create({ code: 'd1', about: at('plant', 'held') });
    expect((await call('DELETE', `/api/records/plant/${held}`)).body.code).toBe('record.in_use');

    const free = await plant('free');
    const loose = await create({ code: 'd2', any: at('plant', 'free') });
    expect((await call('DELETE', `/api/records/plant/${free}`)).status).toBe(204);
    expect((await call('GET', `/api/records/note/${loose.body.id}`)).body.any).toBe(null);
    await call('POST', `/api/records/plant/${free}/actions/restore`);
    expect((await call('GET', `/api/records/note/${loose.body.id}`)).body.any).toEqual(at('plant', 'free'));

    const whole = await plant('whole');
    const part = await create({ code: 'd3', within: at('plant', 'whole') });
    expect((await call('DELETE', `/api/records/plant/${whole}`)).status).toBe(204);
    expect((await call('GET', `/api/records/note/${part.body.id}`)).status).toBe(404);
    await call('POST', `/api/records/plant/${whole}/actions/restore`);
    expect((await call('GET', `/api/records/note/${part.body.id}`)).status).toBe(200);
  });

  test('keeps its links when its object gets another name', async () => {
    const { body } = await create({ code: 'n1', about: at('person', 'Li'), any: at('person', 'Li') });
    const renamed = JSON.parse(JSON.stringify(documents).replaceAll('"person"', '"human"'));
    renamed['object/human'] = renamed['object/person'];
    delete renamed['object/person'];
    // an object is the same by its id
    const published = await call('GET', '/api/metadata/documents/object/person');
    renamed['object/human']['x-object'].id = published.body.id;
    const { status, text } = await publishInto(world, renamed);
    expect(status, text).toBe(200);
    const read = await call('GET', `/api/records/note/${body.id}?fields=about,any`);
    expect(read.body).toMatchObject({ about: at('human', 'Li'), any: at('human', 'Li') });
    expect((await publishInto(world, documents)).status).toBe(200);
  });
});

describe('an import', () => {
  test('names the object before the record, or in a column of its own', async () => {
    const csv = [
      'code,about,any',
      `i1,plant: Oak,person: Li`,
      `i2,person（中）：Li,`,
      `i3,,plant: ${ids.Ash}`,
      'i4,garden: Oak,',
      'i5,plant: Elm,',
      'i6,Oak,',
    ].join('\n');
    const { refused } = await importCsv(world, 'note', csv);
    expect(refused.map((line) => /i\d/.exec(line)?.[0])).toEqual(['i4', 'i5', 'i6']);
    const read = async (code: string) =>
      (await call('GET', `/api/records/note?filter=code=="${code}"&fields=about,any`)).body.records[0];
    expect(await read('i1')).toMatchObject({ about: at('plant', 'Oak'), any: at('person', 'Li') });
    expect(await read('i2')).toMatchObject({ about: at('person', 'Li') });
    expect(await read('i3')).toMatchObject({ any: at('plant', 'Ash') });

    const apart = 'code,about.object,about\nj1,plant,Ash\nj2,person（中）,Li\nj3,garden,Ash\n';
    const second = await importCsv(world, 'note', apart);
    expect(second.refused.map((line) => /j\d/.exec(line)?.[0])).toEqual(['j3']);
    expect(await read('j1')).toMatchObject({ about: at('plant', 'Ash') });
    expect(await read('j2')).toMatchObject({ about: at('person', 'Li') });
  });
});

describe('a document', () => {
  const withNote = (about: object) => ({
    ...documents,
    'object/person': objectBody('person', { name: { type: 'text', unique: true } }),
    'object/note': objectBody('note', {
      code: { type: 'text', unique: true, externalId: true },
      about: { type: 'lookup', ...about },
    }),
  });
  test.each([
    [{ targets: ['plant', 'nothing'] }, '/properties/about/x-field/targets/1 document.no_object'],
    [{ target: 'plant', targets: ['person'] }, '/properties/about/x-field/targets document.words_clash'],
    [{ targets: ['plant'], unique: true }, '/properties/about/x-field/unique document.words_clash'],
    [{ targets: ['plant'], filter: 'true' }, '/properties/about/x-field/filter document.words_clash'],
  ])('%j is refused', async (about, problem) => {
    expect(await refusalsOf(world, withNote(about))).toEqual(expect.arrayContaining([problem]));
  });

  test('may add and take out objects; what points there is kept and told', async () => {
    const { body } = await create({ code: 't1', about: at('person', 'Li') });
    const narrower = withNote({ targets: ['plant', 'secret'] });
    const published = await publishInto(world, narrower);
    expect(published.status, published.text).toBe(200);
    expect((await call('GET', `/api/records/note/${body.id}`)).body.about).toEqual(at('person', 'Li'));
    expect((await create({ code: 't2', about: at('secret', 'Sesame') })).status).toBe(201);
    expect(codes((await create({ code: 't3', about: at('person', 'Li') })).body)).toEqual([
      '/about value.pointer_object',
    ]);
  });
});
