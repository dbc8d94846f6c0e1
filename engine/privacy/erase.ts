import { auditWriterOf, type Entry, writeEntries } from '../audit/index.ts';
import { addressOf, consentObjects, recordConsents } from '../consent/index.ts';
import type { RequestContext } from '../context.ts';
import { type ClientBase, persistentTransaction, query } from '../db/connect.ts';
import { insertionSql, qualified } from '../db/index.ts';
import { Problem, problemItem } from '../errors.ts';
import type { FileStore } from '../files/index.ts';
import { uuidv7 } from '../ids.ts';
import { forgetSignIns } from '../people/index.ts';
import { followConsents, rollupMoved } from '../records/index.ts';
import { renewRecords } from '../search/index.ts';
import { erasedCells, writeErased } from './erase-rows.ts';
import { type ErasedTraces, eraseTraces, finderOf } from './erase-traces.ts';
import { type FoundRecord, isStrong } from './find.ts';
import { type Asked, type ErasurePlan, isUser, planErasure } from './plan.ts';

/** What an erasure came to. */
export interface Erased extends Omit<ErasedTraces, 'files'> {
  /** records that lost values */
  readonly records: number;
  readonly files: number;
}

/** Nothing is published while this is under way, and nothing was since the model was read. */
async function assertCurrent({ model }: RequestContext, client: ClientBase): Promise<void> {
  const { rows } = await query<{ v: number }>(client, {
    text: `SELECT v FROM ${qualified(model.schema, '_meta_current')} WHERE one = 1 FOR SHARE`,
  });
  if (rows[0]!.v !== model.version) throw new Problem('record.model_changed');
}

type Written = Entry & { readonly record: string; readonly version: number; readonly object: string };

/** Writes the records without what goes. That a field lost its value stands in the audit; what it was nowhere. */
async function eraseRecords(
  ctx: RequestContext,
  client: ClientBase,
  { persons, mentions, found, everywhere }: ErasurePlan,
): Promise<readonly (readonly [FoundRecord, Written])[]> {
  const locale = ctx.model.settings.languages[0] ?? 'en';
  const inPersons = finderOf(found.terms);
  const inReferences = finderOf([...everywhere, ...found.terms.filter((term) => !isStrong(term))]);
  const elsewhere = finderOf(everywhere);
  const written: (readonly [FoundRecord, Written])[] = [];
  for (const record of [...persons, ...mentions]) {
    const isPerson = record.way === 'person' || record.way === 'part';
    const finder = isPerson ? inPersons : record.way === 'refers' ? inReferences : elsewhere;
    const erased = erasedCells(record, isPerson, finder, locale);
    if (erased.cells.size === 0) continue;
    const version = await writeErased(ctx, client, record, erased);
    const changes = Object.fromEntries([...erased.fields].map(({ id }) => [id, null]));
    written.push([record, { op: 'erase', object: record.object.id, record: record.id, version, changes }]);
    ctx.touched?.add(record.object.name);
  }
  return written;
}

/** Who listens hears that the records have changed. */
async function tell(ctx: RequestContext, client: ClientBase, written: readonly Written[]): Promise<void> {
  if (written.length === 0) return;
  const values: unknown[] = [];
  const at = ctx.now.toISOString();
  const text = insertionSql<Written>(
    qualified(ctx.model.schema, '_event'),
    [
      ['record', 'uuid', ({ record }) => record],
      ['version', 'int', ({ version }) => version],
      ['id', 'uuid', () => uuidv7()],
      ['at', 'timestamptz', () => at],
      ['object', 'text', ({ object }) => object],
      ['op', 'text', () => 'update'],
    ],
    written,
    values,
  );
  await query(client, { text, values });
}

/** What roll-ups have taken from the records, such as the last name, they take anew. */
async function rollUp(
  ctx: RequestContext,
  client: ClientBase,
  records: readonly FoundRecord[],
): Promise<void> {
  for (const [object, some] of Map.groupBy(records, (record) => record.object)) {
    if (object.archived) continue;
    await rollupMoved(
      ctx,
      client,
      object,
      some.map(({ id }) => id),
    );
  }
}

/** Nothing of what was erased is found any more. */
async function searchAnew({ model }: RequestContext, client: ClientBase, records: readonly FoundRecord[]) {
  for (const [object, some] of Map.groupBy(records, (record) => record.object)) {
    const ids = some.map(({ id }) => id);
    await renewRecords(client, model, object, ids);
  }
}

/** Whoever is brought in again with one of their addresses must still not be contacted. */
async function suppress(ctx: RequestContext, client: ClientBase, plan: ErasurePlan): Promise<void> {
  if (consentObjects(ctx.model).length === 0) return;
  const addresses = plan.everywhere.flatMap(({ kind, value }) =>
    kind === 'email' || kind === 'phone' ? (addressOf(kind, value) ?? []) : [],
  );
  if (addresses.length === 0) return;
  const said = { channel: null, purpose: null, state: 'withdrawn', at: ctx.now.toISOString() } as const;
  const how = { basis: null, until: null, source: 'erase', words: null, evidence: null };
  const writer = { actor: ctx.actor.userId, now: ctx.now };
  const about = { addresses: [...new Set(addresses)] };
  await followConsents(
    ctx,
    client,
    await recordConsents(ctx.model, client, writer, about, [{ ...said, ...how }]),
  );
}

async function eraseInside(ctx: RequestContext, client: ClientBase, plan: ErasurePlan) {
  const users = plan.persons.filter(isUser).map(({ id }) => id);
  await suppress(ctx, client, plan);
  const written = await eraseRecords(ctx, client, plan);
  const entries = written.map(([, entry]) => entry);
  await tell(ctx, client, entries);
  await rollUp(
    ctx,
    client,
    written.map(([record]) => record),
  );
  await searchAnew(
    ctx,
    client,
    written.map(([record]) => record),
  );
  const traces = await eraseTraces(ctx, client, plan);
  if (users.length > 0) await forgetSignIns(ctx, client, users);
  await writeEntries(auditWriterOf(ctx), client, entries);
  return { records: entries.length, traces };
}

/**
 * Erases a person as it was planned: all of it in one transaction of the engine's own login, or nothing. Once more it
 * finds nothing left to do. The bytes of files go behind it; those that a crash leaves go with the hourly sweep.
 */
export async function erasePerson(
  ctx: RequestContext,
  store: FileStore,
  asked: Asked,
  { hash, confirm }: { readonly hash: string; readonly confirm: string },
): Promise<Erased> {
  const { records, traces } = await persistentTransaction(ctx.db.direct(), async (client) => {
    await assertCurrent(ctx, client);
    const plan = await planErasure(ctx, client, asked);
    if (plan.hash !== hash) throw new Problem('privacy.changed');
    if (confirm.trim() !== (plan.title ?? asked.record.id).trim())
      throw new Problem('privacy.invalid', {}, [problemItem('/confirm', 'privacy.confirm')]);
    return eraseInside(ctx, client, plan);
  });
  for (const id of traces.files) await store.remove(ctx.model.schema, id);
  return { ...traces, records, files: traces.files.length };
}
