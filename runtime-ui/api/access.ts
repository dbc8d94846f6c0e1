import { get } from './request.ts';
import type { Labels } from './types.ts';

/** What gave a way: where it would be changed. */
export interface AccessSource {
  readonly by: 'role' | 'sharing' | 'admin' | 'parent' | 'everyone' | 'delegation';
  readonly role?: string;
  readonly rule?: string;
}

/** Why somebody may do something with a record, or with a field of it; or why not. */
export interface AccessAnswer {
  readonly object: string;
  readonly record: string;
  readonly verdict: 'granted' | 'denied';
  readonly text: Labels;
  readonly ways: readonly {
    readonly source: AccessSource;
    readonly right?: string;
    readonly isMet: boolean;
    readonly steps: readonly { readonly text: Labels; readonly isMet: boolean }[];
  }[];
  readonly restrictions: readonly { readonly rule: string; readonly isMet: boolean; readonly text: Labels }[];
  /** the record whose rights it follows */
  readonly parent?: AccessAnswer;
}

export interface AccessQuestion {
  readonly user: string;
  readonly action: 'read' | 'update' | 'delete';
  readonly field?: string | undefined;
}

/** Somebody who may, and by which way. */
export interface Viewer extends AccessAnswer {
  readonly user: {
    readonly id: string;
    readonly name: string | null;
    readonly email: string | null;
    /** of the portal */
    readonly isOutside: boolean;
  };
}

export interface ViewersPage {
  /** of all of them, whatever is looked for */
  readonly count: number;
  /** people who act for somebody today, of whom it was not worked out */
  readonly unknown: number;
  readonly viewers: readonly Viewer[];
  readonly next: string | null;
}

const at = (object: string, id: string): string =>
  `/api/records/${encodeURIComponent(object)}/${encodeURIComponent(id)}/access`;

/** Everybody who may, by name, a page at a time. */
export const fetchViewers = (
  object: string,
  id: string,
  asked: Omit<AccessQuestion, 'user'> & {
    readonly q?: string | undefined;
    readonly after?: string | undefined;
  },
  signal?: AbortSignal,
) => get<ViewersPage>(`${at(object, id)}/viewers`, { query: { ...asked }, signal });

export const fetchAccess = (object: string, id: string, asked: AccessQuestion, signal?: AbortSignal) =>
  get<AccessAnswer>(at(object, id), { query: { ...asked }, signal });
