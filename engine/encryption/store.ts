import { randomBytes } from 'node:crypto';
import { type ClientBase, type Pool, query, type Workspace } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import type { Master } from './master.ts';

/** What a key is for: `data` seals values, each version in its turn; `index` tells them apart and stays. */
type Purpose = 'data' | 'index';

/** A key of a workspace as it is stored: wrapped. */
export interface StoredKey {
  readonly purpose: Purpose;
  readonly version: number;
  readonly wrapped: string;
  /** name of the master that has wrapped it */
  readonly master: string;
  readonly createdAt: Date;
}

const KEY_BYTES = 32;

const tableOf = ({ schema }: Workspace): string => qualified(schema, '_data_key');

/** A wrapped key opens for this workspace, purpose and version only. */
export const wrappedFor = (
  { id }: Workspace,
  { purpose, version }: Pick<StoredKey, 'purpose' | 'version'>,
): string => `${id}\n${purpose}\n${version}`;

export async function readKeys(on: Pool | ClientBase, workspace: Workspace): Promise<readonly StoredKey[]> {
  const { rows } = await query<StoredKey>(on, {
    text: `SELECT purpose, version, wrapped, master, created_at AS "createdAt" FROM ${tableOf(workspace)} ORDER BY purpose, version`,
    values: [],
  });
  return rows;
}

/** Makes a key where there is none of that purpose and version. Of two processes that do it at once one is first. */
export async function makeKey(
  on: Pool | ClientBase,
  workspace: Workspace,
  key: Pick<StoredKey, 'purpose' | 'version'>,
  master: Master,
): Promise<void> {
  const wrapped = master.wrap(randomBytes(KEY_BYTES), wrappedFor(workspace, key));
  await query(on, {
    text: `INSERT INTO ${tableOf(workspace)} (purpose, version, wrapped, master, created_at) VALUES ($1, $2::int, $3, $4, now()) ON CONFLICT DO NOTHING`,
    values: [key.purpose, key.version, wrapped, master.name],
  });
}

/** Puts a key wrapped anew in the place of what it was wrapped in before. */
export async function rewrapKey(
  on: Pool | ClientBase,
  workspace: Workspace,
  { purpose, version, wrapped: before }: StoredKey,
  key: Buffer,
  master: Master,
): Promise<void> {
  const wrapped = master.wrap(key, wrappedFor(workspace, { purpose, version }));
  await query(on, {
    text: `UPDATE ${tableOf(workspace)} SET wrapped = $3, master = $4 WHERE purpose = $1 AND version = $2::int AND wrapped = $5`,
    values: [purpose, version, wrapped, master.name, before],
  });
}
