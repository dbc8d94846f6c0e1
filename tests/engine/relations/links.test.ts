import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { publishInto, refusalsOf } from '../../support/workspace-of.ts';
import { EVENTS, publishEvents } from './links-world.ts';

let world: TestEngine;
const ids = new Map<string, string>();

beforeAll(async () => {
  world = await testEngine();
  await publishEvents(world);
  for (const name of ['ann', 'bob', 'cy']) ids.set(name, await create('guest', { name }));
  for (const name of ['east', 'west']) ids.set(name, await create('hall', { name }));
});
afterAll(() => world.close());

async function create(object: string, values: object, user = 'admin'): Promise<string> {
  const { status, body } = await world.call(user, 'POST', `/api/records/${object}`, values);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const idOf = (name: string): string => ids.get(name)!;
const sorted = (...names: string[]) => names.map(idOf).sort();
const patch = (id: string, values: object, user = 'admin') =>
  world.call(user, 'PATCH', `/api/records/happening/${id}`, values);
const read = async (id: string, fields = 'guests,halls,guest_count,version', user = 'admin') =>
  (await world.call(user, 'GET', `/api/records/happening/${id}?fields=${fields}`)).body;
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join();
const errorsOf = ({ body }: { body: any }) =>
  (body.errors ?? []).map(({ path, code }: Record<string, string>) => `${path} ${code}`).sort();

describe('relations with any number of records', () => {
  test('are made, replaced, added to and taken from in the write of the record; links say more than that', async () => {
    const id = await create('happening', {
      name: 'fair',
      guests: [idOf('ann'), { id: idOf('bob'), part: 'speaker' }],
      halls: [idOf('east')],
    });
    const made = await read(id);
    expect(made.guests.toSorted()).toEqual(sorted('ann', 'bob'));
    expect(made).toMatchObject({ halls: [idOf('east')], guest_count: 2, version: 1 });
    expect(names((await read(id, 'guests.name')).guests)).toBe('ann,bob');
    expect((await patch(id, { guests: { add: [idOf('cy')], remove: [idOf('ann')] } })).body.version).toBe(2);
    expect((await read(id)).guests.toSorted()).toEqual(sorted('bob', 'cy'));
    const filter = encodeURIComponent(`happening == "${id}"`);
    const parts = await world.call(
      'admin',
      'GET',
      `/api/records/attendance?filter=${filter}&fields=guest.name,part`,
    );
    expect(parts.body.records.map((one: any) => [one.guest.name, one.part]).sort()).toEqual([
      ['bob', 'speaker'],
      ['cy', null],
    ]);
    expect((await patch(id, { guests: sorted('bob', 'cy') })).body.version).toBe(2);
    expect((await patch(id, { guests: { add: [idOf('cy')] } })).body.version).toBe(2);
    await patch(id, { guests: [{ id: idOf('bob'), part: 'host' }] });
    expect(await read(id)).toMatchObject({ guests: [idOf('bob')], guest_count: 1, version: 3 });
    await patch(id, { guests: [], halls: null });
    expect(await read(id)).toMatchObject({ guests: [], halls: [], guest_count: 0, version: 4 });
  });

  test('are a field on both sides, where their document says so, and lists with the fields of the link', async () => {
    const id = await create('happening', { name: 'both', guests: [{ id: idOf('ann'), part: 'band' }] });
    const ann = (await world.call('admin', 'GET', `/api/records/guest/${idOf('ann')}?fields=happenings.name`))
      .body;
    expect(names(ann.happenings)).toBe('both');
    await world.call('admin', 'PATCH', `/api/records/guest/${idOf('bob')}`, { happenings: [id] });
    expect((await read(id)).guests.toSorted()).toEqual(sorted('ann', 'bob'));
    const related = async (object: string) =>
      (await world.call('admin', 'GET', `/api/model/${object}`)).body.related.map(
        ({ object: of, columns }: any) => `${of} ${columns}`,
      );
    expect((await related('happening')).join()).toMatch(/attendance .*guest/);
    expect((await related('guest')).join()).toMatch(/attendance .*happening/);
    expect((await related('hall')).join()).toMatch(/happening_halls happening/);
    const { body: model } = await world.call('admin', 'GET', '/api/model');
    expect(model.objects.map(({ name }: any) => name)).not.toContain('happening_halls');
  });

  test('are filtered by what is linked and by what is said of the link, from both sides', async () => {
    const id = await create('happening', {
      name: 'filtered',
      guests: [{ id: idOf('cy'), part: 'guard' }],
      halls: [idOf('west')],
    });
    const found = async (object: string, filter: string) => {
      const query = `filter=${encodeURIComponent(filter)}&fields=name`;
      const { body } = await world.call('admin', 'GET', `/api/records/${object}?${query}`);
      return body.records.map(({ name }: any) => name);
    };
    const guard = 'guests.exists(g, g.guest.name == "cy" && g.part == "guard")';
    expect(await found('happening', guard)).toEqual(['filtered']);
    expect(await found('happening', 'halls.exists(h, h.hall.name == "west")')).toEqual(['filtered']);
    expect(await found('guest', `happenings.exists(h, h.happening == "${id}")`)).toEqual(['cy']);
    expect(await found('hall', 'happening_halls.exists(l, l.happening.name == "filtered")')).toEqual([
      'west',
    ]);
  });

  test('link the same two once, and only records that are there', async () => {
    const id = await create('happening', { name: 'once', guests: [idOf('ann'), idOf('ann')] });
    expect((await read(id)).guests).toEqual([idOf('ann')]);
    const twice = { happening: id, guest: idOf('ann') };
    expect((await world.call('admin', 'POST', '/api/records/attendance', twice)).status).toBe(409);
    expect(errorsOf(await patch(id, { guests: [id] }))).toEqual(['/guests/0/guest record.reference']);
    expect(errorsOf(await patch(id, { guests: 'ann' }))).toEqual(['/guests value.links']);
    expect(errorsOf(await patch(id, { guests: [{ id: idOf('bob'), role: 'x' }] }))).toEqual([
      '/guests/0/role record.field',
    ]);
    await world.call('admin', 'DELETE', `/api/records/guest/${idOf('ann')}`);
    expect((await read(id)).guests).toEqual([]);
    await world.call('admin', 'POST', `/api/records/guest/${idOf('ann')}/actions/restore`, {});
    expect((await read(id)).guests).toEqual([idOf('ann')]);
  });

  test('a list says nothing of what its sender may not see; rights over links without an object follow the record', async () => {
    const dot = await create('guest', { name: 'dot', owner: world.users.member });
    const id = await create('happening', {
      name: 'mine',
      owner: world.users.member,
      guests: [idOf('ann'), dot],
      halls: [idOf('east')],
    });
    expect((await read(id, 'guests,halls', 'member')).guests).toEqual([dot]);
    expect((await patch(id, { guests: [] }, 'member')).status).toBe(200);
    expect((await read(id)).guests).toEqual([idOf('ann')]);
    expect((await patch(id, { halls: [idOf('west')] }, 'member')).status).toBe(200);
    const foreign = await create('happening', { name: 'foreign', halls: [idOf('east')] });
    expect((await patch(foreign, { halls: [] }, 'member')).status).toBe(403);
    const add = { happening: foreign, hall: idOf('west') };
    expect((await world.call('member', 'POST', '/api/records/happening_halls', add)).status).toBe(422);
  });

  test('their history stands at the record', async () => {
    const id = await create('happening', { name: 'history', guests: [idOf('ann')] });
    await patch(id, { guests: [idOf('bob')] });
    const ctx = await world.engine.contextFor('main');
    const { rows } = await ctx.db
      .forWorkspace(ctx.workspace)
      .query(`SELECT changes FROM ${ctx.model.schema}._audit WHERE record = $1 ORDER BY version`, [id]);
    const field = ctx.model.objects.get('happening')!.fields.get('guests')!.id;
    expect(rows.map(({ changes }) => JSON.parse(changes)[field][1])).toEqual([
      { added: [idOf('ann')] },
      { added: [idOf('bob')], removed: [idOf('ann')] },
    ]);
  });

  test('the history of what is linked is that of the links: nothing is written twice, no version moves', async () => {
    const guest = (await create('guest', { name: 'carla' })) as string;
    const id = await create('happening', { name: 'other side', guests: [{ id: guest, part: 'host' }] });
    await patch(id, { guests: { add: [{ id: guest, part: 'speaker' }] } });
    await patch(id, { guests: { remove: [guest] } });
    const ctx = await world.engine.contextFor('main');
    const { schema, objects } = ctx.model;
    const link = objects.get('attendance')!;
    const end = link.fields.get('guest')!;
    // the links that led to it, those in the bin too, and what became of each
    const { rows } = await ctx.db
      .forWorkspace(ctx.workspace)
      .query(
        `SELECT a.op, a.changes FROM ${schema}."${link.table}" l JOIN ${schema}._audit a ON a.record = l.id WHERE l."${end.columns[0]!.name}" = $1 ORDER BY a.at, a.version`,
        [guest],
      );
    expect(rows.map(({ op }) => op)).toEqual(['create', 'update', 'delete']);
    const [made, changed] = rows.map(({ changes }) => JSON.parse(changes));
    expect(made[link.fields.get('happening')!.id]).toEqual([null, id]);
    expect(made[end.id]).toEqual([null, guest]);
    expect(changed[link.fields.get('part')!.id]).toEqual(['host', 'speaker']);
    const { body } = await world.call('admin', 'GET', `/api/records/guest/${guest}`);
    expect(body.version).toBe(1);
  });

  test('several names in a cell are imported', async () => {
    const form = new FormData();
    form.append('options', JSON.stringify({ files: [{ object: 'happening', file: 'f.csv' }] }));
    form.append('files', new Blob(['name,guests,halls\nI1,ann；bob,east\nI2,,west\nI3,nobody,\n']), 'f.csv');
    const headers = { Authorization: `Bearer ${world.keyOf('admin')}`, Prefer: 'wait=60' };
    const url = `${world.engine.address}/api/imports`;
    const answer = await world.engine.fetch(new Request(url, { method: 'POST', body: form, headers }));
    const made = (await answer.json()) as any;
    expect(made).toMatchObject({ rows: 3, created: 2, failed: 1 });
    expect(made.files[0].problems[0].column).toBe('guests');
    const query = `filter=${encodeURIComponent('name == "I1"')}&fields=guests.name,halls.name`;
    const { body } = await world.call('admin', 'GET', `/api/records/happening?${query}`);
    expect(names(body.records[0].guests)).toBe('ann,bob');
    expect(names(body.records[0].halls)).toBe('east');
  });
});

test('a relation that is renamed keeps its links; line items may come to records that are there', async () => {
  const id = await create('happening', { name: 'renamed', halls: [idOf('east')] });
  const documents = structuredClone(EVENTS) as Record<string, any>;
  const { halls, ...others } = documents['object/happening'].properties;
  const parts = {
    'x-field': {
      type: 'lineItems',
      labels: { en: 'Parts' },
      lineItems: { target: 'attendance', via: 'happening' },
    },
  };
  documents['object/happening'].properties = { ...others, venues: halls, parts };
  const { status, text } = await publishInto(world, documents, 'events');
  expect(status, text).toBe(200);
  expect((await read(id, 'venues.name')).venues).toMatchObject([{ name: 'east' }]);
  expect((await patch(id, { venues: [idOf('west')], guests: [idOf('cy')] })).status).toBe(200);
  expect(await read(id, 'venues,parts.guest')).toMatchObject({
    venues: [idOf('west')],
    parts: [{ guest: idOf('cy') }],
  });
  const more = await patch(id, { parts: { add: [{ guest: idOf('bob'), part: 'last' }] } });
  expect(more.status, more.text).toBe(200);
  expect((await read(id, 'parts.guest')).parts.map(({ guest }: any) => guest)).toEqual([
    idOf('cy'),
    idOf('bob'),
  ]);
  const drift = await world.call('operator', 'GET', '/api/doctor');
  expect(drift.body.checks.filter(({ ok }: any) => !ok)).toEqual([]);
  expect((await publishInto(world, EVENTS, 'events')).status).toBe(200);
  expect((await read(id, 'halls')).halls).toEqual([idOf('west')]);
});

describe('their documents', () => {
  const changed = (change: (documents: Record<string, any>) => void) => {
    const documents = structuredClone(EVENTS) as Record<string, any>;
    change(documents);
    return refusalsOf(world, documents, 'events');
  };
  const at = '/properties/guests/x-field';

  test('are refused by name where links would be unclear, or the same twice', async () => {
    const withoutUnique = await changed((all) => {
      delete all['object/attendance']['x-object'].unique;
    });
    expect(withoutUnique).toContain(`${at}/through document.links_unique`);
    const twoEnds = await changed((all) => {
      all['object/attendance'].properties.other = {
        'x-field': { type: 'lookup', target: 'guest', labels: { en: 'Other' } },
      };
    });
    expect(twoEnds).toContain(`${at}/through document.links_ends`);
    const unique = await changed((all) => {
      all['object/happening'].properties.guests['x-field'].unique = true;
    });
    expect(unique).toContain(`${at}/unique document.words_clash`);
    const single = await changed((all) => {
      all['object/happening'].properties.guests['x-field'].manyToMany = false;
    });
    expect(single).toContain(`${at}/through document.words_clash`);
  });
});
