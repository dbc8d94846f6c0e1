import { query } from '../../../engine/db/connect.ts';
import type { Engine } from '../../../engine/index.ts';
import type { Written } from './chinese.ts';

export type Call = (method: string, path: string, body?: unknown) => Promise<any>;

const BATCH = 500;

/** Makes records of an object and has them scanned: which pairs of them were found, by their places, and how long that took. */
export async function scanWritten(
  engine: Engine,
  call: Call,
  object: string,
  written: readonly Written[],
): Promise<{
  readonly pairs: readonly (readonly [number, number])[];
  readonly crowded: number;
  readonly written: number;
  readonly seconds: number;
}> {
  const places = new Map<string, number>();
  const began = Date.now();
  for (let from = 0; from < written.length; from += BATCH) {
    const some = written.slice(from, from + BATCH);
    const made = await call(
      'POST',
      `/api/records/${object}/batch`,
      some.map(({ values }) => ({ op: 'create', values })),
    );
    for (const [index, { id }] of made.results.entries()) places.set(id, from + index);
  }
  const start = Date.now();
  const { id } = await call('POST', `/api/duplicates/${object}/scans`);
  await engine.duplicates.settled();
  const seconds = (Date.now() - start) / 1_000;
  const scan = await call('GET', `/api/duplicates/${object}/scans/${id}`);
  if (scan.state !== 'done') throw new Error(JSON.stringify(scan));
  const { workspace } = await engine.contextFor('main');
  const { rows } = await query<{ a: string; b: string }>(engine.db.direct(), {
    text: `SELECT DISTINCT a, b FROM "${workspace.schema}"._duplicate WHERE scan = $1::uuid`,
    values: [id],
  });
  const pairs = rows.map(({ a, b }) => [places.get(a)!, places.get(b)!] as const);
  return { pairs, crowded: scan.crowded, written: (start - began) / 1_000, seconds };
}
