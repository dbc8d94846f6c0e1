import { setTimeout as sleep } from 'node:timers/promises';
import { query, transaction } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { checksumOfSet, closeDraft, type Draft } from '../model/index.ts';
import { Busy, commitPublish, lockDraft, type Publisher } from './commit.ts';
import { environmentFault } from './fault.ts';
import { isInTheWay, isLost } from './passing.ts';
import { itemOf, type Plan } from './plan.ts';
import { type Next, type Prepared, type PublishParts, prepare } from './prepare.ts';

export interface PublishOptions {
  /** of the plan that was looked at; without one whatever the plan is now is published */
  readonly hash?: string | undefined;
  readonly remedies?: unknown;
  readonly note?: string | undefined;
  /** id of the user who publishes; null is the engine itself */
  readonly actor: string | null;
  /** the draft that `next` comes from: it ends with the publish */
  readonly draft?: Draft | undefined;
  /** default: now, by the database's clock */
  readonly now?: Date;
  /** milliseconds that each try waits for tables */
  readonly lockTimeouts?: readonly number[];
}

/** What came of a publish. */
export interface Outcome {
  /** the version that stands now: the one before when there was nothing to do */
  readonly version: number;
  readonly plan: Plan;
  /** whether steps are left to be done, by the runner of `parts` or by `runSteps` */
  readonly hasSteps: boolean;
}

/**
 * Milliseconds that a try waits for tables. Whoever reads a table that a try waits for waits as long, so
 * the first ones give way quickly.
 */
const LOCK_TIMEOUTS = [100, 200, 400, 800, 1_500, 1_500, 1_500, 1_500];
const LEAST_PAUSE = 100;

/** A lock not to be had, a deadlock, a connection lost: nothing has happened, the whole is tried again. */
const isPassing = (error: unknown): boolean => error instanceof Busy || isInTheWay(error) || isLost(error);

/** After a connection was lost at COMMIT it is not known whether that was done: the version's row says it. */
async function isDone(
  { db, workspace }: PublishParts,
  prepared: Prepared,
  publisher: Publisher,
): Promise<boolean> {
  const { rowCount } = await query(db.direct(), {
    text: `SELECT FROM ${qualified(workspace.schema, '_meta_version')} WHERE v = $1::int AND checksum = $2 AND published_at = $3::timestamptz(3) AND published_by IS NOT DISTINCT FROM $4::uuid`,
    values: [
      prepared.plan.baseVersion + 1,
      checksumOfSet(prepared.documents),
      publisher.now.toISOString(),
      publisher.actor,
    ],
  });
  return rowCount > 0;
}

/** Who holds the tables that a publish needs: name of the connection, and for how long. */
async function holders({ db, workspace }: PublishParts, { structure }: Prepared): Promise<string> {
  const { rows } = await query<{ name: string; seconds: number }>(db.direct(), {
    text:
      "SELECT coalesce(nullif(a.application_name, ''), a.pid::text) AS name, max(extract(epoch FROM now() - a.xact_start))::int AS seconds" +
      ' FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid' +
      ' JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace' +
      ' WHERE l.granted AND n.nspname = $1 AND c.relname = ANY($2::text[]) AND a.pid <> pg_backend_pid() GROUP BY 1 ORDER BY 2 DESC LIMIT 3',
    values: [workspace.schema, structure.locks.map(({ table }) => table)],
  });
  return rows.map(({ name, seconds }) => `${name} (${seconds} s)`).join(', ') || '…';
}

/** Tries the switch until it has the locks or its patience ends. Returns the new version. */
async function commitWithPatience(
  parts: PublishParts,
  prepared: Prepared,
  publisher: Publisher,
  lockTimeouts: readonly number[],
): Promise<number> {
  let last: unknown;
  for (const timeout of lockTimeouts) {
    try {
      return await commitPublish(parts, prepared, publisher, timeout);
    } catch (error) {
      if (!isPassing(error)) throw error;
      last = error;
      if (await isDone(parts, prepared, publisher).catch(() => false)) return prepared.plan.baseVersion + 1;
      await sleep((LEAST_PAUSE + timeout) * (0.5 + Math.random()));
    }
  }
  if (last instanceof Busy) throw new Problem('publish.busy');
  if (isLost(last)) throw last;
  throw new Problem('publish.locked', { holders: await holders(parts, prepared) });
}

/** Nothing differs: a draft that says so ends without a version. */
async function endDraft(parts: PublishParts, draft: Draft | undefined, now: Date): Promise<void> {
  if (!draft) return;
  await transaction(parts.db.direct(), async (client) => {
    await lockDraft(client, parts, draft);
    await closeDraft(client, parts.workspace, draft.id, 'published', now);
  });
}

/**
 * Publishes `next`: all of it or nothing. Of two publishers one wins, the other is told that its plan is
 * out of date. What has to scan or fill rows is done by steps afterwards.
 */
export async function publishDocuments(
  parts: PublishParts,
  next: Next,
  options: PublishOptions,
): Promise<Outcome> {
  const { hash, remedies, note, actor, draft, lockTimeouts = LOCK_TIMEOUTS } = options;
  const now = options.now ?? new Date(Date.now() + parts.db.clockOffset());
  const prepared = await prepare(parts, next, remedies);
  const { plan, model, steps } = prepared;
  if (hash !== undefined && hash !== plan.hash) throw new Problem('publish.stale');
  const blocking = plan.findings.filter((finding) => finding.blocking);
  if (blocking.length > 0) throw new Problem('publish.blocked', {}, blocking.map(itemOf));
  if (plan.changes.length === 0) {
    await endDraft(parts, draft, now);
    return { version: plan.baseVersion, plan, hasSteps: false };
  }
  const version = await commitWithPatience(parts, prepared, { actor, note, now, draft }, lockTimeouts);
  await (parts.fault ?? environmentFault)('after-commit');
  parts.models.swap(parts.workspace, model);
  if (steps.length > 0) parts.steps?.wake(parts.workspace);
  return { version, plan, hasSteps: steps.length > 0 };
}

/** What publishing `next` would do. Takes no lock and changes nothing. */
export async function planDocuments(
  parts: PublishParts,
  next: Next,
  { remedies }: { readonly remedies?: unknown } = {},
): Promise<Plan> {
  return (await prepare(parts, next, remedies)).plan;
}
