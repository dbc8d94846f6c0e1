import { getConformanceSuite } from '@bufbuild/cel-spec/testdata/tests.js';
import { describe, expect, test } from 'vitest';
import { checkExpression, evaluate } from '../../../engine/expression/index.ts';
import { CLOCK, scopeOf } from './sample-scope.ts';

/**
 * The tests of CEL's own specification that are about what our language has: its syntax, logic,
 * comparisons, texts, lists and numbers. Sections by name, each with how many of its tests mean the
 * same here; the rest is refused with a problem, or differs as `isOurs` says.
 */
const SECTIONS: Readonly<Record<string, number>> = {
  'basic/self_eval_zeroish': 5,
  'basic/self_eval_nonzeroish': 9,
  'basic/functions': 1,
  'basic/reserved_const': 3,
  'comparisons/eq_literal': 14,
  'comparisons/ne_literal': 9,
  'comparisons/lt_literal': 11,
  'comparisons/gt_literal': 4,
  'comparisons/lte_literal': 8,
  'comparisons/gte_literal': 9,
  'comparisons/in_list_literal': 3,
  'integer_math/int64_math': 30,
  'fp_math/fp_math': 25,
  'lists/in': 4,
  'lists/size': 2,
  'logic/conditional': 2,
  'logic/AND': 6,
  'logic/OR': 6,
  'logic/NOT': 2,
  'parse/nest': 1,
  'parse/repeat': 7,
  'parse/string_literals': 60,
  'string/size': 4,
  'string/starts_with': 4,
  'string/ends_with': 4,
  'string/concatenation': 5,
  'string/contains': 5,
  'timestamps/timestamp_equality': 4,
  'timestamps/comparisons': 6,
};

/** Where our language means something else, on purpose. */
const isOurs = (source: string, expected: unknown, given: unknown): boolean => {
  // there is no empty text
  if (/''|""/.test(source)) return given === null;
  // nothing raises: what cannot be is null, and integers have no edge at 2^63
  if (expected === RAISES) return given === null || typeof given === 'string';
  // there is no NaN and no infinity
  return source.includes('/ 0.0') || source.includes('/0.0') ? given === null : false;
};

const RAISES = Symbol('raises');

type Matcher = { case?: string; value?: any };

function expectedBy({ case: matched, value }: Matcher): unknown {
  if (matched !== 'value') return RAISES;
  const { kind } = value;
  if (kind.case === 'nullValue') return null;
  if (kind.case === 'listValue')
    return kind.value.values.map((one: any) => expectedBy({ case: 'value', value: one }));
  return typeof kind.value === 'bigint' || typeof kind.value === 'number' ? String(kind.value) : kind.value;
}

const nothing = scopeOf({});

describe.each(Object.entries(SECTIONS))('%s', (path, agreeing) => {
  const [suite, section] = path.split('/');
  const { tests } = getConformanceSuite()
    .suites.find(({ name }) => name === suite)!
    .suites.find(({ name }) => name === section)!;

  test(`means the same in ${agreeing} of ${tests.length} tests`, () => {
    let same = 0;
    for (const { original } of tests) {
      const { expr: source, resultMatcher } = original as unknown as { expr: string; resultMatcher: Matcher };
      const checked = checkExpression(source, nothing);
      if (!checked.ok) {
        expect(checked.problems[0]!.code).toMatch(/^expression\./);
        continue;
      }
      const expected = expectedBy(resultMatcher);
      const given = evaluate(checked.expression, { get: () => null, ...CLOCK });
      if (JSON.stringify(given) === JSON.stringify(expected)) same++;
      else expect(isOurs(source, expected, given), `${source} is ${given}`).toBe(true);
    }
    expect(same).toBe(agreeing);
  });
});
