import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/index.ts';
import { Problem } from '../../../engine/errors.ts';
import { document, editing, field, object, type PublishWorld, publishWorld } from './publish-world.ts';

let world: PublishWorld;

beforeAll(async () => {
  world = await publishWorld();
});
afterAll(async () => world?.close());

const option = (value: string) => ({ value, labels: { en: value, 'zh-CN': value } });

const ITEM = object('item', {
  note: field('text'),
  code: field('text'),
  amount: field('currency'),
  risk: field('select', { options: ['low', 'high'].map(option) }),
});

const kinds = (plan: { changes: readonly { kind: string }[] }) => plan.changes.map(({ kind }) => kind);

async function problemOf(run: Promise<unknown>): Promise<Problem> {
  try {
    await run;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('no problem');
}

describe('rename', () => {
  const toRemark = editing('object/item', (body) => {
    const { note, ...rest } = body.properties;
    body.properties = { ...rest, remark: note };
  });

  test('keeps the column, its values and the old name', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one', note: 'kept' });
    const before = (await workspace.model()).objects.get('item')!.fields.get('note')!;
    const plan = await workspace.plan(toRemark);
    expect(kinds(plan)).toContain('rename-field');
    expect(plan.risk).toBe('safe');
    await workspace.publish(toRemark);
    const item = (await workspace.model()).objects.get('item')!;
    expect(item.fields.get('remark')!.columns).toEqual(before.columns);
    expect(item.aliases.get('note')).toBe('remark');
    expect(await workspace.values('item', 'remark')).toEqual(['kept']);
    const loaded = (await workspace.models.refresh(workspace.workspace)).objects.get('item')!;
    expect(loaded.aliases.get('note')).toBe('remark');
  });

  test('follows into documents that name the field', async () => {
    const layout = document('layout', {
      name: 'standard',
      object: 'item',
      labels: { en: 'Standard' },
      highlights: ['note'],
      sections: [{ labels: { en: 'All' }, columns: 2, fields: ['name', { field: 'note', span: 2 }] }],
    });
    const role = document('role', {
      name: 'reader',
      labels: { en: 'Reader' },
      grants: [{ object: 'item', do: ['read'], fields: { '*': 'read', note: 'none' } }],
    });
    const view = document('view', {
      name: 'noted',
      object: 'item',
      labels: { en: 'Noted' },
      columns: ['name', { field: 'note', width: 80 }],
      filter: 'note != null && name != "note"',
      sort: ['-note'],
    });
    const workspace = await world.workspace(ITEM, layout, role, view);
    await workspace.publish(toRemark);
    const model = await workspace.model();
    expect(model.objects.get('item')!.layouts[0]!.highlights).toEqual(['remark']);
    expect(model.roles.get('reader')!.grants[0]!.fields).toEqual({ '*': 'read', remark: 'none' });
    const [text] = await workspace.values('view', 'document');
    expect(JSON.parse(String(text))).toMatchObject({
      columns: ['name', { field: 'remark', width: 80 }],
      filter: 'remark != null && name != "note"',
      sort: ['-remark'],
    });
  });

  test('back again leaves no old name of its own', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.publish(toRemark);
    await workspace.publish(
      editing('object/item', (body) => {
        const { remark, ...rest } = body.properties;
        body.properties = { ...rest, note: remark };
      }),
    );
    expect(Object.fromEntries((await workspace.model()).objects.get('item')!.aliases)).toEqual({
      remark: 'note',
    });
  });

  test('a live old name is not taken by another field', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.publish(toRemark);
    const problem = await problemOf(
      workspace.plan(
        editing('object/item', (body) => {
          body.properties.note = field('text', { id: 'fld_another1' });
        }),
      ),
    );
    expect(problem.items.map(({ code, path }) => [code, path])).toEqual([
      ['publish.alias', 'objects/item.json#/properties/note/x-field'],
    ]);
  });

  test('of an object keeps its table', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one', note: 'kept' });
    await workspace.publish(
      editing('object/item', (body) => {
        body['x-object'].name = 'thing';
      }),
    );
    expect(await workspace.values('thing', 'note')).toEqual(['kept']);
  });
});

