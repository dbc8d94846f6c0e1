import { describe, expect, test } from 'vitest';
import {
  columnName,
  constraintName,
  indexName,
  literal,
  quote,
  tableName,
  workspaceRole,
  workspaceSchema,
} from '../../../engine/db/index.ts';

const LONGEST = 'a_very_long_name_that_goes_on_until_the_limit_ab';

describe('names', () => {
  test('say what they stand for', () => {
    expect(tableName('project', 'obj_00000001')).toMatch(/^o_project_[0-9a-z]{6}$/);
    expect(columnName('amount', 'fld_00000001')).toMatch(/^c_amount_[0-9a-z]{6}$/);
    expect(columnName('stage', 'fld_00000001', 'pipeline')).toMatch(/^c_stage_[0-9a-z]{6}_pipeline$/);
    expect(indexName('uq', 'fld_00000001', 'amount')).toMatch(/^uq_[0-9a-z]{6}_[0-9a-z]{8}$/);
    expect(constraintName('fk', 'fld_00000001', 'project')).toMatch(/^fk_[0-9a-z]{6}_[0-9a-z]{8}$/);
    expect(workspaceSchema('main')).toBe('ws_main');
  });

  test('are the same on every machine, and differ by id', () => {
    expect(columnName('amount', 'fld_00000001')).toBe(columnName('amount', 'fld_00000001'));
    expect(columnName('amount', 'fld_a0000001')).not.toBe(columnName('amount', 'fld_b0000001'));
    expect(tableName('project', 'obj_a0000001')).not.toBe(tableName('project', 'obj_b0000001'));
    expect(indexName('ix', 'fld_00000001', 'a')).not.toBe(indexName('ix', 'fld_00000001', 'b'));
    expect(indexName('ix', 'fld_00000001', 'a', 'b')).not.toBe(indexName('ix', 'fld_00000001', 'ab'));
  });

  test('leave room for a suffix: 50 bytes', () => {
    const names = [
      tableName(LONGEST, 'obj_00000001'),
      columnName(LONGEST, 'fld_00000001'),
      columnName(LONGEST, 'fld_00000001', 'pipeline'),
      columnName(LONGEST, 'fld_00000001', 'a_part_with_a_long_name'),
      workspaceSchema(LONGEST),
      workspaceRole(LONGEST, '0190'),
    ];
    for (const name of names) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(50);
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(name).not.toContain('__');
    }
  });

  test.each([
    ['plain', '"plain"'],
    ['a"b', '"a""b"'],
    ['select; --', '"select; --"'],
  ])('quote %s', (given, quoted) => expect(quote(given)).toBe(quoted));

  test.each([
    ["it's", "'it''s'"],
    ['a\\b', "E'a\\\\b'"],
    ["\\'", "E'\\\\'''"],
  ])('literal %s', (given, quoted) => expect(literal(given)).toBe(quoted));
});
