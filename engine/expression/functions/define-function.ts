import type { Labels } from '../../errors.ts';
import type { Calendar } from '../calendar.ts';
import type { Digits, Type, TypeKind } from '../kinds.ts';
import type { Tree } from '../tree.ts';
import type { Value, WireValue } from '../values.ts';

/** A record, as far as an evaluation asks for it. */
export interface RecordAround {
  /** the value behind a path, as it is on the wire */
  get(path: readonly string[]): WireValue;
  /** the records behind a path to related records; undefined where they are not known */
  children?(path: readonly string[]): readonly RecordAround[] | undefined;
}

/** What a workspace says of time. */
export interface WorkspaceTime {
  readonly timeZone: string;
  /** which days are worked; Monday to Friday without it */
  readonly calendar?: Calendar;
}

/** When an expression is judged, and by which clock. */
export interface Clock extends WorkspaceTime {
  readonly now: Date;
}

/** What an evaluation is given besides the expression. */
export interface Surroundings extends RecordAround, Clock {
  /** answers to questions about related records that were found out beforehand, by `macroKey` */
  readonly facts?: ReadonlyMap<string, WireValue>;
  /** inside macros: what each of their variables stands for just now */
  readonly items?: (RecordAround | Value)[];
}

/** A part of an expression made ready to be evaluated. */
export type Compiled = (around: Surroundings) => Value;

/** An argument while SQL is made. Every call of `as` may bind a parameter, so a row calls it once. */
export interface Operand {
  readonly type: Type;
  /** its value, when no record decides it */
  readonly constant?: { readonly value: Value };
  /** the members of a list that is written out and not constant */
  readonly items?: readonly Operand[];
  /** SQL of its own that is a plain reference: a column, or what stands for one */
  readonly isReference: boolean;
  /** Postgres type of a reference where it is not the usual one of its kind */
  readonly sqlType?: string;
  /** the SQL, in the usual type of its kind or in another that it can have; of a constant list also with fewer members */
  as(sqlType?: string, members?: readonly Value[]): string;
}

/** What binds values to a statement. */
export interface Binding extends WorkspaceTime {
  parameter(value: unknown, type: string): string;
}

/**
 * What a parameter takes: a kind, `any` value at all, `same` (all of these are of one kind, any of
 * `among`), `members` (a list of the kind that `same` stands for).
 */
export type Taken = TypeKind | 'any' | 'same' | 'members';

/** Everything the engine knows of a function or operator: one row, the same meaning in both worlds. */
export interface ExpressionFunction {
  readonly name: string;
  /** operators only: how it is written */
  readonly form?: 'infix' | 'prefix' | 'ternary' | 'index';
  /** what CEL calls it, where ours has another name: read, and told under our name */
  readonly celName?: string;
  readonly takes: readonly Taken[];
  /** the last parameter may be given more than once */
  readonly rest?: true;
  /** the kinds that `same` stands for */
  readonly among?: readonly TypeKind[];
  /** parameters, by position, that must be written as literals */
  readonly literals?: readonly number[];
  /** the one of them that is a pattern: see `pattern.ts` */
  readonly patternAt?: number;
  readonly gives: TypeKind | 'same';
  /** of a list: the kind of its members */
  readonly givesMembers?: TypeKind;
  /** of a list: how many members it has at most */
  most?(args: readonly Type[], nodes: readonly Tree[]): number;
  /** what a call costs in process for a text as long as fields hold them, in steps of 50 ns: it grows with the text */
  readonly steps?: number;
  /**
   * of texts that can be longer than all that they are made of: how many characters they have at most, by how many
   * the arguments have
   */
  longest?(lengths: readonly number[], args: readonly Tree[]): number;
  /** of numbers: the most digits of the result */
  digits?(args: readonly Type[], nodes: readonly Tree[]): Digits;
  /** when the result can be null; without it: when an argument that it may be made of can */
  readonly nullable?: 'never' | 'always' | 'when all are';
  /** of a record that is being written: only where `old` is known; there is no SQL of it */
  readonly ofChange?: true;
  /** differs from request to request although no record decides it: a remembered statement takes it anew each time */
  readonly isMoving?: true;
  /** asks which days are worked: who evaluates it must know, and its SQL holds the days of the calendar */
  readonly asksCalendar?: true;
  /** meaning in JavaScript; gets no null: with a null argument the result is null. Never throws */
  run?(...args: any[]): Value;
  /** the same, for rows that judge nulls themselves, need the clock or leave arguments alone */
  decide?(args: readonly Compiled[], around: Surroundings): Value;
  /** meaning in SQL, composites in brackets, never raising; absent where the arguments are always constant */
  sql?(args: readonly Operand[], binding: Binding): string;
  readonly docs: Labels;
  readonly example: string;
}

/** Says which of the rows of one name it is: `date(timestamp)`. */
export const rowId = ({ name, takes }: ExpressionFunction): string => `${name}(${takes.join()})`;

/**
 * SQL over operands that are named, so that each is worked out once however often it is said. OFFSET keeps
 * Postgres from copying them back into their places: of calls inside each other it would make a tree too large to plan.
 */
export const named = (operands: Readonly<Record<string, string>>, sql: string): string => {
  const list = Object.entries(operands).map(([name, operand]) => `${operand} AS ${name}`);
  return `(SELECT ${sql} FROM (SELECT ${list.join(', ')} OFFSET 0) given)`;
};

/** A row whose SQL is put together from the plain SQL of its arguments. */
export const sqlOf =
  (write: (...args: string[]) => string) =>
  (args: readonly Operand[]): string =>
    write(...args.map((arg) => arg.as()));
