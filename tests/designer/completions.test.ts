import { beforeAll, describe, expect, test } from 'vitest';
import { type Known, offersAt } from '../../designer/expressions/completions.ts';
import { inWords } from '../../designer/expressions/in-words.ts';
import { openMacros } from '../../designer/expressions/names-at.ts';
import { functionCatalogue } from '../../engine/expression/index.ts';
import { scopeOf } from '../engine/expression/sample-scope.ts';

let known: Known;
const people = { en: 'Name', 'zh-CN': '名称' };
const scope = scopeOf(
  {
    name: { kind: 'string', labels: people },
    amount: { kind: 'decimal', labels: { en: 'Amount', 'zh-CN': '金额' } },
    created_at: { kind: 'timestamp', labels: { en: 'Created at', 'zh-CN': '创建时间' }, isSystem: true },
    company: {
      kind: 'string',
      labels: { en: 'Company', 'zh-CN': '公司' },
      record: {
        industry: { kind: 'string', labels: { en: 'Industry', 'zh-CN': '行业' } },
        owner: { kind: 'string', record: { department: { kind: 'string', labels: { 'zh-CN': '部门' } } } },
      },
    },
    stage: {
      kind: 'string',
      record: {
        kind: {
          kind: 'string',
          values: [
            { value: 'open', labels: { en: 'Open' } },
            { value: 'won', labels: { en: 'Won', 'zh-CN': '赢单' } },
          ],
        },
      },
    },
    lines: {
      kind: 'records',
      labels: { en: 'Lines', 'zh-CN': '明细' },
      record: { price: { kind: 'decimal', labels: { en: 'Price', 'zh-CN': '单价' } } },
    },
  },
  { user: { id: 'string' } },
);

beforeAll(() => {
  known = {
    scope,
    functions: functionCatalogue(),
    label: (labels) => labels?.['zh-CN'] ?? labels?.en ?? '',
    valuesOf: () => [],
  };
});

/** What is offered at the `|` of a source. */
const offered = (source: string, isAsked = false) => {
  const at = source.indexOf('|');
  const found = offersAt(known, source.replace('|', ''), at, isAsked);
  return found?.offers.map(({ name }) => name) ?? [];
};

describe('what is offered', () => {
  test.each([
    ['amo|', 'amount'],
    ['1 + 金|', 'amount'],
    ['Ind|', 'company.industry'],
    ['行业|', 'company.industry'],
    ['部门|', 'company.owner.department'],
    ['company.|', 'industry'],
    ['company.owner.dep|', 'department'],
    ['stage.kind == "|"', 'open'],
    ['stage.kind in ["open", "赢|"]', 'won'],
    ['stage.kind == |', 'open'],
    ['lines.|', 'exists'],
    ['lines.sum(line, line.|)', 'price'],
    ['lines.filter(l, l.price > 1).sum(x, x.单|)', 'price'],
    ['lines.exists(line, lin|)', 'line'],
    ['user.|', 'id'],
    ['今天|', 'today'],
    ['合计|', 'amount', 'no'],
    ['name.cont|', 'contains'],
    ['us|', 'user'],
  ])('%s: %s', (source, first, expected = 'yes') => {
    if (expected === 'no') expect(offered(source)).not.toContain(first);
    else expect(offered(source)[0]).toBe(first);
  });

  test('what people have made stands before what every record has', () => {
    expect(offered('|', true).indexOf('amount')).toBeLessThan(offered('|', true).indexOf('created_at'));
  });

  test('nothing in a number, in a text of nothing, and unasked behind a sign', () => {
    expect(offered('12|')).toEqual([]);
    expect(offered('name == "am|"')).toEqual([]);
    expect(offered('amount + |')).toEqual([]);
    expect(offered('amount + |', true)).toContain('amount');
  });

  test('questions over many that are still open', () => {
    expect(openMacros('a.exists(x, x.b.all(y, y.c == "(" && ')).toEqual([
      { over: 'a', variable: 'x' },
      { over: 'x.b', variable: 'y' },
    ]);
    expect(openMacros('a.exists(x, x.b > 1) && ')).toEqual([]);
  });
});

test('in words', () => {
  const say = (source: string) => inWords(source, scope, known.label);
  expect(say('amount * 2 > 10')).toBe('金额 * 2 > 10');
  expect(say('company.industry == "x" && record.amount > 1')).toBe('公司 › 行业 == "x" && record.金额 > 1');
  expect(say('lines.sum(l, l.price) > amount')).toBe('明细.sum(l, l.price) > 金额');
});
