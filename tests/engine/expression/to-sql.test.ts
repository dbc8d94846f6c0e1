import { describe, expect, test } from 'vitest';
import { sqlOf } from './sample-scope.ts';

const ID = '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e';
const OTHER = '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8f';

describe('SQL', () => {
  test.each([
    // a bare column stays bare, so that its index serves
    ['name == "x"', '(t.name = $1::text)', ['x']],
    ['name > "x"', '(t.name > $1::text COLLATE "C")', ['x']],
    ['"x" < name', '($1::text COLLATE "C" < t.name)', ['x']],
    ['name < status', '(t.name < t.status COLLATE "C")', []],
    ['amount >= 100.50', '(t.amount >= $1::numeric)', ['100.5']],
    ['name.startsWith("x")', 'starts_with(t.name, $1::text)', ['x']],
    ['"vip" in tags', '(t.tags @> ARRAY[$1::text])', ['vip']],
    // what no record decides is evaluated and bound
    ['due >= today() - days(7)', '(t.due >= $1::date)', ['2026-02-26']],
    ['due == date("2026-02-30")', '(t.due = NULL::date)', []],
    ['created_at > now() - hours(1)', '(t.created_at > $1::timestamptz)', ['2026-03-04T15:30:00.000Z']],
    ['upper("x") == name', '($1::text = t.name)', ['X']],
    ['1 + 1 == 2', 'TRUE', []],
    // one parameter for a list, however long
    ['name in ["a", "b", "c"]', '(t.name = ANY($1::text[]))', [['a', 'b', 'c']]],
    ['amount in [1, 2.50]', '(t.amount = ANY($1::numeric[]))', [['1', '2.5']]],
    ['name in ["a", status]', '(t.name IN ($1::text, t.status))', ['a']],
    ['name in []', 'FALSE', []],
    // ids
    ['owner == user.id', '(t.owner = t.user_id)', []],
    [`owner == "${ID}"`, '(t.owner = $1::uuid)', [ID]],
    ['owner == "x"', '(t.owner::text = $1::text)', ['x']],
    ['owner == name', '(t.owner::text = t.name)', []],
    [`owner in ["${ID}", "${OTHER}"]`, '(t.owner = ANY($1::uuid[]))', [[ID, OTHER]]],
    [`owner in ["${ID}", "x"]`, '(t.owner = ANY($1::uuid[]))', [[ID]]],
    ['owner in ["x"]', '(t.owner::text = ANY($1::text[]))', [['x']]],
    ['owner in [account, user.id]', '(t.owner IN (t.account, t.user_id))', []],
    ['same(owner, account)', '(t.owner IS NOT DISTINCT FROM t.account)', []],
    ['size(owner)', 'char_length(t.owner::text)::numeric', []],
    // presence
    ['name == null', '(NOT (t.name IS NOT NULL))', []],
    ['name != ""', '(t.name IS NOT NULL)', []],
    ['has(tags)', "(t.tags <> '{}')", []],
    // a list behind a relation can be missing
    ['has(account.tags)', "(coalesce(t.account_tags, '{}') <> '{}')", []],
    // numbers
    ['amount / count', 'round(t.amount / nullif(round(t.count, 31), 0), 12)', []],
    ['big * 10', guarded('(t.big * $1::numeric)'), ['10']],
    ['stage.order + 1', '(t.stage_order::numeric + $1::numeric)', ['1']],
  ])('%s', (source, sql, values) => {
    expect(sqlOf(source)).toEqual({ sql, values });
  });

  test('no text of a source gets into a statement', () => {
    const { sql, values } = sqlOf(`name == "'; DROP TABLE x; --" || name in ["$1", "\\\\"]`);
    expect(sql).toBe('((t.name = $1::text) OR (t.name = ANY($2::text[])))');
    expect(values).toEqual(["'; DROP TABLE x; --", ['$1', '\\']]);
  });

  test('every operand is named once: the text does not grow faster than the source', () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'big' : `((${nested(depth - 1)} / 3) + (created_at > now() ? 1 : 2))`;
    const named = (depth: number) => sqlOf(nested(depth)).sql.split('t.big').length - 1;
    expect([1, 5, 10].map(named)).toEqual([1, 1, 1]);
  });
});

function guarded(sql: string): string {
  return `nullif(nullif(greatest(least(${sql}, 1e24), -1e24), 1e24), -1e24)`;
}
