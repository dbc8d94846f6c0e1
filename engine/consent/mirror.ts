import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { dayOf } from '../expression/index.ts';
import { CONSENTS_GIVEN, CONSENTS_REFUSED, DO_NOT_CONTACT, timeOf } from '../model/index.ts';
import type { Model, ModelObject } from '../model/model.ts';
import { type Address, addressesSql, byKind, hashesSql, holdsSql } from './addresses.ts';

/** Whether records of an object are people of whom consents are kept. */
export const hasConsents = ({ capabilities }: ModelObject): boolean => capabilities.consent === true;

export const consentObjects = ({ objects }: Model): readonly ModelObject[] =>
  [...objects.values()].filter(hasConsents).sort((a, b) => (a.id < b.id ? -1 : 1));

export const todayOf = (model: Model, now: Date): string => dayOf(now.toISOString(), timeOf(model).timeZone)!;

/** The statements that bring what records say of consents to what the ledger says. */
export interface MirrorStatements {
  /** `$1` ids: nobody writes down what concerns their addresses meanwhile, nor changes the records */
  readonly lock: readonly string[];
  /** `$1` ids, `$2` today: ids of the records that have changed */
  readonly compute: string;
}

const made = new WeakMap<ModelObject, MirrorStatements>();

/** One text for writes, publishes and the sweep. It says in SQL what `standing.ts` says of entries. */
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
      `SELECT t.id FROM ${table} t WHERE t.id = ANY($1::uuid[]) ORDER BY t.id FOR NO KEY UPDATE`,
    ],
    compute: `
      WITH r AS MATERIALIZED (SELECT t.id, ${hashesSql(model, addresses)} AS hashes FROM ${table} t WHERE t.id = ANY($1::uuid[])),
      e AS MATERIALIZED (
        SELECT r.id, c.id AS entry, c.at, c.channel, c.purpose, c.state, c.until
        FROM r JOIN ${qualified(model.schema, '_consent')} c ON c.record = r.id OR c.hashes && r.hashes),
      s AS MATERIALIZED (
        SELECT DISTINCT ON (x.id, x.channel, x.purpose) x.id, x.channel || ':' || x.purpose AS word,
          l.state = 'given' AS is_given, coalesce(l.until >= $2::date, true) AS holds
        FROM e x JOIN e l ON l.id = x.id AND (l.channel IS NULL OR (l.channel = x.channel AND l.purpose = x.purpose))
        WHERE x.channel IS NOT NULL
        ORDER BY x.id, x.channel, x.purpose, l.at DESC, l.entry DESC),
      m AS (
        SELECT r.id, EXISTS (SELECT FROM e WHERE e.id = r.id AND e.channel IS NULL) AS marked,
          ARRAY(SELECT s.word FROM s WHERE s.id = r.id AND s.is_given AND s.holds ORDER BY s.word) AS given,
          ARRAY(SELECT s.word FROM s WHERE s.id = r.id AND NOT s.is_given ORDER BY s.word) AS refused
        FROM r)
      UPDATE ${table} t SET ${marked} = m.marked, ${given} = m.given, ${refused} = m.refused FROM m
      WHERE m.id = t.id AND (t.${marked}, t.${given}, t.${refused}) IS DISTINCT FROM (m.marked, m.given, m.refused)
      RETURNING t.id::text`,
  };
  made.set(object, statements);
  return statements;
}

/** Brings these records to what the ledger says of them, in the caller's transaction. Ids of those that have changed; versions stay. */
export async function mirrorConsents(
  model: Model,
  client: Pool | ClientBase,
  object: ModelObject,
  ids: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const { lock, compute } = mirrorOf(model, object);
  for (const text of lock) await query(client, { text, values: [ids] });
  const { rows } = await query<{ id: string }>(client, { text: compute, values: [ids, todayOf(model, now)] });
  return rows.map(({ id }) => id);
}

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
