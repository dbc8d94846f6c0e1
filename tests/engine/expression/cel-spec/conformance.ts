import { getConformanceSuite } from '@bufbuild/cel-spec/testdata/tests.js';
import { checkExpression, evaluate, type Kind } from '../../../../engine/expression/index.ts';
import { CLOCK, type MemberSpec, type RecordSpec, scopeOf } from '../sample-scope.ts';
import { reasonOf } from './reasons.ts';

/** One test of CEL's own specification, and what our language makes of it. */
export interface Verdict {
  /** `comparisons/eq_literal` */
  readonly section: string;
  readonly name: string;
  readonly source: string;
  /** why it does not apply; undefined when it means the same here */
  readonly reason?: string;
  /** neither the same nor explained */
  readonly isOpen?: true;
}

/** What the specification expects: a value, or that there is an error. */
export const RAISES = Symbol('raises');

interface SpecValue {
  readonly kind: { readonly case?: string; readonly value?: any };
}

interface SpecTest {
  readonly name: string;
  readonly expr: string;
  readonly container: string;
  readonly bindings: Readonly<
    Record<string, { readonly kind: { readonly case?: string; readonly value?: any } }>
  >;
  readonly resultMatcher: { readonly case?: string; readonly value?: any };
}

/** A value of the specification as ours are on the wire; undefined for what ours has nothing for. */
function wireOf({ kind: { case: of, value } }: SpecValue): unknown {
  if (of === 'nullValue') return null;
  if (of === 'listValue') return value.values.map(wireOf);
  if (of === 'int64Value' || of === 'doubleValue') return Object.is(value, -0) ? '0' : String(value);
  return of === 'stringValue' || of === 'boolValue' ? value : undefined;
}

function expectedBy({ case: matched, value }: SpecTest['resultMatcher']): unknown {
  if (matched === undefined) return true;
  if (matched === 'typedResult') return value.result ? wireOf(value.result) : undefined;
  return matched === 'value' ? wireOf(value) : RAISES;
}

const KINDS: Readonly<Record<string, Kind>> = {
  int64Value: 'decimal',
  doubleValue: 'decimal',
  stringValue: 'string',
  boolValue: 'bool',
};

/** What a variable with such a value is; undefined for what ours has nothing for. */
function memberOf({ kind: { case: of = '', value } }: SpecValue): MemberSpec | undefined {
  const memberKind = of === 'listValue' ? KINDS[value.values[0]?.kind.case ?? ''] : undefined;
  const kind = memberKind ? 'list' : KINDS[of];
  return kind && { kind, digits: [24, 12], ...(memberKind && { memberKind }) };
}

/** The variables of a test, as far as they are values of ours. */
function variablesOf({ bindings }: SpecTest) {
  const values = Object.entries(bindings).flatMap(([name, { kind }]) => {
    const value = kind.value as SpecValue | undefined;
    const of = value && memberOf(value);
    return of ? [[name, of, wireOf(value)] as const] : [];
  });
  const members: RecordSpec = Object.fromEntries(values.map(([name, of]) => [name, of]));
  return { scope: scopeOf(members), known: new Map(values.map(([name, , value]) => [name, value])) };
}

function judge(section: string, test: SpecTest): Verdict {
  const { name, expr: source } = test;
  const told = { section, name, source };
  const { scope, known } = variablesOf(test);
  const checked = checkExpression(source, scope);
  const expected = expectedBy(test.resultMatcher);
  // what CEL finds wrong while it runs, ours finds before
  if (!checked.ok && expected === RAISES) {
    const code = checked.problems[0]!.code;
    if (/\.(arguments|alike|returns)$/.test(code)) return told;
  }
  const given = checked.ok
    ? evaluate(checked.expression, { get: ([first]) => (known.get(first!) ?? null) as never, ...CLOCK })
    : undefined;
  if (checked.ok && JSON.stringify(given) === JSON.stringify(expected)) return told;
  const code = checked.ok ? undefined : checked.problems[0]!.code;
  const reason = reasonOf({ section, source, container: test.container, code, expected, given });
  return reason === undefined ? { ...told, isOpen: true } : { ...told, reason };
}

/** Every simple test of the specification, judged. */
export const conformance = (): readonly Verdict[] =>
  getConformanceSuite().suites.flatMap((suite) =>
    suite.suites.flatMap(({ name, tests }) =>
      tests.map(({ original }) => judge(`${suite.name}/${name}`, original as unknown as SpecTest)),
    ),
  );
