import { beforeAll, describe, expect, test } from 'vitest';
import type { FieldTypeInfo } from '../../designer/api/types.ts';
import { type Documents, differences } from '../../designer/draft/documents.ts';
import {
  archiveField,
  blankField,
  moveField,
  readField,
  withType,
  writeField,
} from '../../designer/draft/field.ts';
import { fieldsOf } from '../../designer/draft/object.ts';
import { removeField } from '../../designer/draft/remove-field.ts';
import { fieldTypeInfos, sample } from './sample.ts';

let types: readonly FieldTypeInfo[];
beforeAll(async () => {
  types = await fieldTypeInfos();
});
const typeOf = (name: string) => types.find((type) => type.name === name)!;
const body = (documents: Documents, address: string) => documents.get(address)!.body;

const risk = (documents: Documents) => ({
  ...blankField(documents, 'plant', typeOf('select')),
  name: 'risk',
  labels: { en: ' Risk ', 'zh-CN': '' },
  options: [{ value: 'low', labels: { en: 'Low' } }],
});

describe('adding a field', () => {
  test('puts it on every form, in no list, with the rights that roles have over the rest', () => {
    const documents = sample();
    const field = blankField(documents, 'plant', typeOf('text'));
    expect(field.sections).toEqual({ 'layout/plant.standard': 'sec_basics00' });
    expect(field.columns).toEqual({ 'view/plant.all': false, 'view/plant.trees': false });
    expect(field.rights).toEqual({ 'role/boss': 'write', 'role/gardener': 'write', 'role/guest': 'none' });
    const next = writeField(documents, 'plant', { ...risk(documents) }, typeOf('select'));
    expect(differences(documents, next)).toEqual(['object/plant', 'layout/plant.standard']);
    expect(body(next, 'layout/plant.standard').sections[0].fields).toEqual(['name', 'kind', 'risk']);
    expect(body(next, 'object/plant').properties.risk).toEqual({
      'x-field': {
        id: expect.stringMatching(/^fld_[0-9a-z]{16}$/),
        type: 'select',
        labels: { en: 'Risk' },
        options: [{ value: 'low', labels: { en: 'Low' } }],
      },
    });
    expect(Object.keys(body(next, 'object/plant').properties).at(-1)).toBe('risk');
  });

  test('says who sees it and where in the documents of roles, layouts and views', () => {
    const documents = sample();
    const field = {
      ...risk(documents),
      isRequired: true,
      sections: { 'layout/plant.standard': null },
      columns: { 'view/plant.all': true },
      rights: { 'role/boss': 'none', 'role/gardener': 'read', 'role/guest': 'read' } as const,
    };
    const next = writeField(documents, 'plant', field, typeOf('select'));
    expect(differences(documents, next)).toEqual([
      'object/plant',
      'view/plant.all',
      'role/gardener',
      'role/guest',
    ]);
    expect(body(next, 'object/plant').required).toEqual(['name', 'kind', 'risk']);
    expect(body(next, 'view/plant.all').columns.at(-1)).toBe('risk');
    expect(body(next, 'role/gardener').grants[0].fields).toEqual({
      '*': 'write',
      price: 'read',
      risk: 'read',
    });
    expect(body(next, 'role/guest').grants[0].fields).toEqual({ '*': 'none', name: 'read', risk: 'read' });
  });

  test('and taking it back leaves the documents as they were', () => {
    const documents = sample();
    const field = {
      ...risk(documents),
      isRequired: true,
      columns: { 'view/plant.all': true },
      rights: { 'role/gardener': 'none' } as const,
    };
    const next = writeField(documents, 'plant', field, typeOf('select'));
    expect(differences(documents, removeField(next, 'plant', 'risk'))).toEqual([]);
  });

  test('taken back, it leaves no column of a part of it', () => {
    const documents = sample();
    const { columns } = body(documents, 'view/plant.all');
    const view = documents.get('view/plant.all')!;
    const further = {
      ...view,
      body: { ...view.body, columns: [...columns, 'risk.level', { field: 'risk.since' }] },
    };
    const next = removeField(new Map([...documents, ['view/plant.all', further]]), 'plant', 'risk');
    expect(body(next, 'view/plant.all').columns).toEqual(columns);
  });

  test('every type: what its panel reads is what it wrote', () => {
    for (const type of types) {
      const { 'x-field': example, ...words } = (type as unknown as { example: Record<string, any> }).example;
      const { id: _, type: __, labels, help = {}, options = [], unique, search, ...settings } = example;
      const documents = sample();
      const field = {
        ...blankField(documents, 'plant', type),
        ...{
          name: 'made',
          labels,
          help,
          options,
          settings,
          words,
          isUnique: unique === true,
          isSearched: search !== undefined,
        },
      };
      const next = writeField(documents, 'plant', field, type);
      expect(readField(next, 'plant', 'made', type), type.name).toEqual(field);
    }
  });

  test('another type keeps what it has words for', () => {
    const documents = sample();
    const field = {
      ...risk(documents),
      settings: { optionSet: 'colors' },
      words: { default: 'low' },
      isUnique: true,
    };
    expect(withType(field, typeOf('multiSelect'))).toMatchObject({
      type: 'multiSelect',
      labels: field.labels,
      options: field.options,
      settings: { optionSet: 'colors' },
      words: {},
      isUnique: false,
    });
    expect(withType(field, typeOf('text'))).toMatchObject({ options: [], settings: {}, isUnique: true });
  });
});

