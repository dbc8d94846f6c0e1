import { createHash } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { RAW_TYPES, type RawRow } from './writer.ts';

/** Where a statement runs: a pool, or a client inside a transaction. */
export type Connection = Pool | ClientBase;

export interface Statement {
  /** prepared under its name on each connection: for short statements whose plan never depends on values */
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface RawResult {
  readonly rows: readonly RawRow[];
  readonly oids: readonly number[];
  readonly count: number;
}

/** Runs a statement and hands over its rows as text, nothing parsed. */
export async function runStatement(on: Connection, { name, text, values }: Statement): Promise<RawResult> {
  const query = { name, text, values: values as unknown[], rowMode: 'array' as const, types: RAW_TYPES };
  const result = await on.query<(string | null)[]>(query);
  return {
    rows: result.rows,
    oids: result.fields.map((field) => field.dataTypeID),
    count: result.rowCount ?? 0,
  };
}

const names = new Map<string, string>();
const NAMES = 5_000;

/** The name under which a text is prepared: equal texts have equal names, in every workspace and process. */
export function statementName(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    if (names.size >= NAMES) names.clear();
    name = `gx_${createHash('sha1').update(text).digest('base64url')}`;
    names.set(text, name);
  }
  return name;
}
