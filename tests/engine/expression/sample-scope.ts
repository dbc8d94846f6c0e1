import {
  type CheckedExpression,
  checkExpression,
  evaluate,
  type Kind,
  type Scope,
  type ScopeMember,
  type ScopeRecord,
  toSql,
  type WireValue,
} from '../../../engine/expression/index.ts';

/** A kind, or more of a member than that. */
export type MemberSpec = Kind | (Partial<Omit<ScopeMember, 'record'>> & { readonly record?: RecordSpec });
export type RecordSpec = Readonly<Record<string, MemberSpec>>;

const memberOf = (name: string, spec: MemberSpec): ScopeMember => {
  const { record, ...given } = typeof spec === 'string' ? { kind: spec } : spec;
  const kind = given.kind ?? 'string';
  return {
    name,
    kind,
    nullable: kind !== 'list' && kind !== 'records',
    ...(kind === 'list' && { memberKind: 'string' as const }),
    ...given,
    ...(record && { record: () => recordOf(record) }),
  };
};

const recordOf = (spec: RecordSpec): ScopeRecord => ({
  member: (name) => (Object.hasOwn(spec, name) ? memberOf(name, spec[name]!) : undefined),
  names: () => Object.keys(spec),
});

export const scopeOf = (record: RecordSpec, variables: Readonly<Record<string, RecordSpec>> = {}): Scope => ({
  record: recordOf(record),
  variables: new Map(Object.entries(variables).map(([name, spec]) => [name, recordOf(spec)])),
});

const ID = { kind: 'string', sqlType: 'uuid' } as const;

/** A record with a field of every kind, and what it leads to. */
export const SAMPLE: Scope = scopeOf(
  {
    id: { ...ID, nullable: false },
    name: 'string',
    status: 'string',
    note: 'string',
    amount: { kind: 'decimal', digits: [16, 2] },
    big: { kind: 'decimal', digits: [24, 12] },
    count: { kind: 'decimal', digits: [16, 0] },
    active: 'bool',
    vip: 'bool',
    due: 'date',
    born: 'date',
    created_at: { kind: 'timestamp', nullable: false },
    seen_at: 'timestamp',
    tags: 'list',
    // under a former name that still is answered
    former: { name: 'name' },
    lines: {
      kind: 'records',
      record: {
        amount: { kind: 'decimal', digits: [16, 2] },
        active: 'bool',
        due: 'date',
        parts: { kind: 'records', record: { amount: { kind: 'decimal', digits: [16, 2] }, active: 'bool' } },
      },
    },
    stage: {
      record: {
        kind: 'string',
        probability: { kind: 'decimal', digits: [1, 12] },
        order: { kind: 'decimal', digits: [9, 0], sqlType: 'integer' },
      },
    },
    owner: { ...ID, record: { name: 'string', manager: { ...ID, record: { name: 'string' } } } },
    account: {
      ...ID,
      record: {
        name: 'string',
        industry: 'string',
        tags: 'list',
        parent: { ...ID, record: { name: 'string', owner: { ...ID, record: { name: 'string' } } } },
      },
    },
  },
  {
    user: {
      id: ID,
      name: 'string',
      roles: 'list',
      teams: { kind: 'list', memberKind: 'string', sqlType: 'uuid[]', nullable: false },
    },
  },
);

/** The expression of a source that is right. */
export function checked(source: string, scope: Scope = SAMPLE, returns?: Kind): CheckedExpression {
  const result = checkExpression(source, scope, { ...(returns && { returns }) });
  if (!result.ok) throw new Error(`${source}: ${JSON.stringify(result.problems)}`);
  return result.expression;
}

/** Codes of what is wrong with a source, each with its position. */
export function problemsOf(source: string, scope: Scope = SAMPLE, returns?: Kind): string[] {
  const result = checkExpression(source, scope, { ...(returns && { returns }) });
  return result.ok ? [] : result.problems.map(({ code, position }) => `${position} ${code}`);
}

export const CLOCK = { now: new Date('2026-03-04T16:30:00.000Z'), timeZone: 'Asia/Shanghai' };

/** What a source comes to; `values` by path joined with dots. */
export const resultOf = (source: string, values: Readonly<Record<string, WireValue>> = {}) =>
  evaluate(checked(source), { get: (path) => values[path.join('.')] ?? null, ...CLOCK });

/** The SQL of a source over the columns of `t`, and the values that it binds. */
export function sqlOf(source: string): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const sql = toSql(checked(source), {
    reference: (path) => `t.${path.join('_').replace('$', '')}`,
    parameter: (value, type) => {
      values.push(value);
      return `$${values.length}::${type}`;
    },
    ...CLOCK,
  });
  return { sql, values };
}