describe('editing a field', () => {
  test('reading and writing changes nothing, whatever the panel does not ask', () => {
    const documents = sample();
    for (const object of ['plant', 'garden'])
      for (const { name, type } of fieldsOf(documents.get(`object/${object}`)!)) {
        const field = readField(documents, object, name, typeOf(type));
        expect(differences(documents, writeField(documents, object, field, typeOf(type))), name).toEqual([]);
      }
  });

  test('removing words, help and options removes them from the document', () => {
    const documents = sample();
    const field = readField(documents, 'plant', 'kind', typeOf('select'));
    const next = writeField(
      documents,
      'plant',
      { ...field, words: { default: undefined }, options: field.options.slice(1), isRequired: false },
      typeOf('select'),
    );
    expect(body(next, 'object/plant').properties.kind).toEqual({
      'x-field': {
        id: 'fld_pkind000',
        type: 'select',
        labels: { en: 'Kind', 'zh-CN': '种类' },
        notes: 'kept',
        options: [{ value: 'herb', labels: { en: 'Herb', 'zh-CN': '草' } }],
      },
    });
    expect(body(next, 'object/plant').required).toEqual(['name']);
  });

  test('moving to another section keeps the others, staying keeps the place', () => {
    const documents = sample();
    const field = readField(documents, 'plant', 'name', typeOf('text'));
    expect(field.sections).toEqual({ 'layout/plant.standard': 'sec_basics00' });
    const moved = { ...field, sections: { 'layout/plant.standard': 'sec_money000' } };
    const { sections } = body(writeField(documents, 'plant', moved, typeOf('text')), 'layout/plant.standard');
    expect(sections[0].fields).toEqual(['kind']);
    expect(sections[1].fields).toEqual([{ field: 'price', span: 2 }, 'name']);
  });

  test('archiving and restoring', () => {
    const documents = sample();
    const archived = archiveField(documents, 'plant', 'kind', true);
    expect(fieldsOf(archived.get('object/plant')!)[1]).toMatchObject({ name: 'kind', isArchived: true });
    expect(differences(documents, archiveField(archived, 'plant', 'kind', false))).toEqual([]);
  });

  test('moving up and down, never out of the object', () => {
    const documents = sample();
    const order = (next: Documents) => Object.keys(body(next, 'object/plant').properties).join(' ');
    expect(order(moveField(documents, 'plant', 'kind', -1))).toBe('kind name garden price');
    expect(order(moveField(documents, 'plant', 'kind', 1))).toBe('name garden kind price');
    expect(moveField(documents, 'plant', 'name', -1)).toBe(documents);
    expect(moveField(documents, 'plant', 'price', 1)).toBe(documents);
  });
});
