import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { dayOf } from '../expression/index.ts';
import { CONSENTS_GIVEN, CONSENTS_REFUSED, DO_NOT_CONTACT, timeOf } from '../model/index.ts';
import type { Model, ModelObject } from '../model/model.ts';
import { type Address, addressesSql, byKind, hashesSql, holdsSql, recordsSql } from './addresses.ts';
import { type ConsentEntry, wordsOf } from './standing.ts';

/** Whether records of an object are people of whom consents are kept. */
export const hasConsents = ({ capabilities }: ModelObject): boolean => capabilities.consent === true;

export const consentObjects = ({ objects }: Model): readonly ModelObject[] =>
  [...objects.values()].filter(hasConsents).sort((a, b) => (a.id < b.id ? -1 : 1));

export const todayOf = (model: Model, now: Date): string => dayOf(now.toISOString(), timeOf(model).timeZone)!;

/** The statements that bring what records say of consents to what the ledger says. */
export interface MirrorStatements {
  /** `$1` ids: nobody writes down what concerns their addresses meanwhile, nor changes the records; which of them say something */
  readonly lock: readonly [addresses: string, records: string];
  /** `$1` ids: what the ledger has of them */
  readonly entries: string;
  /** `$1` ids, `$2` to `$4` what they come to say: ids of those that have changed */
  readonly update: string;
}

const made = new WeakMap<ModelObject, MirrorStatements>();

/** The same texts for writes, publishes and the sweep. */
export function mirrorOf(model: Model, object: ModelObject): MirrorStatements {
  const known = made.get(object);
  if (known) return known;
  const table = qualified(model.schema, object.table);
  const column = (name: string): string => quote(object.fields.get(name)!.columns[0]!.name);
  const [marked, given, refused] = [DO_NOT_CONTACT, CONSENTS_GIVEN, CONSENTS_REFUSED].map(column);
  const addresses = addressesSql(object);
  const statements: MirrorStatements = {
    lock: [
      `SELECT pg_advisory_xact_lock_shared(hashtextextended(a.address, 0)) FROM (SELECT DISTINCT unnest(${addresses}) AS address FROM ${table} t WHERE t.id = ANY($1::uuid[]) ORDER BY 1) a`,
      `SELECT t.id::text, (t.${marked} OR t.${given} <> '{}' OR t.${refused} <> '{}') AS says FROM ${table} t WHERE t.id = ANY($1::uuid[]) ORDER BY t.id FOR NO KEY UPDATE`,
    ],
    entries: `
      WITH r AS MATERIALIZED (SELECT t.id, ${recordsSql(model)} AS records, ${hashesSql(model, addresses)} AS hashes FROM ${table} t WHERE t.id = ANY($1::uuid[]))
      SELECT r.id::text AS of, c.id::text, to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, c.channel, c.purpose, c.state, c.until::text
      FROM r JOIN ${qualified(model.schema, '_consent')} c ON c.record = ANY(r.records) OR c.hashes && r.hashes`,
    update: `
      UPDATE ${table} t SET ${marked} = m.marked, ${given} = string_to_array(m.given, ' '), ${refused} = string_to_array(m.refused, ' ')
      FROM unnest($1::uuid[], $2::boolean[], $3::text[], $4::text[]) AS m (id, marked, given, refused)
      WHERE t.id = m.id AND t.id = ANY($1::uuid[])
        AND (t.${marked}, t.${given}, t.${refused}) IS DISTINCT FROM (m.marked, string_to_array(m.given, ' '), string_to_array(m.refused, ' '))
      RETURNING t.id::text`,
  };
  made.set(object, statements);
  return statements;
}

/** Runs the statements for these records, in the caller's transaction. Ids of those that have changed; versions stay. */
export async function runMirror(
  client: Pool | ClientBase,
  { lock, entries, update }: MirrorStatements,
  ids: readonly string[],
  today: string,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  await query(client, { text: lock[0], values: [ids] });
  const held = await query<{ id: string; says: boolean }>(client, { text: lock[1], values: [ids] });
  const found = await query<ConsentEntry & { readonly of: string }>(client, { text: entries, values: [ids] });
  const byRecord = Map.groupBy(found.rows, ({ of }) => of);
  const touched = held.rows.filter(({ id, says }) => says || byRecord.has(id)).map(({ id }) => id);
  if (touched.length === 0) return [];
  const said = touched.map((id) => wordsOf(byRecord.get(id) ?? [], today));
  const { rows } = await query<{ id: string }>(client, {
    text: update,
    values: [
      touched,
      said.map(({ isMarked }) => isMarked),
      said.map(({ given }) => given.join(' ')),
      said.map(({ refused }) => refused.join(' ')),
    ],
  });
  return rows.map(({ id }) => id);
}

/** Brings these records to what the ledger says of them. */
export const mirrorConsents = (
  model: Model,
  client: Pool | ClientBase,
  object: ModelObject,
  ids: readonly string[],
  now: Date,
): Promise<readonly string[]> => runMirror(client, mirrorOf(model, object), ids, todayOf(model, now));

/** Ids of the records of an object that have one of these addresses, those in the bin too. */
export async function holdersOf(
  model: Model,
  on: Pool | ClientBase,
  object: ModelObject,
  addresses: readonly Address[],
): Promise<readonly string[]> {
  const condition = holdsSql(object, { email: '$1::text[]', phone: '$2::text[]' });
  if (!condition || addresses.length === 0) return [];
  const { email, phone } = byKind(addresses);
  const { rows } = await query<{ id: string }>(on, {
    text: `SELECT t.id::text FROM ${qualified(model.schema, object.table)} t, (SELECT $1::text[], $2::text[]) given WHERE ${condition}`,
    values: [email, phone],
  });
  return rows.map(({ id }) => id);
}
