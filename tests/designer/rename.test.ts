import { describe, expect, test } from 'vitest';
import { differences } from '../../designer/draft/documents.ts';
import { renameField } from '../../designer/draft/rename-field.ts';
import { sample } from './sample.ts';

const rename = (object: string, from: string, to: string) => renameField(sample(), { object, from, to });

describe('renaming a field', () => {
  test('renames its property in place, and where it is shown, required and the title', () => {
    const next = rename('plant', 'name', 'title');
    const { body } = next.get('object/plant')!;
    expect(Object.keys(body.properties)).toEqual(['title', 'kind', 'garden', 'price']);
    expect(body.required).toEqual(['title', 'kind']);
    expect(body['x-object'].titleField).toBe('title');
    expect(next.get('layout/plant.standard')!.body.sections[0].fields).toEqual(['title', 'kind']);
    expect(next.get('view/plant.all')!.body.columns[0]).toEqual({ field: 'title', width: 200 });
    expect(next.get('view/plant.trees')!.body.columns).toEqual(['title']);
    expect(next.get('role/guest')!.body.grants[0].fields).toEqual({ '*': 'none', title: 'read' });
  });

  test('renames it in the head of the page', () => {
    const next = rename('plant', 'kind', 'sort_of');
    expect(next.get('layout/plant.standard')!.body.highlights).toEqual(['sort_of', 'price']);
  });

  test('a field of the same name in another object stays, and back is where it was', () => {
    const next = rename('garden', 'name', 'title');
    expect(differences(sample(), next)).toEqual(['object/garden', 'layout/garden.standard']);
    const back = renameField(next, { object: 'garden', from: 'title', to: 'name' });
    expect(differences(sample(), back)).toEqual([]);
  });
});
