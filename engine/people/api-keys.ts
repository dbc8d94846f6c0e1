import { randomBytes } from 'node:crypto';
import type { KeyLimits, RequestContext } from '../context.ts';
import { type Database, query } from '../db/connect.ts';
import { LIMITS } from '../limits.ts';
import { hashOf } from './sessions.ts';

/** A key of the API: belongs to one workspace and acts as one user of it. Its text is shown once and stored as a hash. */
export interface ApiKey {
  readonly id: string;
  /** the first characters, by which its owner knows it again */
  readonly prefix: string;
  readonly user: string;
  readonly name: string;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  /** to the minute; null: never */
  readonly usedAt: Date | null;
  readonly readOnly: boolean;
  readonly objects: readonly string[] | null;
}

export interface KeyHolder {
  readonly workspaceId: string;
  readonly userId: string;
  /** milliseconds since 1970; null: until revoked */
  readonly expiresAt: number | null;
  /** undefined: all that its user may do */
  readonly limits?: KeyLimits;
}

export const isApiKey = (text: string): boolean => text.startsWith('gx_');

export interface NewApiKey {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  /** null: never */
  readonly days?: number | null;
  readonly readOnly?: boolean;
  readonly objects?: readonly string[];
}

/** Makes a key; the only time its text is seen. */
export async function createApiKey(
  ctx: RequestContext,
  { id, user, name, days = LIMITS.apiKeyDays, readOnly = false, objects }: NewApiKey,
): Promise<{ readonly key: string; readonly expiresAt: Date | null }> {
  const key = `gx_${randomBytes(32).toString('base64url')}`;
  const expiresAt = days === null ? null : new Date(ctx.now.getTime() + days * 86_400_000);
  await query(ctx.db.forControl(), {
    text:
      'INSERT INTO "control"."api_key" (id, workspace_id, hash, prefix, user_id, name, expires_at, created_at, read_only, objects)' +
      ' VALUES ($1::uuid, $2::uuid, $3, $4, $5::uuid, $6, $7::timestamptz, $8::timestamptz, $9, $10::text[])',
    values: [
      id,
      ctx.workspace.id,
      hashOf(key),
      key.slice(0, 9),
      user,
      name,
      expiresAt,
      ctx.now,
      readOnly,
      objects ? [...new Set(objects)].sort() : null,
    ],
  });
  return { key, expiresAt };
}

interface KeyRow {
  readonly workspace_id: string;
  readonly user_id: string;
  readonly expires_at: Date | null;
  readonly read_only: boolean;
  readonly objects: readonly string[] | null;
}

/** Who the key of this hash acts as, noted as used; undefined when it is unknown, over or taken back. */
export async function keyHolder(db: Database, hash: string): Promise<KeyHolder | undefined> {
  const { rows } = await query<KeyRow>(db.forControl(), {
    text:
      'UPDATE "control"."api_key" SET used_at = $2::timestamptz WHERE hash = $1 AND revoked_at IS NULL' +
      ' AND (expires_at IS NULL OR expires_at > $2::timestamptz)' +
      ' RETURNING workspace_id, user_id, expires_at, read_only, objects',
    values: [hash, new Date(Date.now() + db.clockOffset())],
  });
  const row = rows[0];
  if (!row) return undefined;
  const { read_only: readOnly, objects } = row;
  return {
    workspaceId: row.workspace_id,
    userId: row.user_id,
    expiresAt: row.expires_at?.getTime() ?? null,
    ...((readOnly || objects) && { limits: { readOnly, objects } }),
  };
}

/** The keys of the workspace that are not taken back; of one user, or of all. */
export async function apiKeysOf(ctx: RequestContext, user?: string): Promise<readonly ApiKey[]> {
  const { rows } = await query<ApiKey>(ctx.db.forControl(), {
    text:
      'SELECT id, prefix, user_id AS "user", name, expires_at AS "expiresAt", created_at AS "createdAt",' +
      ' used_at AS "usedAt", read_only AS "readOnly", objects' +
      ' FROM "control"."api_key" WHERE workspace_id = $1::uuid AND revoked_at IS NULL AND ($2::uuid IS NULL OR user_id = $2::uuid)' +
      ' ORDER BY created_at, id',
    values: [ctx.workspace.id, user ?? null],
  });
  return rows;
}

/** Takes a key back; the user that it acted as, undefined when there is no such key or it is not `user`'s. */
export async function revokeApiKey(
  ctx: RequestContext,
  id: string,
  user?: string,
): Promise<string | undefined> {
  const { rows } = await query<{ user_id: string }>(ctx.db.forControl(), {
    text:
      'UPDATE "control"."api_key" SET revoked_at = $3::timestamptz WHERE id = $1::uuid AND workspace_id = $2::uuid' +
      ' AND revoked_at IS NULL AND ($4::uuid IS NULL OR user_id = $4::uuid) RETURNING user_id',
    values: [id, ctx.workspace.id, ctx.now, user ?? null],
  });
  return rows[0]?.user_id;
}
