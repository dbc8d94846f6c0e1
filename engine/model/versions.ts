import { query, type Workspace } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { type Body, type DocumentKind, type Documents, toDocuments } from './document.ts';
import type { Connection } from './store.ts';

/** One publish, for the list of them. */
export interface Version {
  readonly version: number;
  readonly publishedAt: Date;
  readonly publishedBy: string | null;
  readonly note: string | null;
  /** JSON, as its publish wrote it */
  readonly changes: string;
}

const VERSION = 'v AS version, published_at AS "publishedAt", published_by AS "publishedBy", note, changes';

/** Versions, the newest first. `before` leaves out those from it on. */
export async function listVersions(
  on: Connection,
  { schema }: Pick<Workspace, 'schema'>,
  { limit, before }: { readonly limit: number; readonly before?: number | undefined },
): Promise<readonly Version[]> {
  const { rows } = await query<Version>(on, {
    text: `SELECT ${VERSION} FROM ${qualified(schema, '_meta_version')} WHERE ($1::int IS NULL OR v < $1::int) ORDER BY v DESC LIMIT $2::int`,
    values: [before ?? null, limit],
  });
  return rows;
}

/** What was published with a version; undefined where there is no such version. */
export async function documentsAt(
  on: Connection,
  { schema }: Pick<Workspace, 'schema'>,
  version: number,
): Promise<Documents | undefined> {
  const known = await query(on, {
    text: `SELECT FROM ${qualified(schema, '_meta_version')} WHERE v = $1::int`,
    values: [version],
  });
  if (known.rowCount === 0) return undefined;
  const { rows } = await query<{ kind: DocumentKind; key: string; body: string | null }>(on, {
    text: `SELECT DISTINCT ON (kind, key) kind, key, body FROM ${qualified(schema, '_meta_history')} WHERE v <= $1::int ORDER BY kind, key, v DESC`,
    values: [version],
  });
  return toDocuments(
    rows.flatMap(({ kind, key, body }) =>
      body === null
        ? []
        : [{ kind, key, ...(JSON.parse(body) as { id: string; package: string; body: Body }) }],
    ),
  );
}

/** The bodies that a document had in its versions, the newest first. */
export async function pastBodies(
  on: Connection,
  { schema }: Pick<Workspace, 'schema'>,
  kind: DocumentKind,
  key: string,
): Promise<readonly Body[]> {
  const { rows } = await query<{ body: string }>(on, {
    text: `SELECT body FROM ${qualified(schema, '_meta_history')} WHERE kind = $1 AND key = $2 AND body IS NOT NULL ORDER BY v DESC`,
    values: [kind, key],
  });
  return rows.map(({ body }) => JSON.parse(body).body);
}
