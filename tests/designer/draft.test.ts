import { beforeAll, describe, expect, test } from 'vitest';
import type { FieldTypeInfo } from '../../designer/api/types.ts';
import { type Documents, differences, withDocument } from '../../designer/draft/documents.ts';
import { archiveField, blankField, moveField, readField, writeField } from '../../designer/draft/field.ts';
import { changeObject, createObject, removeObject } from '../../designer/draft/new-object.ts';
import { renameField } from '../../designer/draft/rename-field.ts';
import { type Reverted, revertChange } from '../../designer/draft/revert.ts';
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
    expect(possibleRights(role('gardener'), 'plant', false)).toEqual(['none', 'read', 'write']);
    expect(possibleRights(role('gardener'), 'plant', true)).toEqual(['none', 'masked', 'read', 'write']);
    expect(possibleRights(role('gardener'), 'garden', false)).toEqual(['none', 'read']);
    expect(possibleRights(role('boss'), 'plant', true)).toEqual(['write']);
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
  const revert = (documents: Documents, document: string, rest: Partial<Reverted> = {}) =>
    revertChange(documents, sample(), { document, ...rest });
  const kind = (documents: Documents) => documents.get('object/plant')!.body.properties.kind;

  test('of an added field: its traces go, other changes stay', () => {
    const documents = changeObject(sample(), 'plant', { icon: 'gift' });
    const field = { ...blankField(documents, 'plant', typeOf('text')), name: 'risk', labels: { en: 'Risk' } };
    const next = writeField(documents, 'plant', field, typeOf('text'));
    expect(differences(documents, revert(next, 'object/plant', { field: 'risk' }))).toEqual([]);
    const withoutIcon = revert(next, 'object/plant', { words: ['icon'] });
    expect(withoutIcon.get('object/plant')!.body['x-object'].icon).toBeUndefined();
    expect(withoutIcon.get('object/plant')!.body.properties.risk).toBeDefined();
  });

  test('of a changed field: word by word', () => {
    const field = readField(sample(), 'plant', 'kind', typeOf('select'));
    const labels = { en: 'Sort' };
    const changed = { ...field, labels, isRequired: false, isSearched: true, words: { default: 'herb' } };
    const next = writeField(sample(), 'plant', changed, typeOf('select'));
    const steps = [['labels'], ['required'], ['search'], ['default']];
    const one = revert(next, 'object/plant', { field: 'kind', words: ['labels'] });
    expect(kind(one)['x-field'].labels.en).toBe('Kind');
    expect(kind(one).default).toBe('herb');
    expect(one.get('object/plant')!.body.required).toEqual(['name']);
    const all = steps.reduce((now, words) => revert(now, 'object/plant', { field: 'kind', words }), next);
    expect(differences(sample(), all)).toEqual([]);
  });

  test('of an option: added, relabelled, archived, moved', () => {
    const field = readField(sample(), 'plant', 'kind', typeOf('select'));
    const [tree, herb] = field.options;
    const added = { value: 'moss', labels: { en: 'Moss' } };
    const options = [{ ...herb!, archived: true }, added, { ...tree!, labels: { en: 'Oak' } }];
    const next = writeField(sample(), 'plant', { ...field, options }, typeOf('select'));
    const at = (option: string | undefined, words?: readonly string[]) => ({ field: 'kind', option, words });
    const back = [at('moss'), at('tree', ['labels']), at('herb'), at(undefined, ['options'])];
    expect(kind(revert(next, 'object/plant', back[1]))['x-field'].options[0].archived).toBe(true);
    const all = back.reduce((now, rest) => revert(now, 'object/plant', rest), next);
    expect(differences(sample(), all)).toEqual([]);
  });

  test('of a renamed and of an archived field, and of a field that is gone', () => {
    const renamed = renameField(sample(), { object: 'plant', from: 'kind', to: 'sort_of' });
    const back = revert(renamed, 'object/plant', { field: 'sort_of', words: ['name'] });
    expect(differences(sample(), back)).toEqual([]);
    const archived = archiveField(sample(), 'plant', 'kind', true);
    expect(differences(sample(), revert(archived, 'object/plant', { field: 'kind' }))).toEqual([]);
    const document = sample().get('object/plant')!;
    const { kind: _, ...properties } = document.body.properties;
    const gone = withDocument(sample(), {
      ...document,
      body: { ...document.body, properties, required: ['name'] },
    });
    expect(differences(sample(), revert(gone, 'object/plant', { field: 'kind' }))).toEqual([]);
  });

  test('of the order of fields, and of an archived object', () => {
    const moved = moveField(moveField(sample(), 'plant', 'price', -1), 'plant', 'price', -1);
    expect(differences(sample(), revert(moved, 'object/plant', { words: ['fields'] }))).toEqual([]);
    const archived = changeObject(sample(), 'plant', { archived: true });
    expect(differences(sample(), revert(archived, 'object/plant'))).toEqual([]);
  });

  test('of a whole document, and of a new object', () => {
    const view = sample().get('view/plant.all')!;
    const next = withDocument(sample(), { ...view, body: { ...view.body, columns: [] } });
    expect(differences(sample(), revert(next, 'view/plant.all', { words: ['columns'] }))).toEqual([]);
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
