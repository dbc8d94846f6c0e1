import type { Kind, Type } from './kinds.ts';

/** Where something stands in the source, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One name of a path. */
export interface Segment extends Span {
  readonly name: string;
}

export interface LiteralSyntax extends Span {
  readonly op: 'literal';
  readonly kind: 'string' | 'decimal' | 'bool' | 'null';
  /** of numbers the spelling, never a float */
  readonly value: string | boolean | null;
}

export interface PathSyntax extends Span {
  readonly op: 'path';
  readonly segments: readonly Segment[];
}

export interface ListSyntax extends Span {
  readonly op: 'list';
  readonly items: readonly Syntax[];
}

/** The operator that gives a member of a list by its place: `list[0]`. */
export const INDEX = '[]';

/** Functions, methods and operators alike: `x.f(y)` is `f(x, y)`. */
export interface CallSyntax extends Span {
  readonly op: 'call';
  readonly name: string;
  readonly isOperator: boolean;
  /** where the name stands */
  readonly at: number;
  readonly args: readonly Syntax[];
}

/** An expression as it is written. */
export type Syntax = LiteralSyntax | PathSyntax | ListSyntax | CallSyntax;

export interface Literal {
  readonly op: 'literal';
  readonly type: Type;
  readonly value: string | boolean | null;
}

export interface Reference {
  readonly op: 'reference';
  readonly type: Type;
  readonly path: readonly string[];
  readonly sqlType?: string;
}

export interface List {
  readonly op: 'list';
  readonly type: Type;
  readonly items: readonly Tree[];
}

export interface Call {
  readonly op: 'call';
  readonly type: Type;
  /** id of the row in `functions/` */
  readonly row: string;
  readonly args: readonly Tree[];
  /** a number that can have more digits before the point than numbers have: it is null then */
  readonly guarded?: true;
}

/**
 * A question about each of many: the records that point at one, or the members of a list. What stands for one
 * of them inside is a path that begins with `@0`, `@1`… by how many macros are around.
 */
export interface Macro {
  readonly op: 'macro';
  readonly type: Type;
  /** name of the row in `functions/macros.ts` */
  readonly name: string;
  readonly depth: number;
  readonly over: MacroSource;
  /** conditions of the filters before it: only those count that meet all of them */
  readonly where: readonly Tree[];
  /** what is asked of each; absent where they are only counted */
  readonly body?: Tree;
  readonly guarded?: true;
}

/** Records by the path to their relation, or the members of a list. */
export type MacroSource = { readonly path: readonly string[] } | { readonly list: Tree };

/** A checked expression: plain data, the same after a trip through JSON. */
export type Tree = Literal | Reference | List | Call | Macro;

/** What can be evaluated and compiled: an expression that the checker has passed. */
export interface CheckedExpression {
  readonly source: string;
  readonly kind: Kind;
  /** every path that it reads, once; those of a variable begin with `$user`, `$old`… */
  readonly references: readonly (readonly string[])[];
  /** records that point at one and are asked by macros, and what is read of each */
  readonly children: readonly ChildReads[];
  readonly tree: Tree;
}

/** What an expression reads of records that point at one. */
export interface ChildReads {
  /** to the relation, from the record around: `account.contact` */
  readonly path: readonly string[];
  /** paths of each of these records */
  readonly references: readonly (readonly string[])[];
  readonly children: readonly ChildReads[];
}
