import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { type Pool, persistentTransaction } from '../db/connect.ts';
import { quote } from '../db/names.ts';
import { Problem, type ProblemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import { matchedFields } from '../matching/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { assertManagerStays } from '../people/index.ts';
import { conclude, type Reading, readChange, ruleReads, type Verdict } from '../rules/index.ts';
import { changedOnBehalf } from './behalf.ts';
import { keepConsents, touchesConsents } from './consents.ts';
import { duplicateProblems, hasBlocking } from './duplicates.ts';
import { readFacts } from './facts.ts';
import { withFiles } from './files.ts';
import { tableOf } from './frame.ts';
import type { HeldLine } from './given-lines.ts';
import { keptFilterProblems } from './kept-filters.ts';
import { withDrafts } from './line-drafts.ts';
import { matchEntries, touchesMatches } from './matches.ts';
import { fieldRights, type NarrowRecord, readNarrow, situationOf } from './narrow.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';
import { isLostRace, problemOf } from './postgres-errors.ts';
import type { Written } from './prepare.ts';
import { writerOf } from './read.ts';
import { missingReferences, orphanProblems, portalProblems, referencesIn, refusalsOf } from './references.ts';
import { feedsRollups, rollupLinks, rollupUpdated } from './rollups.ts';
import { cellsOf, returningOf } from './row.ts';
import { answered, withSecrets } from './secrets.ts';
import { entriesOf } from './sensitive.ts';
import { changesOf, type Trace, trailOf } from './trail.ts';
import { assertTree, changesTree } from './tree.ts';

/** A change of one record: the named fields get these values, null clears. */
export interface RecordChange {
  readonly id: string;
  readonly values: unknown;
  /** of the body inside the request */
  readonly path: string;
  /** what it is done by; absent: a change of the record */
  readonly by?: 'transfer' | 'claim' | 'release' | 'merge';
  /** the version that the caller has seen */
  readonly ifVersion?: number;
}

/** The members that a change of these names is judged by. */
function judgedBy(
  { model }: RequestContext,
  object: ObjectAccess,
  values: unknown,
  links: readonly string[],
): string[] {
  const { fields, aliases, pipelines } = object.object;
  const given = typeof values === 'object' && values !== null ? Object.keys(values) : [];
  const names = new Set<string>([...ruleReads(object.object).own, ...links]);
  for (const name of given) {
    const field = fields.get(aliases.get(name) ?? name) ?? fields.get(name.replace(/_pipeline$/, ''));
    if (!field || field.type.apart) continue;
    names.add(field.name);
    if (!field.type.hasStages) continue;
    names.add(`${field.name}_pipeline`);
    for (const { when } of pipelines) {
      for (const [first] of when?.references ?? []) if (first && fields.has(first)) names.add(first);
    }
  }
  const compared = matchedFields(model, object.object);
  if (compared.some((name) => names.has(name))) for (const name of compared) names.add(name);
  return [...names].sort();
}

/** What is asked for where a change is done by something else. */
const RIGHT_OF = { transfer: 'transfer', claim: 'claim', release: 'claim', merge: 'merge' } as const;

/** Reads a record as far as a change of it is judged by it, if the actor may change it. */
export async function readForUpdate(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  lock: boolean,
): Promise<NarrowRecord> {
  const names = judgedBy(ctx, object, change.values, rollupLinks(ctx, object.object));
  const record = await readNarrow(ctx, on, { access, object, id: change.id, names, lock });
  if (!record) throw new Problem('record.not_found');
  if (!record.isIn(object.rows(change.by ? RIGHT_OF[change.by] : 'update')))
    throw new Problem('record.forbidden');
  if (!record.isCurrent) throw new Problem('record.model_changed');
  if (change.ifVersion !== undefined && change.ifVersion !== record.version)
    throw new Problem('record.stale');
  return record;
}

/** Whether a change locks a user out. */
const isSwitchedOff = ({ object }: ObjectAccess, { changes }: Verdict): boolean =>
  object.name === 'user' && changes.get(object.fields.get('active')!) === false;

/** A change after which the record would be like one that is there, where a rule refuses that. */
async function alikeProblems(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  { id, path }: RecordChange,
  { changes }: Verdict,
): Promise<readonly ProblemItem[]> {
  if (!hasBlocking(ctx, object.object) || !touchesMatches(ctx, object.object, changes.keys())) return [];
  const said = (name: string) => changes.get(object.object.fields.get(name)!);
  return duplicateProblems(ctx, on, access, object, { id, said }, path);
}

/** What a change comes to, before it is written. */
export interface JudgedUpdate {
  readonly before: NarrowRecord;
  readonly reading: Reading;
  readonly verdict: Verdict;
  readonly problems: readonly ProblemItem[];
}

/** Judges a change of a record as it was read. */
export async function judgeUpdate(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  before: NarrowRecord,
  held?: ReadonlyMap<ModelField, readonly HeldLine[]>,
): Promise<JudgedUpdate> {
  const rights = fieldRights(object, 'update', before.isIn);
  const bodies = await withFiles(ctx, on, object.object, [{ values: change.values, record: change.id }]);
  const [given] = await withSecrets(ctx, object.object, bodies);
  const body = { given, path: change.path, before: before.values };
  const reading = withDrafts(ctx, access, readChange(situationOf(ctx, object, rights, body)), held);
  const [facts] = await readFacts(ctx, on, object.object, [reading.after]);
  const verdict = conclude(reading, facts);
  const references = referencesIn(ctx, object, verdict.changes, change.path);
  const missing = await missingReferences(ctx, access, on, references);
  const alike = await alikeProblems(ctx, on, access, object, change, verdict);
  return {
    before,
    reading,
    verdict,
    problems: [
      ...refusalsOf(verdict.problems, missing),
      ...orphanProblems(object, verdict.changes, change.path, false),
      ...keptFilterProblems(ctx, object.object, verdict.changes, change.path),
      ...portalProblems(ctx, object, verdict.changes, change.path, before.values),
      ...alike,
    ],
  };
}

/**
 * One attempt at a change of the values of a row: inside a transaction with the record locked at once, else on
 * `pool`, with a transaction only where roll-ups change along, or a tree. A change that changes nothing writes nothing.
 */
export async function updateRow(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  pool?: Pool,
): Promise<Written> {
  const before = await readForUpdate(ctx, on, access, object, change, pool === undefined);
  const judged = await judgeUpdate(ctx, on, access, object, change, before);
  if (judged.problems.length > 0) throw new Problem('record.invalid', {}, judged.problems);
  const { changes } = judged.verdict;
  if (changes.size === 0) return { id: change.id, version: before.version };
  const write = (client: Connection) => writeRow(ctx, client, access, object, change, judged);
  const isOneOfSeveral =
    feedsRollups(ctx, object.object, changes.keys()) ||
    changesTree(object.object, changes) ||
    touchesConsents(object.object, changes.keys());
  return pool && isOneOfSeveral ? persistentTransaction(pool, write) : write(on);
}

/** Line items of another parent begin without a place there. */
const leavesPlace = (
  { hasPlaces, follows }: ModelObject,
  changes: ReadonlyMap<ModelField, WireValue>,
): boolean => hasPlaces && [...changes.keys()].some(({ name }) => name === follows?.via);

/** What a field holds once these changes are written. */
const valueAfter =
  ({ object }: ObjectAccess, before: NarrowRecord, changes: ReadonlyMap<ModelField, WireValue>) =>
  (name: string): WireValue => {
    const changed = changes.get(object.fields.get(name)!);
    return changed === undefined ? (before.values.get(name) ?? null) : changed;
  };

const namesOf = ({ changes }: Verdict): readonly string[] => [...changes.keys()].map(({ name }) => name);

/** Writes what was judged; `told` is what the history says of values that stand elsewhere. */
export async function writeRow(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  { id, path, by }: RecordChange,
  { before, verdict }: JudgedUpdate,
  told: Trace['changes'] = {},
): Promise<Written> {
  const { moves } = verdict;
  const changes = new Map([...verdict.changes].filter(([field]) => !field.type.apart));
  await assertTree(ctx, on, object.object, { id, path }, changes);
  if (isSwitchedOff(object, verdict)) await assertManagerStays(ctx, on, id);
  const version = before.version + 1;
  const trace: Trace = {
    object: object.object,
    record: id,
    version,
    operation: by ?? 'update',
    changes: { ...changesOf(before.values, changes), ...told },
    moves,
    ...(touchesMatches(ctx, object.object, changes.keys()) && {
      matches: matchEntries(ctx, object.object, valueAfter(object, before, changes)),
    }),
    onBehalf: changedOnBehalf(ctx, object, namesOf(verdict), before.isIn),
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
  if (leavesPlace(object.object, changes)) sets.push('place = NULL');
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
  if (touchesConsents(object.object, changes.keys())) {
    await keepConsents(ctx, on, object.object, [{ id, changes }]);
    // read anew: by now it has what was said of its addresses
    return { id, version };
  }
  const reads = entriesOf(returning, [row], row.length - 1 - returning.shown.length);
  return { id, version, text: await answered(ctx, writerOf(returning, result.oids)(row)), reads };
}
