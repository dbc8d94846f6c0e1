import { describe, expect, test } from 'vitest';
import { addLines, moveOption } from '../../designer/draft/options.ts';

const low = { value: 'low', labels: { en: 'Low' }, color: 'green' };

describe('options of a select', () => {
  test('one a line, in one language or in both', () => {
    expect(addLines([], 'Low\n\n  Medium | 中 \n高\tHigh\n')).toEqual([
      low,
      { value: 'medium', labels: { en: 'Medium', 'zh-CN': '中' }, color: 'gold' },
      { value: 'high', labels: { en: 'High', 'zh-CN': '高' }, color: 'red' },
    ]);
  });

  test('Chinese alone gets numbered values, and a value that is taken another', () => {
    expect(addLines([], '低\n高').map(({ value }) => value)).toEqual(['option_1', 'option_2']);
    expect(addLines([{ ...low, labels: { 'zh-CN': '低' } }], 'Low')[1]!.value).toBe('low_2');
  });

  test('what is there already is not added again', () => {
    expect(addLines([low], 'low\nLOW\nMedium\nmedium')).toHaveLength(2);
    expect(addLines([low], '')).toEqual([low]);
  });

  test('move to any place, never out of the list', () => {
    const list = addLines([], 'a\nb\nc');
    const order = (from: number, to: number) =>
      moveOption(list, from, to)
        .map(({ value }) => value)
        .join('');
    expect(order(0, 2)).toBe('bca');
    expect(order(2, 0)).toBe('cab');
    expect(order(0, -1)).toBe('abc');
    expect(order(2, 3)).toBe('abc');
  });
});
