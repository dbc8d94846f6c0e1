import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../engine/errors.ts';
import { readOptions } from '../../../engine/imports/options.ts';

const refused = (given: unknown): readonly string[] => {
  try {
    readOptions(given);
    return [];
  } catch (error) {
    return (error as Problem).items.map(({ path, suggestion }) => `${path} → ${suggestion ?? ''}`);
  }
};

describe('the options of an import', () => {
  it('are read with their defaults', () => {
    const { name, events, files } = readOptions({
      files: [
        {
          object: 'thing',
          file: 'things.csv',
          columns: { Name: 'name', Stage: { field: 'stage', values: { Won: 'won' } }, Notes: false },
          constants: { reason: 'unknown' },
          key: 'code',
        },
      ],
    });
    expect({ name, events }).toEqual({ name: 'things.csv', events: 'none' });
    expect(files[0]!.columns.get('Name')).toEqual([{ field: 'name', isSkipped: false }]);
    expect(files[0]!.columns.get('Stage')![0]!.values!.get('Won')).toBe('won');
    expect(files[0]!.columns.get('Notes')).toEqual([{ isSkipped: true }]);
  });

  it('are refused with everything that is wrong', () => {
    expect(refused(null)).toHaveLength(1);
    expect(refused({})).toEqual(['/files → ']);
    expect(
      refused({
        events: 'some',
        file: [],
        files: [{ object: 'thing', colums: {}, columns: { 'a/b': { fild: 'x', by: 7 } } }],
      }),
    ).toEqual([
      '/file → files',
      '/files/0/colums → columns',
      '/files/0/file → ',
      '/files/0/columns/a~1b/fild → field',
      '/files/0/columns/a~1b/by → ',
      '/events → ',
    ]);
  });

  it('know names that JavaScript knows too', () => {
    const given = JSON.parse(
      '{"files":[{"object":"a","file":"b","columns":{"__proto__":{"field":"constructor"}}}]}',
    );
    expect(readOptions(given).files[0]!.columns.get('__proto__')![0]!.field).toBe('constructor');
  });
});
