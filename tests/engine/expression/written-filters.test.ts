import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../engine/expression/index.ts';
import { toSql } from '../../../engine/expression/index.ts';
import type { FieldMeta } from '../../../runtime-ui/api/types.ts';
import { type Condition, type Literal, printFilter } from '../../../runtime-ui/list/filters/conditions.ts';
import { type Editor, KIND_OPERATORS, operatorsOf } from '../../../runtime-ui/list/filters/operators.ts';
import { CLOCK, checked, resultOf } from './sample-scope.ts';

/** A field as the filter panel sees it, at a path of the sample. */
const FIELDS: readonly (Partial<FieldMeta> & { readonly path: string; readonly kind: Kind })[] = [
  { path: 'name', kind: 'string' },
  { path: 'status', kind: 'string', options: [] },
  { path: 'stage', kind: 'string', widget: 'stage' },
  { path: 'owner', kind: 'string', target: 'user' },
  { path: 'account', kind: 'string', target: 'account' },
  { path: 'owner', kind: 'string', target: 'team' },
  { path: 'amount', kind: 'decimal' },
  { path: 'count', kind: 'decimal', widget: 'percent' },
  { path: 'count', kind: 'decimal', widget: 'duration' },
  { path: 'active', kind: 'bool' },
  { path: 'due', kind: 'date' },
  { path: 'created_at', kind: 'timestamp' },
  { path: 'tags', kind: 'list' },
];

test('what no expression reads is not asked for', () => {
  expect(operatorsOf({ kind: 'null', target: 'user' } as FieldMeta)).toEqual([]);
});

const ID = '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e';
const VALUES: Readonly<Record<Editor, readonly Literal[]>> = {
  none: [],
  text: [{ text: 'a "b" \\ 云 && \u2028' }],
  number: [{ number: '-12.50' }],
  percent: [{ number: '0.6' }],
  duration: [{ number: '5400' }],
  day: [{ day: '2026-03-04' }],
  days: [{ number: '7' }],
  options: [{ text: 'Closed Won' }, { text: '0' }],
  stages: [{ text: 'won' }, { text: 'lost' }],
  records: [{ text: ID }],
  objects: [{ text: 'account' }],
  kinds: [{ text: 'open' }],
};

const written = [
  ...FIELDS.flatMap((field) =>
    operatorsOf(field as FieldMeta).map(({ name, editor }) => ({
      path: field.path,
      operator: name,
      values: VALUES[editor],
    })),
  ),
  ...KIND_OPERATORS.map(({ name, editor }) => ({
    path: 'stage.kind',
    operator: name,
    values: VALUES[editor],
  })),
].map((condition: Condition) => printFilter([condition], (path) => path === 'created_at'));

describe('every filter that the panel writes', () => {
  test.each(written)('%s', (source) => {
    const expression = checked(source, undefined, 'bool');
    expect(
      toSql(expression, { reference: () => 'x', parameter: (_, type) => `$1::${type}`, ...CLOCK }),
    ).not.toBe('');
    expect([true, false, null]).toContain(resultOf(source));
  });
});

test('words of the panel for what has no value', () => {
  expect(resultOf('(name == null || name != "x")')).toBe(true);
  expect(resultOf('(name == null || !name.contains("x"))', { name: 'xy' })).toBe(false);
  expect(resultOf('!("vip" in tags)')).toBe(true);
  expect(resultOf('(active == null || active == false)')).toBe(true);
});
