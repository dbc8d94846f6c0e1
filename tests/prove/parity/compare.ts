import type { Functions } from '../../../engine/expression/functions/index.ts';
import { type CheckedExpression, evaluate, toSql, type WireValue } from '../../../engine/expression/index.ts';
import type { Type } from '../../../engine/expression/kinds.ts';
import { columnOf, FIELDS } from './fields.ts';
import type { ProofRow } from './rows.ts';

/** What runs SQL: a client of pg, as far as the proof needs it. */
export interface Runs {
  query(query: { text: string; values?: unknown[]; rowMode?: 'array' }): Promise<{ rows: any[] }>;
}

/** The clock of a statement. */
export interface ProofClock {
  readonly now: Date;
  readonly timeZone: string;
}

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
  await client.query({ text: 'DELETE FROM parity_row' });
  const values = JSON.stringify(rows.map((row, at) => ({ row: at, ...row })));
  // null is given as such to columns that have a default
  const text = 'INSERT INTO parity_row SELECT * FROM jsonb_populate_recordset(NULL::parity_row, $1::jsonb)';
  await client.query({ text, values: [values] });
}

/** Both worlds answer in text, spelled alike. */
const SPELLINGS: Readonly<Record<string, (sql: string) => string>> = {
  decimal: (sql) => `trim_scale(${sql})::text`,
  timestamp: (sql) => `to_char(${sql}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  list: (sql) => `array_to_json(${sql})::text`,
};

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
    const sql = compile(expression, { reference: (path) => `t.${columnOf(path)}`, parameter, ...clock });
    return SPELLINGS[expression.kind]?.(sql) ?? `(${sql})::text`;
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
  const value = evaluate(expression, { get: (path) => row[path.join('.')] ?? null, ...clock });
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
  const values = row && JSON.stringify(Object.fromEntries(read.map((name) => [name, row[name]])));
  return `${source}\n  in Postgres ${postgres}, in process ${process}\n  ${values ?? ''} ${clock.now.toISOString()} ${clock.timeZone}`;
}
