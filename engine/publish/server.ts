import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';

/** The operator class of trigrams in SQL; undefined where the server has none. */
export type Trigrams = string | undefined;

/** The operator class that lets an index find a piece of a text, wherever the operator has put it. */
export async function trigramsOf(on: Pool | ClientBase): Promise<Trigrams> {
  const { rows } = await query<{ schema: string }>(on, {
    text: "SELECT n.nspname AS schema FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace WHERE o.opcname = 'gin_trgm_ops' LIMIT 1",
  });
  return rows[0] && qualified(rows[0].schema, 'gin_trgm_ops');
}
