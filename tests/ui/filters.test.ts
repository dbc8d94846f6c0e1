import { describe, expect, test } from 'vitest';
import type { ObjectMeta } from '../../runtime-ui/api/types.ts';
import { type Clause, isCondition, printFilter } from '../../runtime-ui/list/filters/conditions.ts';
import { clausesOf } from '../../runtime-ui/list/filters/paths.ts';
import { readFilter } from '../../runtime-ui/list/filters/read-filter.ts';

const isMoment = (path: string) => path === 'created_at';

/** What the panel writes: read and printed again it is the same text. */
const WRITTEN = [
  'name.contains("a && \\"b\\"")',
  'name.startsWith("云帆")',
  '(name == null || !name.contains("x"))',
  '(name == null || name != "x")',
  'status in ["open", "closed"] && owner == user.id',
  'crew in user.teams && owner in ["x"]',
  '(status == null || !(status in ["open"]))',
  'amount >= 100.5 && amount < -3',
  'due <= date("2026-01-01")',
  'date(created_at) >= date("2026-02-02")',
  '(created_at == null || date(created_at) != date("2026-01-01"))',
  '(due >= today() - days(7) && due <= today())',
  '(date(created_at) >= today() && date(created_at) <= today() + days(3))',
  'due == today() && due < today() && date(created_at) <= today()',
  '(year(due) == year(today()) && month(due) == month(today()))',
  '(year(date(created_at)) == year(today()) && month(date(created_at)) == month(today()))',
  'stage.kind in ["open"]',
  '"vip" in tags && !("x" in tags)',
  'active == true && (active == null || active == false)',
  'tags == null && tags != null',
];

describe('a filter as conditions', () => {
  test.each(WRITTEN)('%s', (text) => {
    const clauses = readFilter(text);
    expect(clauses.every(isCondition)).toBe(true);
    expect(printFilter(clauses, isMoment)).toBe(text);
  });

  test('presence by has() is the same as by null', () => {
    expect(printFilter(readFilter('has(tags) && !has(due)'), isMoment)).toBe('tags != null && due == null');
  });

  test.each([
    ['a == 1 || b == 2', ['a == 1 || b == 2']],
    ['(a == 1 || b == 2) && c == null', ['a == 1 || b == 2', undefined]],
    ['size(name) > 3 && a == 1', ['size(name) > 3', undefined]],
    ['amount > 3 && (', ['amount > 3 && (']],
    ['target.industry == other.industry', ['target.industry == other.industry']],
  ])('what is more than conditions stays text: %s', (text, expected) => {
    const texts = readFilter(text).map((clause: Clause) =>
      isCondition(clause) ? undefined : clause.expression,
    );
    expect(texts).toEqual(expected);
  });

  test('of a field with fixed values "is" is read as "is one of"', () => {
    const status = { name: 'status', kind: 'string', widget: 'select', options: [] };
    const name = { name: 'name', kind: 'string', widget: 'text' };
    const object = { fields: [status, name] } as unknown as ObjectMeta;
    const clauses = clausesOf(object, 'status == "open" && name == "open"');
    expect(printFilter(clauses, isMoment)).toBe('status in ["open"] && name == "open"');
  });

  test('an empty filter has no conditions', () => {
    expect(readFilter('  ')).toEqual([]);
    expect(printFilter([], isMoment)).toBe('');
  });
});