describe('archive', () => {
  const without = editing('object/item', (body) => {
    delete body.properties.note;
  });

  test('and restore give the field its column and values back', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one', note: 'kept' });
    const plan = await workspace.plan(without);
    expect(plan.changes).toMatchObject([{ kind: 'archive-field', op: '-', risk: 'destructive', rows: 1 }]);
    await workspace.publish(without);
    expect((await workspace.model()).objects.get('item')!.fields.has('note')).toBe(false);
    expect(await workspace.drift()).toEqual([]);
    // who never knew the field differs in nothing
    expect((await workspace.plan(without)).changes).toEqual([]);
    const back = editing('object/item', (body) => {
      delete body.properties.note['x-field'].archived;
    });
    expect(kinds(await workspace.plan(back))).toEqual(['restore-field']);
    await workspace.publish(back);
    expect(await workspace.values('item', 'note')).toEqual(['kept']);
  });

  test('gives the name free', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one', note: 'kept' });
    await workspace.publish(without);
    const again = editing('object/item', (body) => {
      delete body.properties.note;
      body.properties.note = field('longText', { id: 'fld_another1' });
    });
    expect(kinds(await workspace.plan(again))).toEqual(['add-field']);
    await workspace.publish(again);
    expect(await workspace.values('item', 'note')).toEqual([null]);
    await workspace.publish(
      editing('object/item', (body) => {
        delete body.properties.note_2['x-field'].archived;
      }),
    );
    expect(await workspace.values('item', 'note_2')).toEqual(['kept']);
  });

  test('an object keeps its table and rows', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one', note: 'kept' });
    const gone = (documents: Map<string, unknown>) => void documents.delete('object/item');
    expect((await workspace.plan(gone)).changes).toMatchObject([
      { kind: 'archive-object', rows: 1, risk: 'destructive' },
    ]);
    await workspace.publish(gone);
    expect((await workspace.model()).objects.has('item')).toBe(false);
    expect((await workspace.plan(gone)).changes).toEqual([]);
    await workspace.publish(
      editing('object/item', (body) => {
        delete body['x-object'].archived;
      }),
    );
    expect(await workspace.values('item', 'note')).toEqual(['kept']);
    expect(await workspace.drift()).toEqual([]);
  });

  test('an option stays valid and is offered no more', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one', risk: 'high' });
    const without = editing('object/item', (body) => {
      body.properties.risk['x-field'].options = [option('low')];
    });
    expect((await workspace.plan(without)).changes).toMatchObject([{ kind: 'archive-option', rows: 1 }]);
    await workspace.publish(without);
    expect((await workspace.model()).objects.get('item')!.fields.get('risk')!.options).toMatchObject([
      { value: 'low' },
      { value: 'high', archived: true },
    ]);
  });
});

describe('required', () => {
  const require = editing('object/item', (body) => {
    body.required = ['note'];
  });

  test('counts records that lack a value and leaves them', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one' });
    await workspace.insert('item', { name: 'two', note: 'has' });
    const plan = await workspace.plan(require);
    expect(plan.changes).toMatchObject([{ kind: 'require-field', rows: 1, remedies: ['leave', 'fill'] }]);
    expect(plan.findings).toMatchObject([{ code: 'publish.lacking', count: 1, blocking: false }]);
    await workspace.publish(require);
    expect(await workspace.values('item', 'note')).toEqual([null, 'has']);
    expect((await workspace.model()).objects.get('item')!.fields.get('note')!.required).toBe(true);
  });

  test('fills them where that was chosen, without raising a version', async () => {
    const workspace = await world.workspace(ITEM);
    for (let index = 0; index < 2_500; index++) await workspace.insert('item', { name: `${index}` });
    const id = (await workspace.plan(require)).changes[0]!.id;
    const remedies = { [id]: { name: 'fill', value: "it's \\ filled" } };
    const plan = await workspace.plan(require, { remedies });
    expect(plan.risk).toBe('fill');
    await workspace.publish(require, { remedies, hash: plan.hash });
    expect(new Set(await workspace.values('item', 'note'))).toEqual(new Set(["it's \\ filled"]));
    expect(new Set(await workspace.values('item', 'version'))).toEqual(new Set([1]));
    const { rows } = await query(world.db.direct(), {
      text: `SELECT state, rows_done, rows_total FROM ${qualified(workspace.workspace.schema, '_meta_step')}`,
    });
    expect(rows).toEqual([{ state: 'done', rows_done: '2500', rows_total: '2500' }]);
  });

  test('refuses a value that the field does not take', async () => {
    const workspace = await world.workspace(ITEM);
    const change = editing('object/item', (body) => {
      body.required = ['amount'];
    });
    const id = (await workspace.plan(change)).changes[0]!.id;
    const problem = await problemOf(
      workspace.plan(change, { remedies: { [id]: { name: 'fill', value: 'much' } } }),
    );
    expect(problem.code).toBe('publish.remedy');
  });
});

