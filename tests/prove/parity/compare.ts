import type { Functions } from '../../../engine/expression/functions/index.ts';
import {
  type CheckedExpression,
  type Clock,
  evaluate,
  type RecordAround,
  type SqlRecords,
  toSql,
  type WireValue,
} from '../../../engine/expression/index.ts';
import type { Type } from '../../../engine/expression/kinds.ts';
import { columnOf, FIELDS } from './fields.ts';
import type { ProofRow } from './rows.ts';

/** What runs SQL: a client of pg, as far as the proof needs it. */
export interface Runs {
  query(query: { text: string; values?: unknown[]; rowMode?: 'array' }): Promise<{ rows: any[] }>;
}

/** The clock and the calendar of a statement. */
export type ProofClock = Clock;

export interface Difference {
  readonly source: string;
  readonly row?: ProofRow;
  readonly clock: ProofClock;
  readonly postgres: string;
  readonly process: string;
}

/** How an expression becomes SQL; a proof of the proof hands in one with a fault. */
export type Compiles = (expression: CheckedExpression, target: Parameters<typeof toSql>[1]) => string;

export const compileWith =
  (functions?: Functions): Compiles =>
  (expression, target) =>
    toSql(expression, target, functions);

/** Replaces the rows that the next expressions are tried on. */
export async function loadRows(client: Runs, rows: readonly ProofRow[]): Promise<void> {
  const tables = new Map<string, object[]>([['parity_row', []]]);
  const add = (table: string, { values, children }: ProofRow, extra: object): void => {
    const known = tables.get(table) ?? [];
    tables.set(table, known);
    const row = known.length;
    known.push({ ...values, ...extra, row });
    for (const [home, records] of Object.entries(children)) {
      for (const one of records)
        add(home === 'parts' ? 'parity_part' : 'parity_line', one, { of: row, home });
    }
  };
  for (const row of rows) add('parity_row', row, {});
  for (const table of ['parity_row', 'parity_line', 'parity_part']) {
    await client.query({ text: `DELETE FROM ${table}` });
    // null is given as such to columns that have a default
    const text = `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`;
    await client.query({ text, values: [JSON.stringify(tables.get(table) ?? [])] });
  }
}

/** Related records inside a sub-select of Postgres. */
function recordsOf(around: string, path: readonly string[], depth: number): SqlRecords {
  const home = path.join('.');
  const alias = `${around}c${depth}`;
  const table = home === 'parts' ? 'parity_part' : 'parity_line';
  return {
    reference: (inside) => `${alias}.${columnOf(inside)}`,
    children: (inside, more) => recordsOf(alias, inside, more),
    rows: () => `FROM ${table} ${alias} WHERE ${alias}.of = ${around}.row AND ${alias}.home = '${home}'`,
  };
}

/** A row in process. */
const recordAround = ({ values, children }: ProofRow): RecordAround => ({
  get: (path) => values[path.join('.')] ?? null,
  children: (path) => (children[path.join('.')] ?? []).map(recordAround),
});

/** Both worlds answer in text, spelled alike. */
const SPELLINGS: Readonly<Record<string, (sql: string) => string>> = {
  decimal: (sql) => `trim_scale(${sql})::text`,
  timestamp: (sql) => `to_char(${sql}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
};

/** SQL of a value as text; of a list each member. */
function spellSql(sql: string, { kind, member = 'null' }: Type): string {
  if (kind !== 'list') return SPELLINGS[kind]?.(sql) ?? `(${sql})::text`;
  const one = SPELLINGS[member]?.('v') ?? 'v';
  return `array_to_json(ARRAY(SELECT ${one} FROM unnest(${sql}) WITH ORDINALITY AS m(v, place) ORDER BY place))::text`;
}

const spell = (value: WireValue): string | null => {
  if (value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Why a value is not of the type that the checker promised; nothing when it is. */
function brokenPromise(value: string | null, { kind, digits, nullable }: Type): string | undefined {
  if (value === null) return nullable || kind === 'null' ? undefined : 'never null';
  if (kind !== 'decimal' || !digits) return undefined;
  const [whole = '', decimals = ''] = value.replace('-', '').split('.');
  const before = whole === '0' ? 0 : whole.length;
  return before > digits[0] || decimals.length > digits[1]
    ? `at most ${digits.join(' and ')} digits`
    : undefined;
}

async function inPostgres(
  client: Runs,
  expressions: readonly CheckedExpression[],
  clock: ProofClock,
  compile: Compiles,
): Promise<readonly (readonly (string | null)[])[]> {
  const values: unknown[] = [];
  const parameter = (value: unknown, type: string): string => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const columns = expressions.map((expression) => {
    const sql = compile(expression, {
      reference: (path) => `t.${columnOf(path)}`,
      children: (path, depth) => recordsOf('t', path, depth),
      parameter,
      ...clock,
    });
    return spellSql(sql, expression.tree.type);
  });
  const text = `SELECT ${columns.join(', ')} FROM parity_row t ORDER BY row`;
  return (await client.query({ text, values, rowMode: 'array' })).rows;
}

function compareOn(
  expression: CheckedExpression,
  row: ProofRow,
  clock: ProofClock,
  postgres: string | null,
): Difference | undefined {
  const value = evaluate(expression, { ...recordAround(row), ...clock });
  const process = spell(value);
  const promise = brokenPromise(process, expression.tree.type);
  if (process === postgres && promise === undefined) return undefined;
  const { source } = expression;
  return { source, row, clock, postgres: String(postgres), process: promise ?? String(process) };
}

/**
 * Evaluates expressions over rows that are loaded, in both worlds, in one statement. A statement that
 * Postgres refuses is tried again expression by expression: each that it refuses is a difference.
 */
export async function differencesIn(
  client: Runs,
  expressions: readonly CheckedExpression[],
  rows: readonly ProofRow[],
  clock: ProofClock,
  compile: Compiles = compileWith(),
): Promise<Difference[]> {
  let answers: readonly (readonly (string | null)[])[];
  try {
    answers = await inPostgres(client, expressions, clock, compile);
  } catch (error) {
    if (expressions.length > 1) {
      const each: Difference[] = [];
      for (const one of expressions) each.push(...(await differencesIn(client, [one], rows, clock, compile)));
      return each;
    }
    const { source } = expressions[0]!;
    return [{ source, clock, postgres: `refused: ${(error as Error).message}`, process: '' }];
  }
  return expressions.flatMap((expression, column) =>
    rows.flatMap((row, at) => compareOn(expression, row, clock, answers[at]![column]!) ?? []),
  );
}

/** The fields of a difference's row that its expression reads. */
export function describeDifference({ source, row, clock, postgres, process }: Difference): string {
  const read = FIELDS.filter(({ path }) => source.includes(path.at(-1)!)).map(({ path }) => path.join('.'));
  const values =
    row &&
    JSON.stringify({
      ...Object.fromEntries(read.map((name) => [name, row.values[name]])),
      ...(/lines|contacts/.test(source) && row.children),
    });
  return `${source}\n  in Postgres ${postgres}, in process ${process}\n  ${values ?? ''} ${clock.now.toISOString()} ${clock.timeZone}`;
}
