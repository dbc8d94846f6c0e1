import type { Labels } from '../errors.ts';
import type { Digits, Kind, Type } from './kinds.ts';

/** Something that an expression may name. */
export interface ScopeMember {
  readonly name: string;
  readonly kind: Kind;
  /** of a list: the kind of its members */
  readonly memberKind?: Kind;
  /** of a list: how many members it can have */
  readonly most?: number;
  /** of a text: how many characters it can have */
  readonly length?: number;
  /** of an encrypted text: the id of its field */
  readonly sealedFor?: string;
  /** whether its value can be missing, of a list: whether its SQL can be NULL (the list itself is then empty) */
  readonly nullable: boolean;
  /** of numbers: how many digits its values have before and after the point */
  readonly digits?: Digits;
  /** Postgres type of its SQL where that is not the usual one of its kind: `uuid` of ids, `integer` of counts */
  readonly sqlType?: string;
  /** what people call it */
  readonly labels?: Labels;
  /** every record has it: shown behind what people have made */
  readonly isSystem?: true;
  /** all values that it can have, where the language itself fixes them */
  readonly values?: readonly { readonly value: string; readonly labels: Labels }[];
  /** what a dot leads to, of `records` each of them; absent where nothing is behind the value */
  readonly record?: () => ScopeRecord;
}

/** The names of a record, or of a variable such as `user`. */
export interface ScopeRecord {
  /** API name of the object whose record it is, where it is one */
  readonly object?: string;
  member(name: string): ScopeMember | undefined;
  names(): Iterable<string>;
}

/** What the names of an expression stand for. A name of `variables` wins over one of the record. */
export interface Scope {
  readonly record: ScopeRecord;
  /** `user`, `old`…: paths of theirs begin with `$user` */
  readonly variables: ReadonlyMap<string, ScopeRecord>;
  /** inside macros: what stands for one of the many, each in its place. These win over everything. */
  readonly items?: ReadonlyMap<string, ScopeItem>;
  /** encrypted texts may be compared with written ones: only where nobody keeps the expression */
  readonly asksEncrypted?: true;
}

/** One of many, inside a macro. */
export interface ScopeItem {
  /** how many macros are around the one that it belongs to */
  readonly depth: number;
  /** a record, or a member of a list */
  readonly of: ScopeRecord | Type;
}

/** The word for the record itself, where a bare name could be hidden: `record.name`. */
export const RECORD = 'record';

/** The record before the change, where one is judged. */
export const OLD = 'old';

/** Words that never are fields of a record: no object may have fields of these names. */
export const SCOPE_WORDS: ReadonlySet<string> = new Set([RECORD, 'user', OLD, 'form', 'steps', 'item']);
