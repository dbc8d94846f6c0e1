import { type ClientBase, query, type Workspace } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import {
  addressOf,
  type Body,
  type Document,
  type DocumentKind,
  type Documents,
  LOCAL_PACKAGE,
} from './document.ts';
import { kindOf } from './kinds/index.ts';
import type { Connection } from './store.ts';

/** A document as a draft wants it. */
export interface DraftDocument {
  readonly kind: DocumentKind;
  readonly key: string;
  /** null: the draft removes it */
  readonly body: Body | null;
  /** of the published document from which the draft began; null where there was none */
  readonly baseChecksum: string | null;
  readonly package: string;
}

/** Changes of documents that are not published yet. Each admin has one of their own. */
export interface Draft {
  readonly id: string;
  /** the version that was published when it was begun */
  readonly baseVersion: number;
  readonly owner: string | null;
  readonly title: string | null;
  readonly updatedAt: Date;
  readonly documents: readonly DraftDocument[];
}

/** Whose draft, or which. */
export type DraftOf = { readonly owner: string | null } | { readonly id: string };

type Schema = Pick<Workspace, 'schema'>;

const DRAFT = 'draft_id AS id, base_v AS "baseVersion", owner, title, updated_at AS "updatedAt"';

/** The open draft, with its documents; `lock` keeps others from changing it until the transaction ends. */
export async function findDraft(
  on: Connection,
  { schema }: Schema,
  of: DraftOf,
  lock = false,
): Promise<Draft | undefined> {
  const [condition, value] =
    'id' in of ? ['draft_id = $1::uuid', of.id] : ['owner IS NOT DISTINCT FROM $1::uuid', of.owner];
  const { rows } = await query<Omit<Draft, 'documents'>>(on, {
    text: `SELECT ${DRAFT} FROM ${qualified(schema, '_meta_draft')} WHERE status = 'open' AND ${condition} ORDER BY updated_at DESC LIMIT 1${lock ? ' FOR UPDATE' : ''}`,
    values: [value],
  });
  const [draft] = rows;
  return draft && { ...draft, documents: await draftDocuments(on, { schema }, draft.id) };
}

async function draftDocuments(on: Connection, { schema }: Schema, id: string): Promise<DraftDocument[]> {
  const { rows } = await query<{
    kind: DocumentKind;
    key: string;
    body: string | null;
    base: string | null;
    home: string | null;
  }>(on, {
    text: `SELECT kind, key, body, base_checksum AS base, package AS home FROM ${qualified(schema, '_meta_draft_doc')} WHERE draft_id = $1::uuid ORDER BY kind, key`,
    values: [id],
  });
  return rows.map(({ kind, key, body, base, home }) => ({
    kind,
    key,
    body: body === null ? null : JSON.parse(body),
    baseChecksum: base,
    package: home ?? LOCAL_PACKAGE,
  }));
}

/** The owner's draft, begun when there is none. Those who begin one wait for each other. */
export async function openDraft(
  client: ClientBase,
  schema: Schema,
  { id, owner, now }: { readonly id: string; readonly owner: string | null; readonly now: Date },
): Promise<Draft> {
  const known = await findDraft(client, schema, { owner }, true);
  if (known) return known;
  const current = qualified(schema.schema, '_meta_current');
  const { rows } = await query<{ v: number }>(client, {
    text: `SELECT v FROM ${current} WHERE one = 1 FOR UPDATE`,
  });
  const meanwhile = await findDraft(client, schema, { owner }, true);
  if (meanwhile) return meanwhile;
  const baseVersion = rows[0]?.v ?? 0;
  await query(client, {
    text: `INSERT INTO ${qualified(schema.schema, '_meta_draft')} (draft_id, base_v, owner, title, status, updated_at) VALUES ($1::uuid, $2::int, $3::uuid, NULL, 'open', $4::timestamptz(3))`,
    values: [id, baseVersion, owner, now.toISOString()],
  });
  return { id, baseVersion, owner, title: null, updatedAt: now, documents: [] };
}

async function touch(client: ClientBase, { schema }: Schema, id: string, now: Date): Promise<void> {
  await query(client, {
    text: `UPDATE ${qualified(schema, '_meta_draft')} SET updated_at = $2::timestamptz(3) WHERE draft_id = $1::uuid`,
    values: [id, now.toISOString()],
  });
}

/** Puts documents into a draft over what it said of them before. */
export async function saveDraftDocuments(
  client: ClientBase,
  schema: Schema,
  draftId: string,
  documents: readonly DraftDocument[],
  now: Date,
): Promise<void> {
  if (documents.length > 0) {
    await query(client, {
      text:
        `INSERT INTO ${qualified(schema.schema, '_meta_draft_doc')} (draft_id, kind, key, body, base_checksum, package)` +
        ' SELECT $1::uuid, r.kind, r.key, r.body, r.base, r.home FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS r (kind, key, body, base, home)' +
        ' ON CONFLICT (draft_id, kind, key) DO UPDATE SET body = excluded.body, base_checksum = excluded.base_checksum, package = excluded.package',
      values: [
        draftId,
        documents.map(({ kind }) => kind),
        documents.map(({ key }) => key),
        documents.map(({ body }) => (body === null ? null : JSON.stringify(body))),
        documents.map(({ baseChecksum }) => baseChecksum),
        documents.map((document) => document.package),
      ],
    });
  }
  await touch(client, schema, draftId, now);
}

/** Forgets what a draft says of these documents: they are as published again. */
export async function dropDraftDocuments(
  client: ClientBase,
  schema: Schema,
  draftId: string,
  documents: readonly Pick<DraftDocument, 'kind' | 'key'>[],
  now: Date,
): Promise<void> {
  await query(client, {
    text: `DELETE FROM ${qualified(schema.schema, '_meta_draft_doc')} AS d USING unnest($2::text[], $3::text[]) AS r (kind, key) WHERE d.draft_id = $1::uuid AND d.kind = r.kind AND d.key = r.key`,
    values: [draftId, documents.map(({ kind }) => kind), documents.map(({ key }) => key)],
  });
  await touch(client, schema, draftId, now);
}

/** Ends a draft: it was published, or is given up. Its documents go with it. */
export async function closeDraft(
  client: ClientBase,
  { schema }: Schema,
  draftId: string,
  status: 'published' | 'abandoned',
  now: Date,
): Promise<void> {
  await query(client, {
    text: `DELETE FROM ${qualified(schema, '_meta_draft_doc')} WHERE draft_id = $1::uuid`,
    values: [draftId],
  });
  await query(client, {
    text: `UPDATE ${qualified(schema, '_meta_draft')} SET status = $2, updated_at = $3::timestamptz(3) WHERE draft_id = $1::uuid`,
    values: [draftId, status, now.toISOString()],
  });
}

/** A document of a draft as one of a set; its id stands in its body. */
export function documentOfDraft({ kind, key, body, package: home }: DraftDocument): Document | undefined {
  if (body === null) return undefined;
  const { head } = kindOf({ kind });
  const { id } = head === undefined ? body : body[head];
  return { kind, key, id, package: home, body };
}

/** The documents as they would be with those of a draft. */
export function withDraft(documents: Documents, drafted: readonly DraftDocument[]): Documents {
  const next = new Map(documents);
  for (const one of drafted) {
    const document = documentOfDraft(one);
    if (document) next.set(addressOf(one), document);
    else next.delete(addressOf(one));
  }
  return next;
}
