import type { DescribedScope } from '../../engine/expression/described-scope.ts';
import type { FunctionEntry } from '../../engine/expression/functions/catalogue.ts';
import type { ProblemDetail } from '../../runtime-ui/api/problem.ts';
import { type Answer, get, post, request } from '../../runtime-ui/api/request.ts';
import type { FormDescription, Kind, Labels } from '../../runtime-ui/api/types.ts';
import type { Body, MetaDocument } from '../draft/documents.ts';
import type { FieldTypeInfo, Plan, PublishProgress } from './types.ts';

/** What everybody works with. */
export interface Published {
  readonly version: number;
  readonly documents: readonly (MetaDocument & { readonly etag: string })[];
}

/** A document of the draft; without a body it is removed by it. */
export interface DraftDocument extends Omit<MetaDocument, 'body'> {
  readonly body: Body | null;
  readonly etag?: string;
}

/** Values for what a plan asks, by change. */
export type Remedies = Readonly<Record<string, { readonly name: string; readonly value?: unknown }>>;

/** Answer of a publish: it has taken effect; with `publish`, steps fill or check records now. */
export interface PublishAnswer {
  readonly version: number;
  readonly publish?: string;
}

const inDraft = ({ kind, key }: Pick<MetaDocument, 'kind' | 'key'>): string =>
  `/api/metadata/draft/${encodeURIComponent(kind)}/${encodeURIComponent(key)}`;

export const fetchPublished = (signal?: AbortSignal) => get<Published>('/api/metadata/documents', { signal });

export const fetchDraft = async (signal?: AbortSignal): Promise<readonly DraftDocument[]> =>
  (await get<{ documents: readonly DraftDocument[] }>('/api/metadata/draft', { signal })).documents;

export const putDocument = (
  document: Pick<MetaDocument, 'kind' | 'key' | 'body'>,
  etag: string | undefined,
): Promise<Answer<DraftDocument>> =>
  request('PUT', inDraft(document), { body: document.body, headers: { 'If-Match': etag } });

export const deleteDocument = async (
  document: Pick<MetaDocument, 'kind' | 'key'>,
  etag: string | undefined,
) => {
  await request('DELETE', inDraft(document), { headers: { 'If-Match': etag } });
};

export const fetchFieldTypes = async (signal?: AbortSignal): Promise<readonly FieldTypeInfo[]> =>
  (await get<{ entries: readonly FieldTypeInfo[] }>('/api/catalogue/field-types', { signal })).entries;

/** The form of an object as the draft has it. */
export const fetchDraftForm = (
  object: string,
  query: { readonly layout: string; readonly locale: string },
  signal?: AbortSignal,
) =>
  get<FormDescription>(`/api/model/${encodeURIComponent(object)}/form`, {
    query: { draft: 'own', ...query },
    signal,
  });

/** A published role, and how many users hold it. */
export interface RoleInfo {
  readonly name: string;
  readonly labels: Labels;
  readonly admin: readonly string[];
  readonly holders: number;
}

/** For those who manage people. */
export const fetchRoles = async (signal?: AbortSignal): Promise<readonly RoleInfo[]> =>
  (await get<{ roles: readonly RoleInfo[] }>('/api/roles', { signal })).roles;

/** Somebody who holds a role. */
export interface RoleHolder {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly active: boolean;
}

const peopleOf = (role: string): string => `/api/roles/${encodeURIComponent(role)}/people`;

export const fetchHolders = (role: string, q: string, after: string | undefined, signal?: AbortSignal) =>
  get<{ readonly holders: readonly RoleHolder[]; readonly next: string | null }>(peopleOf(role), {
    query: { q: q || undefined, after },
    signal,
  });

/** Who holds a role is no document: it counts from the next request on. */
export const giveRole = (role: string, user: string) => request('PUT', `${peopleOf(role)}/${user}`);
export const takeRole = (role: string, user: string) => request('DELETE', `${peopleOf(role)}/${user}`);

export const planDraft = (remedies: Remedies, signal?: AbortSignal) =>
  post<Plan>('/api/metadata/draft/plan', { remedies }, { signal });

/** Who gains and who loses what by publishing the draft, in sentences. */
export interface Effects {
  readonly roles: readonly {
    readonly roles: readonly { readonly name: string; readonly labels: Labels }[];
    /** of users of the portal: the object whose records they are bound to */
    readonly portal?: { readonly object: string; readonly labels: Labels };
    /** how many hold exactly these */
    readonly users: number;
    readonly lines: readonly Labels[];
    readonly objects: readonly {
      readonly object: string;
      readonly labels: Labels;
      readonly lines: readonly Labels[];
    }[];
  }[];
  readonly lines: readonly Labels[];
}

export const fetchEffects = (signal?: AbortSignal) => get<Effects>('/api/metadata/draft/effects', { signal });

/** What an expression comes to for a record. */
export interface TriedValue {
  readonly id: string;
  readonly title: unknown;
  readonly value: unknown;
}

/** What an expression gives in the draft, or what is wrong with it. */
export interface Tried {
  readonly type: Kind | null;
  readonly problems: readonly {
    /** offset into the source */
    readonly position: number;
    readonly message: string;
    readonly suggestion?: string;
  }[];
  /** null: it names what is not published yet, or not to be read by the caller */
  readonly values?: readonly TriedValue[] | null;
}

export const tryExpression = (
  asked: {
    readonly object: string;
    /** the object of `record.`, where other names are of another */
    readonly home?: string;
    readonly expression: string;
    readonly scope: string;
    readonly returns?: string;
    /** for which it is worked out */
    readonly records?: 'latest' | readonly string[];
  },
  signal?: AbortSignal,
) => post<Tried>('/api/metadata/draft/try', asked, { signal });

export const fetchScope = (
  query: { readonly object: string; readonly home?: string | undefined; readonly scope: string },
  signal?: AbortSignal,
) => get<DescribedScope>('/api/metadata/draft/scope', { query, signal });

/** What a relation is called on the side of its target. */
export interface NamedRelation {
  readonly object: string;
  readonly field: string;
  readonly target: string;
  readonly name: string;
  readonly labels: Labels;
}

export const fetchRelations = async (signal?: AbortSignal): Promise<readonly NamedRelation[]> =>
  (await get<{ relations: readonly NamedRelation[] }>('/api/metadata/draft/relations', { signal })).relations;

export const fetchFunctions = async (signal?: AbortSignal): Promise<readonly FunctionEntry[]> =>
  (await get<{ entries: readonly FunctionEntry[] }>('/api/catalogue/functions', { signal })).entries;

/** What the server says of documents that are being written. */
export interface Checked {
  /** they could be saved; what else is wrong keeps the draft from being published */
  readonly sound: boolean;
  readonly problems: readonly ProblemDetail[];
}

export const checkDocuments = (
  documents: readonly Pick<MetaDocument, 'kind' | 'key' | 'body'>[],
  signal?: AbortSignal,
) =>
  post<Checked>(
    '/api/metadata/draft/check',
    { documents: documents.map(({ kind, key, body }) => ({ kind, key, body })) },
    { signal },
  );

export const publishDraft = (hash: string, remedies: Remedies) =>
  post<PublishAnswer>('/api/metadata/draft/publish', { hash, remedies });

export const fetchPublish = (publish: string, signal?: AbortSignal) =>
  get<PublishProgress>(`/api/metadata/publishes/${encodeURIComponent(publish)}`, { signal });
