import { describe, expect, test } from 'vitest';
import { FUNCTIONS } from '../../../engine/expression/functions/index.ts';
import { checkExpression, evaluate, functionCatalogue, toSql } from '../../../engine/expression/index.ts';
import { CLOCK, checked, scopeOf } from './sample-scope.ts';

const NUMBER = { kind: 'decimal', digits: [16, 2] } as const;

/** Names that the examples of the catalogue use. */
const EXAMPLES = scopeOf(
  {
    ...{ name: 'string', first_name: 'string', last_name: 'string', code: 'string', email: 'string' },
    ...{ phone: 'string', mobile: 'string', status: 'string', tags: 'list', active: 'bool' },
    ...{ amount: NUMBER, price: NUMBER, tax: NUMBER, budget: NUMBER, spent: NUMBER, balance: NUMBER },
    ...{ quantity: NUMBER, score: NUMBER, hours_spent: NUMBER },
    ...{
      due: 'date',
      close_date: 'date',
      birthday: 'date',
      created_at: 'timestamp',
      updated_at: 'timestamp',
    },
    owner: { sqlType: 'uuid' },
    stage: { record: { probability: NUMBER } },
  },
  { user: { id: { sqlType: 'uuid' }, roles: 'list' }, old: { owner: { sqlType: 'uuid' }, amount: NUMBER } },
);

describe.each([...FUNCTIONS])('%s', (id, row) => {
  test('is documented in both languages, with an example that means it', () => {
    expect(row.docs.en).toMatch(/\.$/);
    expect(row.docs['zh-CN']).toMatch(/[\u4e00-\u9fff].*。$/);
    const { tree } = checked(row.example, EXAMPLES);
    expect(JSON.stringify(tree)).toContain(JSON.stringify(id));
  });

  test('has one meaning in JavaScript and one in SQL', () => {
    expect(Number(row.run !== undefined) + Number(row.decide !== undefined)).toBe(1);
    const isAlwaysConstant = row.takes.length === 0 || row.takes.every((_, at) => row.literals?.includes(at));
    expect(row.sql === undefined).toBe(isAlwaysConstant || row.ofChange === true);
    const expression = checked(row.example, EXAMPLES);
    expect(evaluate(expression, { get: () => null, ...CLOCK })).not.toBeUndefined();
    if (row.ofChange) return;
    const target = { reference: () => 'x', parameter: (_: unknown, type: string) => `$1::${type}`, ...CLOCK };
    expect(toSql(expression, target)).not.toBe('');
  });

  test('gives null, and raises nothing, for null in any place', () => {
    if (row.form || row.ofChange || row.takes.includes('members')) return;
    const given: Record<string, string> = {
      ...{ string: 'name', decimal: 'amount', date: 'due', timestamp: 'created_at', bool: 'active' },
      ...{ list: 'tags', any: 'name', same: 'amount', days: 'days(1)', hours: 'hours(1)' },
    };
    const stated: Record<string, string> = { string: '"2026-01-01"', decimal: '2' };
    for (const nothing of row.takes.keys()) {
      const args = row.takes.map((taken, at) =>
        at === nothing ? 'null' : row.literals?.includes(at) ? stated[taken]! : given[taken]!,
      );
      const found = checkExpression(`${row.name}(${args.join(', ')})`, EXAMPLES);
      // what moves a date is no value of its own
      if (!found.ok) {
        expect(found.problems[0]!.code).toBe('expression.duration');
        continue;
      }
      const target = {
        reference: () => 'x',
        parameter: (_: unknown, type: string) => `$1::${type}`,
        ...CLOCK,
      };
      expect(toSql(found.expression, target)).not.toBe('');
      expect(evaluate(found.expression, { get: () => null, ...CLOCK })).not.toBeUndefined();
    }
  });

  test('says how many digits its numbers have, and of which kinds it is', () => {
    if (row.gives === 'decimal') expect(row.digits).toBeDefined();
    if (row.takes.some((taken) => taken === 'same')) expect(row.among).not.toHaveLength(0);
  });
});

test('the catalogue is plain data', () => {
  const entries = functionCatalogue();
  expect(JSON.parse(JSON.stringify(entries))).toEqual(entries);
  expect(entries.find(({ name }) => name === 'contains')).toEqual({
    group: 'text',
    name: 'contains',
    form: 'function',
    takes: ['string', 'string'],
    rest: false,
    gives: 'bool',
    signature: 'contains(string, string)',
    docs: { en: 'Whether a text has another in it.', 'zh-CN': '文本是否包含另一段文本。' },
    example: 'name.contains("云")',
  });
});
