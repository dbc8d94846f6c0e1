import { auditWriterOf, writeEntries } from '../audit/index.ts';
import {
  hasConsents,
  isMarked,
  judgeContact,
  type LedgerEntry,
  lastSaid,
  ledgerOf,
  type NewConsent,
  recordConsents,
  todayOf,
} from '../consent/index.ts';
import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { Problem, problemItem, textIn } from '../errors.ts';
import { CHANNELS, DO_NOT_CONTACT } from '../model/index.ts';
import type { ModelObject } from '../model/model.ts';
import {
  followConsents,
  objectAccessOf,
  readableRecords,
  readNarrow,
  titlesOfRecords,
} from '../records/index.ts';

/** The object, if its records are people of whom consents are kept. */
export function consentObject(ctx: RequestContext, objectName: string): ModelObject {
  const { object } = objectAccessOf(ctx, objectName).object;
  if (!hasConsents(object)) throw new Problem('privacy.no_consents', { object: object.name });
  return object;
}

/** What was said of an address elsewhere is told without how and by whom: its record may be hidden from who reads this. */
const toldEntry = (id: string, names: ReadonlyMap<string, string | null>) => (entry: LedgerEntry) => {
  const { at, channel, purpose, state, until } = entry;
  const told = { id: entry.id, at, channel, purpose, state, until };
  if (entry.record !== id) return { ...told, isOfAddress: true };
  const { recorded_at: recordedAt, basis, source, words, evidence, actor } = entry;
  const by = actor === null ? null : { id: actor, name: names.get(actor) ?? null };
  return { ...told, recordedAt, basis, source, words, evidence, by };
};

/**
 * Whether the person may be contacted that a record is: by each channel for each purpose, and all that was said of it.
 * For whoever reads of the record whether it must not be.
 */
export async function readConsentsOf(ctx: RequestContext, objectName: string, id: string) {
  const object = consentObject(ctx, objectName);
  const { access, object: rights } = objectAccessOf(ctx, objectName);
  const on = ctx.db.forWorkspace(ctx.workspace);
  const seen = await readableRecords(ctx, objectName, [id], DO_NOT_CONTACT);
  const record = seen.has(id) && (await readNarrow(ctx, on, { access, object: rights, id, names: [] }));
  if (!record) throw new Problem('record.not_found');
  const entries = (await ledgerOf(ctx.model, on, { object, ids: [id] })).get(id) ?? [];
  const actors = new Set(entries.flatMap(({ record: of, actor }) => (of === id && actor ? [actor] : [])));
  const names = await titlesOfRecords(ctx, 'user', [...actors]);
  const { purposes } = ctx.model.settings;
  const today = todayOf(ctx.model, ctx.now);
  const label = ({ labels }: { readonly labels: Parameters<typeof textIn>[0] }) => textIn(labels, ctx.locale);
  return {
    doNotContact: isMarked(entries),
    channels: CHANNELS.map((channel) => ({ name: channel.name, label: label(channel) })),
    purposes: purposes.map((purpose) => ({
      name: purpose.name,
      label: label(purpose),
      basis: purpose.basis,
    })),
    states: CHANNELS.flatMap(({ name: channel }) =>
      purposes.map((purpose) => {
        const last = lastSaid(entries, channel, purpose.name);
        const verdict = judgeContact(entries, { channel, purpose, today });
        const state = last === undefined || verdict.reason === 'expired' ? 'unknown' : last.state;
        return { channel, purpose: purpose.name, state, ...verdict, until: last?.until ?? null };
      }),
    ),
    history: entries.map(toldEntry(id, names)),
    can: { record: record.isIn(rights.writableRows(DO_NOT_CONTACT, 'update')) },
  };
}

/** To what somebody has objected they agree only where something proves it. */
function assertEvidence(entries: readonly LedgerEntry[], given: readonly NewConsent[]): void {
  const isOverruled = ({ state, channel, purpose, evidence }: NewConsent): boolean => {
    const last = state === 'given' ? lastSaid(entries, channel!, purpose!) : undefined;
    return last !== undefined && last.state !== 'given' && evidence === null;
  };
  if (given.some(isOverruled))
    throw new Problem('privacy.consent', {}, [problemItem('/evidence', 'privacy.evidence')]);
}

/** What the audit has of it: no words, which may tell more of the person than that they have agreed. */
const auditedAs = (given: readonly NewConsent[]) => {
  const [{ state, at, basis, until }] = given as [NewConsent];
  const of = (name: 'channel' | 'purpose') => [...new Set(given.flatMap((one) => one[name] ?? []))];
  return { channels: of('channel'), purposes: of('purpose'), state, at, basis, until };
};

/** Writes down what the person has said that a record is. For whoever may mark the record. */
export async function recordConsentsOf(
  ctx: RequestContext,
  objectName: string,
  id: string,
  given: readonly NewConsent[],
): Promise<void> {
  const object = consentObject(ctx, objectName);
  const { access, object: rights } = objectAccessOf(ctx, objectName);
  await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    const record = await readNarrow(ctx, client, { access, object: rights, id, names: [] });
    if (!record) throw new Problem('record.not_found');
    if (!record.isIn(rights.writableRows(DO_NOT_CONTACT, 'update'))) throw new Problem('record.forbidden');
    const entries = (await ledgerOf(ctx.model, client, { object, ids: [id] })).get(id) ?? [];
    assertEvidence(entries, given);
    const writer = { actor: ctx.actor.userId, now: ctx.now };
    const changed = await recordConsents(ctx.model, client, writer, { object, ids: [id] }, given);
    await followConsents(ctx, client, changed);
    const changes = { consent: [null, auditedAs(given)] };
    await writeEntries(auditWriterOf(ctx), client, [
      { op: 'consent', object: object.id, record: id, version: record.version, changes },
    ]);
  });
}

/** Writes down what somebody has said who is known by addresses alone. */
export async function recordConsentsAt(
  ctx: RequestContext,
  addresses: readonly string[],
  given: readonly NewConsent[],
): Promise<void> {
  await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    const writer = { actor: ctx.actor.userId, now: ctx.now };
    const changed = await recordConsents(ctx.model, client, writer, { addresses }, given);
    await followConsents(ctx, client, changed);
    const changes = { consent: [null, auditedAs(given)], addresses: addresses.length };
    await writeEntries(auditWriterOf(ctx), client, [{ op: 'consent', changes }]);
  });
}
