import type { Digits, Kind } from './kinds.ts';

/** Something that an expression may name. */
export interface ScopeMember {
  readonly name: string;
  readonly kind: Kind;
  /** of a list: the kind of its members */
  readonly memberKind?: Kind;
  /** whether its value can be missing, of a list: whether its SQL can be NULL (the list itself is then empty) */
  readonly nullable: boolean;
  /** of numbers: how many digits its values have before and after the point */
  readonly digits?: Digits;
  /** Postgres type of its SQL where that is not the usual one of its kind: `uuid` of ids, `integer` of counts */
  readonly sqlType?: string;
  /** what a dot leads to; absent where nothing is behind the value */
  readonly record?: () => ScopeRecord;
}

/** The names of a record, or of a variable such as `user`. */
export interface ScopeRecord {
  member(name: string): ScopeMember | undefined;
  names(): Iterable<string>;
}

/** What the names of an expression stand for. A name of `variables` wins over one of the record. */
export interface Scope {
  readonly record: ScopeRecord;
  /** `user`, `old`…: paths of theirs begin with `$user` */
  readonly variables: ReadonlyMap<string, ScopeRecord>;
}

/** The word for the record itself, where a bare name could be hidden: `record.name`. */
export const RECORD = 'record';

/** The record before the change, where one is judged. */
export const OLD = 'old';

/** Words that never are fields of a record: no object may have fields of these names. */
export const SCOPE_WORDS: ReadonlySet<string> = new Set([RECORD, 'user', OLD, 'form', 'steps', 'item']);
