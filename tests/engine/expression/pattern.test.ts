import { describe, expect, test } from 'vitest';
import { isFound, isPatternFault, readPattern } from '../../../engine/expression/pattern.ts';
import { LIMITS } from '../../../engine/limits.ts';
import { problemsOf, resultOf } from './sample-scope.ts';

const found = (pattern: string, text: string) => {
  const read = readPattern(pattern);
  return isPatternFault(read) ? read : isFound(read, text);
};

describe('a pattern', () => {
  test.each([
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['^a.c$', 'a😀c', true],
    ['^a.c$', 'a\nc', false],
    ['^a$', 'a\n', false],
    ['^1[3-9]\\d{9}$', '13800138000', true],
    ['^[一-龥]{2,4}$', '司马相如', true],
    ['^[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+$', 'li.lei@mail.example.com', true],
    ['^(GX|云)-\\d{2,}$', '云-007', true],
    ['colou?r|云', '白云', true],
    ['^\\d+$', '１２', false],
    ['^\\w+$', 'é', false],
    ['\\s', '\u3000', false],
    ['a.*?b', 'a--b', true],
    ['^[^\\s,]+$', 'a b', false],
    ['^[\\-\\]\\\\]+$', ']-\\', true],
    ['}', '}', true],
    ['', 'x', true],
  ])('%s in %j', (pattern, text, expected) => {
    expect(found(pattern, text)).toBe(expected);
  });

  test.each([
    ['(a', 'expression.pattern_open', ''],
    ['[a', 'expression.pattern_open', ''],
    ['a\\', 'expression.pattern_open', ''],
    ['a)', 'expression.pattern', ')'],
    ['*a', 'expression.pattern', '*'],
    ['a**', 'expression.pattern', '*'],
    ['^*', 'expression.pattern', '^*'],
    ['a{2', 'expression.pattern', '{2'],
    ['a{3,2}', 'expression.pattern', '{3,2}'],
    ['a{256}', 'expression.pattern', '{256}'],
    ['(?i)a', 'expression.pattern', '(?i'],
    ['(?=a)', 'expression.pattern', '(?='],
    ['(?<n>a)', 'expression.pattern', '(?<'],
    ['(a)\\1', 'expression.pattern', '\\1'],
    ['\\bword\\b', 'expression.pattern', '\\b'],
    ['\\p{Han}', 'expression.pattern', '\\p'],
    ['[[:alpha:]]', 'expression.pattern', '[:'],
    ['[]a]', 'expression.pattern', '[]'],
    ['[\\D]', 'expression.pattern', '\\D'],
    ['[b-a]', 'expression.pattern', '-'],
    ['[\\d-z]', 'expression.pattern', '-'],
    [`${'('.repeat(6)}a${'{99})'.repeat(6)}b`, 'expression.pattern_large', ''],
    ['('.repeat(2_000), 'expression.pattern_large', ''],
  ])('%s means not the same everywhere, or nothing', (pattern, code, what) => {
    expect(found(pattern, 'a')).toEqual({ code, found: what });
  });
});

describe('matches', () => {
  test('takes a pattern that is written out and not too large', () => {
    expect(problemsOf('name.matches("[a-z]+")')).toEqual([]);
    expect(problemsOf('name.matches(note)')).toEqual(['13 expression.literal']);
    expect(problemsOf('name.matches("(?i)x")')).toEqual(['13 expression.pattern']);
    expect(problemsOf(`name.matches("a{${LIMITS.patternSize}}")`)).toEqual([]);
    const half = `name.matches("a{${LIMITS.patternSize / 2}}b")`;
    expect(problemsOf(`${half} || ${half}`)).toEqual(['0 expression.pattern_size']);
  });

  test('looks at texts that are short enough', () => {
    const text = 'a'.repeat(LIMITS.patternText);
    expect(resultOf('name.matches("^a+$")', { name: text })).toBe(true);
    expect(resultOf('name.matches("^a+$")', { name: `${text}a` })).toBe(null);
    expect(resultOf('name.matches("a")')).toBe(null);
    expect(resultOf('name.matches(null)', { name: 'a' })).toBe(null);
  });
});
