import type { Action } from '../model/index.ts';
import type { FieldRight } from './access.ts';
import { scopesOf } from './terms.ts';

/** What gave a way to rows. */
export type WaySource =
  /** a grant of a role, by its place in the document */
  | { readonly by: 'role'; readonly role: string; readonly grant: number }
  /** a sharing rule, by its id, over such a grant; over none of a role where the rights come from elsewhere */
  | { readonly by: 'sharing'; readonly rule: string; readonly role?: string; readonly grant?: number }
  /** what every user of a workspace may do */
  | { readonly by: 'everyone' }
  | { readonly by: 'admin'; readonly right: string }
  /** the rights over the record that these rows follow */
  | { readonly by: 'parent' }
  /** a way of somebody who has delegated to the actor, by their place among them */
  | { readonly by: 'delegation'; readonly place: number; readonly over: WaySource };

/** One way to rows: all of its scopes must hold. Restrictions stand beside it. */
export interface Way {
  readonly source: WaySource;
  readonly scopes: readonly string[];
  /** of a field: how much of it the way gives */
  readonly right?: FieldRight;
}

/** A way of one term; undefined where that reaches nothing. */
export function wayOf(source: WaySource, term: string | undefined, right?: FieldRight): Way | undefined {
  if (term === undefined) return undefined;
  return { source, scopes: scopesOf(term), ...(right && { right }) };
}

/** What of an object a way is asked for. */
export interface WayAsked {
  readonly action: Action;
  readonly field?: string;
}
