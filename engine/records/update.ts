import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { type Pool, persistentTransaction } from '../db/connect.ts';
import { quote } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { assertManagerStays } from '../people/index.ts';
import { conclude, readChange, ruleReads, type Verdict } from '../rules/index.ts';
import type { Written } from './create.ts';
import { readFacts } from './facts.ts';
import { tableOf } from './frame.ts';
import { fieldRights, type NarrowRecord, readNarrow, situationOf } from './narrow.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';
import { isLostRace, problemOf } from './postgres-errors.ts';
import { writerOf } from './read.ts';
import { missingReferences, referencesIn, refusalsOf } from './references.ts';
import { feedsRollups, rollupLinks, rollupUpdated } from './rollups.ts';
import { cellsOf, returningOf } from './row.ts';
import { changesOf, type Trace, trailOf } from './trail.ts';

/** A change of one record: the named fields get these values, null clears. */
export interface RecordChange {
  readonly id: string;
  readonly values: unknown;
  /** of the body inside the request */
  readonly path: string;
  /** the version that the caller has seen */
  readonly ifVersion?: number;
}

/** The members that a change of these names is judged by. */
function judgedBy(object: ObjectAccess, values: unknown, links: readonly string[]): string[] {
  const { fields, aliases, pipelines } = object.object;
  const given = typeof values === 'object' && values !== null ? Object.keys(values) : [];
  const names = new Set<string>([...ruleReads(object.object).own, ...links]);
  for (const name of given) {
    const field = fields.get(aliases.get(name) ?? name) ?? fields.get(name.replace(/_pipeline$/, ''));
    if (!field) continue;
    names.add(field.name);
    if (!field.type.hasStages) continue;
    names.add(`${field.name}_pipeline`);
    for (const { when } of pipelines) {
      for (const [first] of when?.references ?? []) if (first && fields.has(first)) names.add(first);
    }
  }
  return [...names].sort();
}

async function readForUpdate(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  lock: boolean,
): Promise<NarrowRecord> {
  const names = judgedBy(object, change.values, rollupLinks(ctx, object.object));
  const record = await readNarrow(ctx, on, { access, object, id: change.id, names, lock });
  if (!record) throw new Problem('record.not_found');
  if (!record.isIn(object.rows('update'))) throw new Problem('record.forbidden');
  if (!record.isCurrent) throw new Problem('record.model_changed');
  if (change.ifVersion !== undefined && change.ifVersion !== record.version)
    throw new Problem('record.stale');
  return record;
}

/** Whether a change locks a user out. */
const isSwitchedOff = ({ object }: ObjectAccess, { changes }: Verdict): boolean =>
  object.name === 'user' && changes.get(object.fields.get('active')!) === false;

/**
 * One attempt: inside a transaction with the record locked at once, else on `pool`, with a transaction only
 * where roll-ups change along. A change that changes nothing writes nothing.
 */
async function attempt(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  pool?: Pool,
): Promise<Written> {
  const before = await readForUpdate(ctx, on, access, object, change, pool === undefined);
  const rights = fieldRights(object, 'update', before.isIn);
  const body = { given: change.values, path: change.path, before: before.values };
  const reading = readChange(situationOf(ctx, object, rights, body));
  const [facts] = await readFacts(ctx, on, object.object, [reading.after]);
  const verdict = conclude(reading, facts);
  const references = referencesIn(ctx, verdict.changes, change.path);
  const missing = await missingReferences(ctx, access, on, references);
  const problems = refusalsOf(verdict.problems, missing);
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
  if (verdict.changes.size === 0) return { id: change.id, version: before.version };
  if (isSwitchedOff(object, verdict)) await assertManagerStays(ctx, on, change.id);
  const write = (client: Connection) => writeUpdate(ctx, client, access, object, change, before, verdict);
  return pool && feedsRollups(ctx, object.object, verdict.changes.keys())
    ? persistentTransaction(pool, write)
    : write(on);
}

async function writeUpdate(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  { id, path }: RecordChange,
  before: NarrowRecord,
  { changes, moves }: Verdict,
): Promise<Written> {
  const version = before.version + 1;
  const trace: Trace = {
    object: object.object,
    record: id,
    version,
    operation: 'update',
    changes: changesOf(before.values, changes),
    moves,
  };
  const values: unknown[] = [ctx.actor.userId];
  const bind = (value: unknown, type: string): string => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const ctes = trailOf(ctx, [trace], values);
  const sets = cellsOf(ctx, changes, moves).map(
    ({ column, type, value }) => `${quote(column)} = ${bind(value, type)}`,
  );
  sets.push(
    `version = ${bind(version, 'int')}`,
    `updated_at = ${bind(ctx.now.toISOString(), 'timestamptz(3)')}`,
    'updated_by = $1::uuid',
  );
  const where = `t.id = ${bind(id, 'uuid')} AND t.version = ${bind(before.version, 'int')}`;
  const returning = returningOf(ctx, access, object);
  const text = `WITH ${ctes.join(', ')} UPDATE ${tableOf(ctx.model, object.object)} t SET ${sets.join(', ')} WHERE ${where} ${returning.sql(ctx, values)}`;
  const result = await runStatement(on, { name: statementName(text), text, values }).catch(
    (error: unknown) => {
      if (isLostRace(error)) throw error;
      throw problemOf(error, object.object, (field) => ({ value: changes.get(field) ?? null, path }));
    },
  );
  const row = result.rows[0];
  if (!row) throw new Problem('record.conflict');
  await rollupUpdated(ctx, on, object.object, before.values, changes);
  return { id, version, text: writerOf(returning, result.oids)(row) };
}

/**
 * Changes one record. Of two writers on one version the slower one is judged again under a lock, so
 * without `ifVersion` the last write wins, field by field.
 */
export async function updateRecord(
  ctx: RequestContext,
  objectName: string,
  change: RecordChange,
): Promise<Written> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'update');
  const pool = ctx.db.forWorkspace(ctx.workspace);
  try {
    return await attempt(ctx, pool, access, object, change, pool);
  } catch (error) {
    if (!isLostRace(error)) throw error;
  }
  try {
    return await persistentTransaction(pool, (client) => attempt(ctx, client, access, object, change));
  } catch (error) {
    throw isLostRace(error) ? new Problem('record.conflict') : problemOf(error, object.object);
  }
}

/** The same inside a transaction of the caller's: the record is locked at once. */
export function updateInside(
  ctx: RequestContext,
  client: Connection,
  objectName: string,
  change: RecordChange,
): Promise<Written> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'update');
  return attempt(ctx, client, access, object, change);
}
