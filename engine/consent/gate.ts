import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import type { Model, ModelObject, ModelPurpose } from '../model/model.ts';
import { type Address, addressesSql, hashesSql, recordsSql } from './addresses.ts';
import { todayOf } from './mirror.ts';
import { type ConsentEntry, judgeContact, type Verdict } from './standing.ts';

/** Whom somebody wants to contact: by records of an object, or by addresses. */
export type Asked =
  | { readonly object: ModelObject; readonly ids: readonly string[] }
  | { readonly addresses: readonly Address[] };

/** An entry as the ledger has it; `isOwn` of one that was written down of this record. */
export interface LedgerEntry extends ConsentEntry {
  readonly recorded_at: string;
  readonly record: string | null;
  readonly basis: string | null;
  readonly source: string | null;
  readonly words: string | null;
  readonly evidence: string | null;
  readonly actor: string | null;
}

const moment = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const COLUMNS = `c.id::text, ${moment('c.at')} AS at, ${moment('c.recorded_at')} AS recorded_at, c.record::text, c.channel, c.purpose, c.state, c.until::text, c.basis, c.source, c.words, c.evidence, c.actor::text`;

/** What the ledger has of each: of a record what was said of it and of its addresses. One statement, however many they are. */
export async function ledgerOf(
  model: Model,
  on: Pool | ClientBase,
  asked: Asked,
): Promise<ReadonlyMap<string, readonly LedgerEntry[]>> {
  const ledger = qualified(model.schema, '_consent');
  const who =
    'object' in asked
      ? `SELECT t.id::text AS key, ${recordsSql(model)} AS records, ${hashesSql(model, addressesSql(asked.object))} AS hashes FROM ${qualified(model.schema, asked.object.table)} t WHERE t.id = ANY($1::uuid[])`
      : `SELECT q.address AS key, '{}'::uuid[] AS records, ${hashesSql(model, 'ARRAY[q.address]')} AS hashes FROM unnest($1::text[]) AS q (address)`;
  const { rows } = await query<LedgerEntry & { readonly key: string }>(on, {
    text: `WITH who AS MATERIALIZED (${who}) SELECT who.key, ${COLUMNS} FROM who JOIN ${ledger} c ON c.record = ANY(who.records) OR c.hashes && who.hashes ORDER BY c.at DESC, c.id DESC`,
    values: ['object' in asked ? asked.ids : asked.addresses],
  });
  return Map.groupBy(rows, ({ key }) => key);
}

/**
 * THE gate: whoever sends something asks it before, of each whom they send it to. By the id of the record or by the
 * address as it was asked for.
 */
export async function mayContact(
  model: Model,
  on: Pool | ClientBase,
  asked: Asked,
  { channel, purpose, now }: { readonly channel: string; readonly purpose: ModelPurpose; readonly now: Date },
): Promise<ReadonlyMap<string, Verdict>> {
  const ledger = await ledgerOf(model, on, asked);
  const today = todayOf(model, now);
  const keys = 'object' in asked ? asked.ids : asked.addresses;
  return new Map(keys.map((key) => [key, judgeContact(ledger.get(key) ?? [], { channel, purpose, today })]));
}
