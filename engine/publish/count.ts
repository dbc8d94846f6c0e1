import { type ClientBase, type Pool, query } from '../db/connect.ts';
import type { Ask } from './changes/index.ts';
import { isCancelled, isNotThere } from './passing.ts';

/** milliseconds that one question about rows may take while people wait for a plan */
const PATIENCE = 5_000;

/** Asks inside the caller's transaction; what takes longer than its limit of time, or names what is not there, is not known. */
export function askIn(client: ClientBase): Ask {
  /** the first column */
  const read = async (
    text: string,
    values: readonly unknown[] = [],
  ): Promise<readonly string[] | undefined> => {
    await query(client, { text: 'SAVEPOINT question' });
    try {
      const { rows } = await query<Record<string, string>>(client, { text, values: values as unknown[] });
      return rows.map((row) => Object.values(row)[0]!);
    } catch (error) {
      if (!isCancelled(error) && !isNotThere(error)) throw error;
      await query(client, { text: 'ROLLBACK TO SAVEPOINT question' });
      return undefined;
    }
  };
  const count = async (text: string): Promise<number | undefined> => {
    const rows = await read(text);
    return rows && Number(rows[0]);
  };
  return { count, list: read };
}

/** Runs questions about rows in a transaction that can write nothing and takes no lock that anybody waits for. */
export async function countReadOnly<T>(on: Pool, run: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await on.connect();
  let broken: Error | undefined;
  try {
    await query(client, { text: 'BEGIN TRANSACTION READ ONLY' });
    await query(client, { text: `SET LOCAL statement_timeout = ${PATIENCE}` });
    return await run(askIn(client));
  } finally {
    await query(client, { text: 'ROLLBACK' }).catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}
