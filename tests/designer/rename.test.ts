import { describe, expect, test } from 'vitest';
import { differences } from '../../designer/draft/documents.ts';
import { renameField } from '../../designer/draft/rename-field.ts';
import { renameReferences } from '../../engine/expression/index.ts';
import { sample } from './sample.ts';

const rename = (object: string, from: string, to: string) =>
  renameField(sample(), { object, from, to }, renameReferences);

describe('renaming a field', () => {
  test('renames its property in place and everything that names it', () => {
    const next = rename('plant', 'kind', 'sort_of');
    const { body } = next.get('object/plant')!;
    expect(Object.keys(body.properties)).toEqual(['name', 'sort_of', 'garden', 'price']);
    expect(body.required).toEqual(['name', 'sort_of']);
    expect(body['x-object'].unique).toEqual([['name', 'sort_of']]);
    expect(body['x-rules'][0].when).toBe('sort_of == "tree" && price > 0');
    expect(next.get('layout/plant.standard')!.body.sections[0].fields).toEqual(['name', 'sort_of']);
    expect(next.get('layout/plant.standard')!.body.highlights).toEqual(['sort_of', 'price']);
    expect(next.get('layout/garden.standard')!.body.related[0].columns).toEqual(['name', 'sort_of', 'price']);
    expect(next.get('view/plant.all')!.body.columns).toEqual([
      { field: 'name', width: 200 },
      'sort_of',
      'garden.size',
    ]);
    expect(next.get('view/plant.trees')!.body).toMatchObject({
      filter: 'sort_of == "tree" && garden.size > 10',
      group: 'sort_of',
    });
  });

  test('follows relations, in paths and in expressions', () => {
    const next = rename('garden', 'size', 'area');
    expect(next.get('view/plant.all')!.body.columns[2]).toBe('garden.area');
    expect(next.get('view/plant.trees')!.body.filter).toBe('kind == "tree" && garden.area > 10');
    expect(next.get('object/plant')!.body.properties.price['x-field'].defaultExpression).toBe(
      'coalesce(garden.area, 0) * 2',
    );
    expect(next.get('layout/garden.standard')!.body.sections[0].fields).toEqual(['name', 'area']);
  });

  test('renames rights, sorting and relations', () => {
    const next = rename('plant', 'price', 'cost');
    expect(next.get('role/gardener')!.body.grants[0].fields).toEqual({ '*': 'write', cost: 'read' });
    expect(next.get('view/plant.all')!.body.sort).toEqual(['-cost', 'name']);
    expect(next.get('object/plant')!.body['x-rules'][0]).toMatchObject({ require: ['cost'] });
    expect(rename('plant', 'garden', 'place').get('layout/garden.standard')!.body.related[0].via).toBe(
      'place',
    );
  });

  test('a field of the same name in another object stays, and back is where it was', () => {
    const next = rename('garden', 'name', 'title');
    expect(next.get('view/plant.all')).toBe(next.get('view/plant.all'));
    expect(differences(sample(), next)).toEqual(['object/garden', 'layout/garden.standard']);
    const back = renameField(next, { object: 'garden', from: 'title', to: 'name' }, renameReferences);
    expect(differences(sample(), back)).toEqual([]);
  });
});
