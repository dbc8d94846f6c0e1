/** Kinds of values; operators and functions come from the kind, never from the field type. */
export type Kind =
  | 'string'
  | 'decimal'
  | 'bool'
  | 'date'
  | 'timestamp'
  | 'duration'
  | 'list'
  | 'records'
  /** a text that is kept sealed: compared with what it is said to be, and no more */
  | 'encrypted'
  | 'null';

/** As `Kind`, with durations told apart: a number of calendar days is not a number of hours. */
export type TypeKind = Kind | 'days' | 'hours';

/** The most digits that a number can have before and after the point. */
export type Digits = readonly [before: number, after: number];

/** What the checker knows of a value. */
export interface Type {
  readonly kind: TypeKind;
  /** of a list: the kind of its members, `null` of the empty list */
  readonly member?: TypeKind;
  /** of numbers, and of lists of them */
  readonly digits?: Digits;
  /** of a list: how many members it has at most */
  readonly most?: number;
  /** of the text of a field: how many characters it has at most */
  readonly length?: number;
  /** of an encrypted text: the id of its field, by which what it is compared with is found */
  readonly sealedFor?: string;
  readonly nullable: boolean;
}

/** A number with more digits before the point is null. */
export const WHOLE_DIGITS = 24;
/** Digits behind the point of literals and quotients. */
export const DECIMALS = 12;
/** Products may have more, up to this; what could have more still is refused. */
export const MOST_DECIMALS = 60;

/** Of numbers of which nothing else is known. */
const ANY_DIGITS: Digits = [WHOLE_DIGITS, DECIMALS];

export const widest = (a: Digits, b: Digits): Digits => [Math.max(a[0], b[0]), Math.max(a[1], b[1])];

export const digitsOf = (type: Type): Digits => type.digits ?? ANY_DIGITS;

/** The kind that people outside know. */
export const publicKind = (kind: TypeKind): Kind => (kind === 'days' || kind === 'hours' ? 'duration' : kind);

function sharedMember(a: Type, b: Type): TypeKind | undefined {
  if (a.member === b.member || b.member === 'null') return a.member;
  return a.member === 'null' ? b.member : undefined;
}

/** Of a list of which nothing else is known: what fields hold. */
const USUAL_MEMBERS = 100;

/** How many members a list can have. */
export const mostMembers = ({ most = USUAL_MEMBERS }: Type): number => most;

/** Of a list of numbers: those of its members, none of the empty list. */
const memberDigits = (list: Type): Digits => (list.member === 'null' ? [0, 0] : digitsOf(list));

/** The type of a value that is of type `a` or of type `b`; undefined where there is none. Null is of every type. */
export function sharedType(a: Type, b: Type): Type | undefined {
  const nullable = a.nullable || b.nullable;
  if (a.kind === 'null') return { ...b, nullable };
  if (b.kind === 'null') return { ...a, nullable };
  if (a.kind !== b.kind) return undefined;
  if (a.kind === 'decimal') return { kind: a.kind, digits: widest(digitsOf(a), digitsOf(b)), nullable };
  if (a.kind !== 'list') return { kind: a.kind, nullable };
  const member = sharedMember(a, b);
  if (member === undefined) return undefined;
  const digits = member === 'decimal' ? widest(memberDigits(a), memberDigits(b)) : undefined;
  const most = Math.max(mostMembers(a), mostMembers(b));
  return { kind: 'list', member, ...(digits && { digits }), most, nullable };
}
