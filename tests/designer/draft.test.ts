import { beforeAll, describe, expect, test } from 'vitest';
import type { FieldTypeInfo } from '../../designer/api/types.ts';
import { type Documents, differences, withDocument } from '../../designer/draft/documents.ts';
import { archiveField, blankField, readField, writeField } from '../../designer/draft/field.ts';
import { type History, step } from '../../designer/draft/history.ts';
import { changeObject, createObject, removeObject } from '../../designer/draft/new-object.ts';
import { renameField } from '../../designer/draft/rename-field.ts';
import { revertChange } from '../../designer/draft/revert.ts';
import { fieldRight, possibleRights, presetRight, withRight } from '../../designer/draft/rights.ts';
import { fieldTypeInfos, sample } from './sample.ts';

let types: readonly FieldTypeInfo[];
beforeAll(async () => {
  types = await fieldTypeInfos();
});
const typeOf = (name: string) => types.find((type) => type.name === name)!;

describe('a new object', () => {
  const make = () =>
    createObject(sample(), {
      name: 'pot',
      labels: { en: 'Pot', 'zh-CN': '花盆' },
      plural: {},
      icon: 'gift',
      roles: ['role/gardener'],
    });

  test('works at once: a name, a form, a list, and rights', () => {
    const next = make();
    expect(differences(sample(), next)).toEqual([
      'object/pot',
      'layout/pot.default',
      'view/pot.all',
      'role/gardener',
    ]);
    expect(next.get('object/pot')).toMatchObject({
      package: 'local',
      body: {
        'x-object': {
          name: 'pot',
          plural: { en: 'Pots', 'zh-CN': '花盆' },
          titleField: 'name',
          icon: 'gift',
        },
        required: ['name'],
      },
    });
    expect(next.get('view/pot.all')!.body.labels).toEqual({ en: 'All pots', 'zh-CN': '全部花盆' });
    expect(next.get('role/gardener')!.body.grants.at(-1)).toMatchObject({ object: 'pot' });
  });

  test('leaves nothing behind when it is taken back', () => {
    expect(differences(sample(), removeObject(make(), 'pot'))).toEqual([]);
  });
});

describe('rights over a field', () => {
  const role = (name: string) => sample().get(`role/${name}`)!;

  test('absent fields are written, names win over the star, grants add up', () => {
    expect(presetRight(role('gardener'), 'plant')).toBe('write');
    expect(fieldRight(role('gardener'), 'plant', 'price')).toBe('read');
    expect(presetRight(role('gardener'), 'garden')).toBe('read');
    expect(presetRight(role('guest'), 'plant')).toBe('none');
    expect(fieldRight(role('boss'), 'plant', 'price')).toBe('write');
  });

  test('what a role cannot be given is not offered', () => {
    expect(possibleRights(role('gardener'), 'plant')).toEqual(['none', 'read', 'write']);
    expect(possibleRights(role('gardener'), 'garden')).toEqual(['none', 'read']);
    expect(possibleRights(role('boss'), 'plant')).toEqual(['write']);
    const boss = role('boss');
    expect(withRight(boss, 'plant', 'kind', 'none')).toBe(boss.body);
  });

  test('are said only where they depart from the rest', () => {
    const said = withRight(role('gardener'), 'plant', 'kind', 'none');
    expect(said.grants[0].fields).toEqual({ '*': 'write', price: 'read', kind: 'none' });
    expect(withRight({ ...role('gardener'), body: said }, 'plant', 'kind', 'write').grants[0].fields).toEqual(
      {
        '*': 'write',
        price: 'read',
      },
    );
    expect(withRight(role('gardener'), 'garden', 'size', 'none').grants[1].fields).toEqual({
      '*': 'write',
      size: 'none',
    });
  });
});

describe('reverting one change', () => {
  const revert = (documents: Documents, document: string, field?: string) =>
    revertChange(documents, sample(), { document, field });

  test('of an added field: its traces go, other changes stay', () => {
    const documents = changeObject(sample(), 'plant', { icon: 'gift' });
    const field = { ...blankField(documents, 'plant', typeOf('text')), name: 'risk', labels: { en: 'Risk' } };
    const next = writeField(documents, 'plant', field, typeOf('text'));
    expect(differences(documents, revert(next, 'object/plant', 'risk'))).toEqual([]);
    const withoutHead = revert(next, 'object/plant');
    expect(withoutHead.get('object/plant')!.body['x-object'].icon).toBeUndefined();
    expect(withoutHead.get('object/plant')!.body.properties.risk).toBeDefined();
  });

  test('of a changed, renamed, archived field', () => {
    const field = readField(sample(), 'plant', 'kind', typeOf('select'));
    const changed = writeField(
      sample(),
      'plant',
      { ...field, labels: { en: 'Sort' }, isRequired: false },
      typeOf('select'),
    );
    expect(differences(sample(), revert(changed, 'object/plant', 'kind'))).toEqual([]);
    const renamed = renameField(changed, { object: 'plant', from: 'kind', to: 'sort_of' });
    expect(differences(sample(), revert(renamed, 'object/plant', 'sort_of'))).toEqual([]);
    const archived = archiveField(sample(), 'plant', 'kind', true);
    expect(differences(sample(), revert(archived, 'object/plant', 'kind'))).toEqual([]);
  });

  test('of a field that is gone: it comes back to its place', () => {
    const { kind: _, ...properties } = sample().get('object/plant')!.body.properties;
    const document = sample().get('object/plant')!;
    const next = withDocument(sample(), { ...document, body: { ...document.body, properties } });
    expect(differences(sample(), revert(next, 'object/plant', 'kind'))).toEqual([]);
  });

  test('of a whole document, and of a new object', () => {
    const view = sample().get('view/plant.all')!;
    const next = withDocument(sample(), { ...view, body: { ...view.body, columns: [] } });
    expect(differences(sample(), revert(next, 'view/plant.all'))).toEqual([]);
    const made = createObject(sample(), {
      name: 'pot',
      labels: {},
      plural: {},
      icon: 'gift',
      roles: ['role/guest'],
    });
    expect(differences(sample(), revert(made, 'object/pot'))).toEqual([]);
  });
});

describe('undo and redo', () => {
  const start: History = { present: sample(), past: [], future: [] };
  const edit = (history: History, icon: string) =>
    step(history, { do: 'edit', documents: changeObject(history.present, 'plant', { icon }) });
  const icon = ({ present }: History) => present.get('object/plant')!.body['x-object'].icon;

  test('go through the steps and end at both ends', () => {
    const two = edit(edit(start, 'gift'), 'flag');
    const back = step(step(step(two, { do: 'undo' }), { do: 'undo' }), { do: 'undo' });
    expect(back.present).toBe(start.present);
    const forth = step(step(step(back, { do: 'redo' }), { do: 'redo' }), { do: 'redo' });
    expect(icon(forth)).toBe('flag');
  });

  test('a new step ends what could be redone; a hundred are kept', () => {
    const one = edit(step(edit(start, 'gift'), { do: 'undo' }), 'flag');
    expect(step(one, { do: 'redo' })).toBe(one);
    const many = Array.from({ length: 120 }).reduce<History>((now, _, n) => edit(now, `i${n}`), start);
    expect(many.past).toHaveLength(100);
  });
});
