import { type ClientBase, type Pool, query } from '../db/connect.ts';
import type { CountRows } from './changes/index.ts';

/** milliseconds that one question about rows may take while people wait for a plan */
const PATIENCE = 5_000;

const isTimeout = (error: unknown): boolean => (error as { code?: string }).code === '57014';

/** Counts inside the caller's transaction, and goes as far as its own limit of time. */
export const countIn =
  (client: ClientBase): CountRows =>
  async (text) => {
    const { rows } = await query<{ count: string }>(client, { text });
    return Number(Object.values(rows[0]!)[0]);
  };

/**
 * Runs questions about rows in a transaction that can write nothing and takes no lock that anybody waits
 * for. What takes too long is not known.
 */
export async function countReadOnly<T>(on: Pool, run: (count: CountRows) => Promise<T>): Promise<T> {
  const client = await on.connect();
  let broken: Error | undefined;
  try {
    await query(client, { text: 'BEGIN TRANSACTION READ ONLY' });
    await query(client, { text: `SET LOCAL statement_timeout = ${PATIENCE}` });
    const count = countIn(client);
    return await run(async (text) => {
      await query(client, { text: 'SAVEPOINT question' });
      try {
        return await count(text);
      } catch (error) {
        if (!isTimeout(error)) throw error;
        await query(client, { text: 'ROLLBACK TO SAVEPOINT question' });
        return undefined;
      }
    });
  } finally {
    await query(client, { text: 'ROLLBACK' }).catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}
