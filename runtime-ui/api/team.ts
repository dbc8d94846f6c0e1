import { queryOptions } from '@tanstack/react-query';
import { get, idempotencyKey, post, request } from './request.ts';

/** A user or a team. */
export interface Party {
  readonly id: string;
  /** null of whom the caller may not know */
  readonly name: string | null;
}

/** Somebody who reaches one record besides its owner. */
export interface Collaborator {
  readonly user?: Party;
  readonly team?: Party;
  readonly right: 'read' | 'write';
  /** the last day */
  readonly until: string | null;
  readonly isOver: boolean;
}

export interface RecordTeam {
  readonly collaborators: readonly Collaborator[];
  readonly can: { readonly share: boolean };
}

export interface NewCollaborator {
  readonly kind: 'user' | 'team';
  readonly id: string;
  readonly right: Collaborator['right'];
  readonly until: string | null;
}

/** Records that point at those that change hands, and go along. */
export interface Along {
  readonly object: string;
  readonly via: string;
}

const of = (object: string, rest: string): string => `/api/records/${encodeURIComponent(object)}${rest}`;
const idempotent = () => ({ headers: { 'Idempotency-Key': idempotencyKey() } });

export const teamQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: ['records', object, 'team', id],
    queryFn: ({ signal }) => get<RecordTeam>(of(object, `/${id}/collaborators`), { signal }),
  });

export const putCollaborator = (
  object: string,
  record: string,
  { kind, id, right, until }: NewCollaborator,
) => request('PUT', of(object, `/${record}/collaborators`), { body: { [kind]: id, right, until } });

export const removeCollaborator = (object: string, record: string, member: string) =>
  request('DELETE', of(object, `/${record}/collaborators/${member}`));

interface Transferred {
  readonly id: string;
  readonly records: number;
  readonly related: readonly (Along & { readonly records: number })[];
}

/** Gives records another owner, all or none. */
export const transferRecords = (
  object: string,
  ids: readonly string[],
  to: string,
  related: readonly Along[],
): Promise<Transferred> =>
  ids.length === 1
    ? post(of(object, `/${ids[0]}/actions/transfer`), { to, related }, idempotent())
    : post(of(object, '/transfer'), { ids, to, related }, idempotent());

export const undoTransfer = (object: string, id: string): Promise<{ undone: number; kept: number }> =>
  post(of(object, `/transfers/${id}/undo`), {}, idempotent());

/** Destroys what lies in the bin. */
export const purgeRecord = (object: string, id: string) =>
  request('DELETE', of(object, `/${id}`), { query: { purge: 'true' } });