describe('unique', () => {
  const unique = editing('object/item', (body) => {
    body.properties.code['x-field'].unique = true;
  });

  test('is refused while records share a value', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one', code: 'A ' });
    await workspace.insert('item', { name: 'two', code: 'ａ' });
    const plan = await workspace.plan(unique);
    expect(plan.findings).toMatchObject([{ code: 'publish.duplicates', count: 2, blocking: true }]);
    expect((await problemOf(workspace.publish(unique))).code).toBe('publish.blocked');
  });

  test('is an index built after the switch, and taken away again', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one', code: 'A' });
    expect((await workspace.plan(unique)).risk).toBe('scan');
    await workspace.publish(unique);
    expect(await workspace.drift()).toEqual([]);
    await expect(workspace.insert('item', { name: 'two', code: ' ａ' })).rejects.toThrow(/duplicate key/);
    await workspace.publish(
      editing('object/item', (body) => {
        delete body.properties.code['x-field'].unique;
      }),
    );
    expect(await workspace.drift()).toEqual([]);
    await workspace.insert('item', { name: 'two', code: 'a' });
  });
});

describe('lookup', () => {
  test('to a table with rows is proven by a step', async () => {
    const workspace = await world.workspace(ITEM, object('parent'));
    const parent = await workspace.insert('parent', { name: 'p' });
    await workspace.insert('item', { name: 'one' });
    await workspace.publish(
      editing('object/item', (body) => {
        body.properties.parent = field('lookup', { target: 'parent', onDelete: 'restrict' });
      }),
    );
    expect(await workspace.drift()).toEqual([]);
    await workspace.insert('item', { name: 'two', parent });
    await expect(
      workspace.insert('item', { name: 'three', parent: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e' }),
    ).rejects.toThrow(/foreign key/);
  });
});

describe('type', () => {
  test('changes inside the family of texts without touching the column', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one', note: 'kept' });
    const change = editing('object/item', (body) => {
      body.properties.note['x-field'].type = 'longText';
    });
    expect((await workspace.plan(change)).changes).toMatchObject([{ kind: 'change-type', risk: 'safe' }]);
    await workspace.publish(change);
    expect(await workspace.values('item', 'note')).toEqual(['kept']);
  });

  test('is refused where values would have to be converted', async () => {
    const workspace = await world.workspace(ITEM);
    const problem = await problemOf(
      workspace.plan(
        editing('object/item', (body) => {
          body.properties.note['x-field'].type = 'integer';
        }),
      ),
    );
    expect(problem.items).toMatchObject([
      { code: 'publish.type', path: 'objects/item.json#/properties/note/x-field/type' },
    ]);
  });
});

test('what the engine relies on stays', async () => {
  const workspace = await world.workspace();
  const problem = await problemOf(
    workspace.plan(
      editing('object/user', (body) => {
        delete body.properties.email;
      }),
    ),
  );
  expect(problem.items).toMatchObject([{ code: 'publish.system' }]);
});
