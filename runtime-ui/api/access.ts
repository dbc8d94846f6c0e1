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
  readonly action: string;
  readonly field?: string | undefined;
}

export const fetchAccess = (object: string, id: string, asked: AccessQuestion, signal?: AbortSignal) =>
  get<AccessAnswer>(`/api/records/${encodeURIComponent(object)}/${encodeURIComponent(id)}/access`, {
    query: { ...asked },
    signal,
  });
