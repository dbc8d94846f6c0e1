import { type Database, query } from '../db/connect.ts';
import { answer } from '../route.ts';
import type { OpenRoute } from './open-route.ts';

/** Addresses of probes, which ask by number and not by name: they are answered under any `Host`. */
export const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** Whether the process runs, and whether it can work. Neither says anything else. */
export const healthRoutes = (db: Database, isStopping: () => boolean): readonly OpenRoute[] => [
  { method: 'GET', path: '/healthz', open: async () => answer({ status: 'ok' }) },
  {
    method: 'GET',
    path: '/readyz',
    open: async () => {
      const isReady = !isStopping() && (await canQuery(db));
      return answer({ status: isReady ? 'ok' : 'unavailable' }, isReady ? 200 : 503);
    },
  },
];

/** One question for everybody who asks within a second: a probe that costs is a way to cost. */
let asked: { readonly db: Database; readonly at: number; readonly answer: Promise<boolean> } | undefined;

function canQuery(db: Database): Promise<boolean> {
  const now = Date.now();
  if (!asked || asked.db !== db || now - asked.at > 1_000) {
    const question = query(db.forControl(), { text: 'SELECT 1' }).then(
      () => true,
      () => false,
    );
    asked = { db, at: now, answer: question };
  }
  return asked.answer;
}
