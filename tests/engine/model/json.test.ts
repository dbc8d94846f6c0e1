import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from '../../../engine/model/json.ts';

const REFUSED = ['__proto__', 'constructor', 'prototype'];

const names = fc.string().filter((name) => !REFUSED.includes(name) && !name.includes('\0'));
const texts = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));

const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    texts,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(names, tie('json'), { maxKeys: 4 }),
  ),
}));

test('reads what JSON.stringify writes', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(readJson(text)).toEqual({ value: JSON.parse(text), faults: [] });
    }),
    { numRuns: 300 },
  );
});

/** A text of JSON with one character taken away, put in or exchanged. */
const damaged = fc
  .tuple(json, fc.nat(), fc.constantFrom('', ...'{}[]",:0-1e.\\ntfu\n #'), fc.boolean())
  .map(([value, place, character, exchanges]) => {
    const text = JSON.stringify(value, null, 1);
    const at = place % (text.length + 1);
    return text.slice(0, at) + character + text.slice(at + (exchanges ? 1 : 0));
  });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('takes and refuses what JSON.parse takes and refuses', () => {
  fc.assert(
    fc.property(damaged, (text) => {
      const isRead = !readJson(text).faults.some(({ code }) => code === 'document.json');
      expect(isRead).toBe(isJson(text));
    }),
    { numRuns: 1_000 },
  );
});

const faultOf = (text: string) => readJson(text).faults[0];

test.each([
  ['{"a": 1,\n "b": 2,\n}', { line: 3, column: 1, found: '}', expected: '"' }],
  ['{"a" 1}', { line: 1, column: 6, found: '1', expected: ':' }],
  ['[1 2]', { line: 1, column: 4, found: '2', expected: ', ]' }],
  ['{"a": "x\ny"}', { line: 1, column: 9, found: '⏎', expected: '"' }],
  ['{"a": "\\x"}', { line: 1, column: 8, found: '\\' }],
  ['{"a": 01}', { line: 1, column: 8, found: '1', expected: ', }' }],
  ["{'a': 1}", { line: 1, column: 2, found: "'", expected: '"' }],
  ['{"a": 😀}', { line: 1, column: 7, found: '😀' }],
  ['// note\n{}', { line: 1, column: 1, found: '/' }],
  ['{} {}', { line: 1, column: 4, found: '{', expected: '∎' }],
  ['', { line: 1, column: 1, found: '∎' }],
  ['undefined', { line: 1, column: 1, found: 'u' }],
])('says where %j goes wrong', (text, params) => {
  expect(faultOf(text)).toMatchObject({ code: 'document.json', params });
});

test('tells a name that stands twice, with both lines', () => {
  expect(readJson('{"a": {\n"b": 1,\n\n"b": 2}}').faults).toEqual([
    { path: ['a', 'b'], code: 'document.key_twice', params: { name: 'b', line: 2, again: 4 } },
  ]);
});

test.each(REFUSED)('does not let %s in, however it is spelled', (name) => {
  const escaped = `\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}`;
  for (const spelled of [name, escaped]) {
    const { value, faults } = readJson(`{"x": {"${spelled}": {"admin": true}}}`);
    expect(faults).toEqual([{ path: ['x', name], code: 'document.key_refused', params: { name } }]);
    expect((value as any).x).toEqual({});
    expect((value as any).x.admin).toBeUndefined();
  }
});

test('ends at a depth and does not run out of anything', () => {
  for (const depth of [33, 200_000]) {
    const { value, faults } = readJson('['.repeat(depth));
    expect(value).toBeUndefined();
    expect(faults.at(-1)).toMatchObject({ code: 'document.too_deep' });
  }
  expect(readJson(`"${'x'.repeat(5_000_000)}"`).faults).toEqual([]);
});

test('refuses numbers without end and characters that cannot be stored', () => {
  expect(readJson('[1e999]').faults).toMatchObject([{ path: [0], code: 'value.number' }]);
  expect(readJson('["\\u0000", "\\ud83d"]').faults).toMatchObject([
    { path: [0], code: 'value.characters' },
    { path: [1], code: 'value.characters' },
  ]);
});
