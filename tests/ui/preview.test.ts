import { describe, expect, test } from 'vitest';
import { fieldsParameter } from '../../runtime-ui/api/model.ts';
import { asNamed, readPreview } from '../../runtime-ui/api/preview.ts';
import type { FieldMeta, ObjectMeta } from '../../runtime-ui/api/types.ts';

const field = (name: string, target?: string): FieldMeta =>
  ({ name, labels: {}, ...(target && { target, targetTitle: 'name' }) }) as FieldMeta;

describe('a preview of a draft', () => {
  test('is asked for by the address', () => {
    const at = (pathname: string, search: string) => readPreview({ pathname, search });
    expect(at('/o/plant/1', '?sort=name')).toBeUndefined();
    expect(at('/w/north/o/plant/1', '?draft=own&layout=wide&role=guest')).toEqual({
      draft: 'own',
      object: 'plant',
      layout: 'wide',
      role: 'guest',
    });
    expect(at('/', '?draft=own')).toMatchObject({ object: undefined, layout: undefined });
  });

  test('asks for what is published and shows it by its new names', () => {
    const object = {
      fields: [field('title'), field('garden', 'garden'), field('fresh')],
      pipelines: [],
      published: { title: 'name', garden: 'place', fresh: null },
    } as unknown as ObjectMeta;
    expect(fieldsParameter(object, ['title', 'garden', 'fresh'])).toBe('id,name,place.name');
    const record = { id: '1', name: 'Rose', place: { id: '2', name: 'North' } };
    expect(asNamed(object, record)).toMatchObject({ title: 'Rose', garden: { name: 'North' } });
    const { published: _, ...plain } = object;
    expect(asNamed(plain as ObjectMeta, record)).toBe(record);
  });
});
