import { describe, expect, test } from 'vitest';
import type { SchemaContext } from '../../designer/schema-form/choices.ts';
import { readLoosely } from '../../designer/source/loose.ts';
import { type Offers, offersAt, saidAt, type Vocabulary } from '../../designer/source/offers.ts';
import type { Labels } from '../../runtime-ui/api/types.ts';
import layout from '../../schemas/layout.schema.json' with { type: 'json' };
import object from '../../schemas/object.schema.json' with { type: 'json' };
import { fieldTypeInfos, sample } from './sample.ts';

const types = await fieldTypeInfos();
type Language = 'en' | 'zh-CN';

const contextIn = (language: Language): SchemaContext => ({
  documents: sample(),
  object: 'plant',
  currency: 'EUR',
  languages: [language],
  t: ((key: string) => key) as SchemaContext['t'],
  label: (labels: Labels | undefined) => labels?.[language] ?? labels?.en ?? '',
  kindOf: (name) => types.find((type) => type.name === name)?.kind,
  pointsAt: (name: string) => {
    const type = types.find((one) => one.name === name);
    return type?.isMany ? undefined : type?.pointsAt;
  },
});

const vocabulary = (language: Language, schema: object): Vocabulary => ({
  schema: schema as Vocabulary['schema'],
  types,
  context: contextIn(language),
});

/** The offers where `‸` stands in a text. */
function offers(marked: string, schema: object = object, language: Language = 'en'): Offers | undefined {
  return offersAt(marked.replace('‸', ''), marked.indexOf('‸'), vocabulary(language, schema));
}

const texts = (found: Offers | undefined) => found?.offers.map(({ text }) => text);

describe('a JSON text that may be broken', () => {
  const spotIn = (marked: string) => readLoosely(marked.replace('‸', ''), marked.indexOf('‸')).spot;

  test.each([
    ['{‸}', 'name', []],
    ['{"a‸"}', 'name', []],
    ['{"a": ‸}', 'value', ['a']],
    ['{"a": "x‸"}', 'value', ['a']],
    ['{"a": [1, ‸2]}', 'value', ['a', '1']],
    ['{"a": {"b": {‸', 'name', ['a', 'b']],
    ['{"a": 1, ‸', 'name', []],
    ['{"a": {"b": tr‸', 'value', ['a', 'b']],
    ['{"a" "b‸": 2}', 'name', []],
  ])('%s', (marked, is, path) => {
    expect(spotIn(marked)).toMatchObject({ is, path });
  });

  test.each(['{"a": 1 ‸}', '‸', '{}‸', '{"a"‸ : 1}'])('nothing is asked for at %s', (marked) => {
    expect(spotIn(marked)?.from === spotIn(marked)?.to ? spotIn(marked)?.is : 'token').not.toBe('value');
  });

  test('what stands behind the cursor is known too', () => {
    const { value } = readLoosely('{"a": [1, {"b": "x"}], "c": ', 5);
    expect(value).toEqual({ a: [1, { b: 'x' }], c: undefined });
  });
});

describe('what may stand in a document', () => {
  test('names that are not there yet, with room for their values', () => {
    const found = offers('{"x-object": {"name": "task", "ow‸"}}');
    expect(found).toMatchObject({ is: 'name', offers: [{ text: 'ownership', insert: '"ownership": "|"' }] });
    expect(texts(offers('{"x-object": {"name": "task", ‸}}'))).not.toContain('name');
    expect(offers('{‸ "required": []}', layout)?.offers[0]?.insert).toMatch(/: .*,$/);
  });

  test('they are found by what people call them, in the language of the page', () => {
    const found = offers('{"x-object": {"归属‸"}}', object, 'zh-CN');
    expect(found?.offers).toMatchObject([
      { text: 'ownership', label: '归属', help: '记录是否归属于某个用户。' },
    ]);
  });

  test('values of a list, names of fields, types with their labels', () => {
    expect(texts(offers('{"x-object": {"ownership": "‸"}}'))).toEqual(['user', 'none']);
    expect(texts(offers('{"x-object": {"titleField": "‸"}}'))).toEqual(
      expect.arrayContaining(['name', 'kind', 'garden']),
    );
    const found = offers('{"properties": {"a": {"x-field": {"type": "multiS‸"}}}}', object, 'zh-CN');
    expect(found?.offers).toMatchObject([{ text: 'multiSelect', label: '多选' }]);
  });

  test('a field may say the words of its type, wherever the type stands', () => {
    const found = offers('{"properties": {"a": {"x-field": {‸ "type": "decimal"}}}}');
    expect(texts(found)).toContain('scale');
    expect(texts(offers('{"properties": {"a": {"x-field": {‸ "type": "text"}}}}'))).not.toContain('scale');
  });

  test('a word under the pointer says what it is for', () => {
    const text = '{"x-object": {"ownership": "user"}}';
    const at = text.indexOf('owner');
    expect(saidAt(text, at, vocabulary('en', object))).toMatchObject({
      name: 'ownership',
      label: 'Ownership',
      help: 'Whether records belong to a user.',
    });
    expect(saidAt(text, at, vocabulary('zh-CN', object))?.label).toBe('归属');
    expect(saidAt(text, 0, vocabulary('en', object))).toBeUndefined();
  });
});
