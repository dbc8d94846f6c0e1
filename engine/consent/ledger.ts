import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { insertionSql } from '../db/index.ts';
import { qualified } from '../db/names.ts';
import { uuidv7 } from '../ids.ts';
import type { Model, ModelObject } from '../model/model.ts';
import { type Address, type AddressKind, addressesSql, addressKind, hashesSql } from './addresses.ts';
import { consentObjects, holdersOf, mirrorConsents } from './mirror.ts';
import type { ConsentState } from './standing.ts';

/** Something to be written down. Without channel and purpose: never again, by any and for whatever. */
export interface NewConsent {
  readonly channel: string | null;
  readonly purpose: string | null;
  readonly state: ConsentState;
  /** when it was said, RFC 3339 in UTC */
  readonly at: string;
  readonly basis: string | null;
  readonly until: string | null;
  /** how it was obtained */
  readonly source: string | null;
  /** what was agreed to, in the words that were shown, or their version */
  readonly words: string | null;
  /** what proves it */
  readonly evidence: string | null;
}

/** Who writes it down, and when. */
export interface ConsentWriter {
  readonly actor: string | null;
  readonly now: Date;
}

/** Whom it is about: records of an object, with all addresses that they have, or addresses alone. */
export type About =
  | { readonly object: ModelObject; readonly ids: readonly string[] }
  | { readonly addresses: readonly Address[] };

/** Records that say something else by now, by object. */
export type Changed = ReadonlyMap<ModelObject, readonly string[]>;

interface Subject {
  readonly object: string | null;
  readonly record: string | null;
  readonly addresses: readonly Address[];
}

/** Whom an entry is about, with what is hashed of them. */
async function subjectsOf(
  model: Model,
  client: Pool | ClientBase,
  about: About,
): Promise<readonly Subject[]> {
  if ('addresses' in about)
    return about.addresses.map((address) => ({ object: null, record: null, addresses: [address] }));
  const { object, ids } = about;
  const { rows } = await query<{ id: string; addresses: string[] }>(client, {
    text: `SELECT t.id::text, ${addressesSql(object)} AS addresses FROM ${qualified(model.schema, object.table)} t WHERE t.id = ANY($1::uuid[]) ORDER BY t.id`,
    values: [ids],
  });
  return rows.map(({ id, addresses }) => ({ object: object.id, record: id, addresses }));
}

/** Nobody writes a record with one of these addresses meanwhile: whoever did so before is found by now. */
async function lockAddresses(client: Pool | ClientBase, addresses: readonly Address[]): Promise<void> {
  await query(client, {
    text: 'SELECT pg_advisory_xact_lock(hashtextextended(a, 0)) FROM unnest($1::text[]) AS a',
    values: [[...new Set(addresses)].sort()],
  });
}

/** The addresses that an entry about a channel is about. */
const reachedBy = (addresses: readonly Address[], channel: string | null): readonly Address[] => {
  const kind: AddressKind | undefined = channel === null ? undefined : addressKind(channel);
  return addresses.filter((one) => channel === null || (kind !== undefined && one.startsWith(`${kind}:`)));
};

type Row = readonly [Subject, NewConsent];

async function insert(
  model: Model,
  client: Pool | ClientBase,
  { actor, now }: ConsentWriter,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const values: unknown[] = [];
  const said = (name: keyof NewConsent) => (row: Row) => row[1][name];
  const text = insertionSql<Row>(
    qualified(model.schema, '_consent'),
    [
      ['id', 'uuid', () => uuidv7()],
      ['at', 'timestamptz', said('at')],
      ['recorded_at', 'timestamptz', () => now.toISOString()],
      ['object_id', 'text', ([{ object }]) => object],
      ['record', 'uuid', ([{ record }]) => record],
      [
        'hashes',
        'text',
        ([{ addresses }, { channel }]) => JSON.stringify(reachedBy(addresses, channel)),
        (bound) => hashesSql(model, `ARRAY(SELECT jsonb_array_elements_text((${bound})::jsonb))`),
      ],
      ['channel', 'text', said('channel')],
      ['purpose', 'text', said('purpose')],
      ['state', 'text', said('state')],
      ['basis', 'text', said('basis')],
      ['until', 'date', said('until')],
      ['source', 'text', said('source')],
      ['words', 'text', said('words')],
      ['evidence', 'text', said('evidence')],
      ['actor', 'uuid', () => actor],
    ],
    rows,
    values,
  );
  await query(client, { text, values });
}

/** A no stays with whoever has the address now, also where they get another one; their other addresses are not meant. */
const alsoRefused = (object: ModelObject, ids: readonly string[], entries: readonly NewConsent[]): Row[] =>
  ids.flatMap((record) =>
    entries
      .filter(({ state }) => state !== 'given')
      .map(
        (entry): Row => [
          { object: object.id, record, addresses: [] },
          { ...entry, words: null, evidence: null },
        ],
      ),
  );

/**
 * Writes down what was said, in the caller's transaction, and brings every record that it is about to that: the named
 * ones, and whatever has one of the addresses, in every object.
 */
export async function recordConsents(
  model: Model,
  client: Pool | ClientBase,
  writer: ConsentWriter,
  about: About,
  entries: readonly NewConsent[],
): Promise<Changed> {
  const subjects = await subjectsOf(model, client, about);
  const addresses = [...new Set(subjects.flatMap((subject) => subject.addresses))];
  await lockAddresses(client, addresses);
  await insert(
    model,
    client,
    writer,
    subjects.flatMap((subject) => entries.map((entry): Row => [subject, entry])),
  );
  const meant = [...new Set(entries.flatMap(({ channel }) => reachedBy(addresses, channel)))];
  const changed = new Map<ModelObject, readonly string[]>();
  for (const object of consentObjects(model)) {
    const own = 'object' in about && about.object === object ? about.ids : [];
    const others = (await holdersOf(model, client, object, meant)).filter((id) => !own.includes(id));
    await insert(model, client, writer, alsoRefused(object, others, entries));
    const written = await mirrorConsents(model, client, object, [...own, ...others], writer.now);
    if (written.length > 0) changed.set(object, written);
  }
  return changed;
}
