import type { Reach, ReachName } from '../../context.ts';

/** The row that a scope judges, as the statement around it names things. */
export interface ScopeRow {
  /** id of the object; it needs no escaping */
  readonly objectId: string;
  /** SQL of the column of a field of the object, undefined where it has no such field */
  column(field: string): string | undefined;
  /** SQL of the column of the first field that points at that object, undefined where there is none */
  pointing(object: string): string | undefined;
  /** placeholder of a value of the actor; values are bound, never written into the text */
  actor(attribute: ActorAttribute): string;
  /** SQL of a table of the engine, and of the day it is in the workspace; absent where neither can be asked */
  readonly systemTable?: ((name: string) => string) | undefined;
  readonly today?: (() => string) | undefined;
  /** of a user of the portal: SQL of the column that says which rows are theirs; undefined where none can be */
  readonly portal?: string | undefined;
  /** how those are told whom the actor reaches; undefined where that is not known */
  reachForm(name: ReachName): Reach['form'] | undefined;
}

/** SQL of the column that says whose a row is: its owner; of objects without owners, its maker. */
export const holderOf = (row: Pick<ScopeRow, 'column'>): string | undefined =>
  row.column('owner') ?? row.column('created_by');

/**
 * A column of ids as it stands behind the keys of an order, in an index that is walked along it: entries of others are
 * passed over without a look at their rows. It is spelled in another way than at the head of an index, because Postgres
 * takes such a walk to be cheaper than it is; which of both it is to be is said by whoever writes the condition.
 */
export const walkedSql = (column: string): string =>
  `COALESCE(${column}, '00000000-0000-0000-0000-000000000000'::uuid)`;

/** What a scope may know of somebody. */
export type OwnAttribute =
  | 'id'
  | 'name'
  | 'email'
  | 'department'
  | 'departments'
  | 'manager'
  | 'portal_record'
  | 'roles'
  | 'teams'
  | 'parties'
  | 'territories'
  | `reach.${ReachName}`;

/** What a scope may know of who acts, and of those who have delegated to them, by their place. */
export type ActorAttribute = OwnAttribute | `for${number}.${OwnAttribute}`;

/** Which rows a grant reaches. One file per scope; several scopes of one actor add up. */
export interface RowScope {
  readonly name: string;
  /** a condition that only ever stands in AND, OR and CASE: null is not met. Bare columns, so that indexes serve it */
  readonly sql: (row: ScopeRow) => string;
  /** the users whose records it is about */
  readonly reach?: ReachName;
  /** SQL of the column whose values its rows are found by, so that an index may begin with it */
  readonly leads?: (row: Pick<ScopeRow, 'column' | 'pointing'>) => string | undefined;
  /** whether a record about to be made lies in it, where its owner says so; absent: it is asked once it stands in its row */
  readonly ofNew?: (isOwn: boolean) => boolean;
}

export const defineScope = (scope: RowScope): RowScope => Object.freeze(scope);
