import { CHANGE_FUNCTIONS } from './change.ts';
import { DATE_FUNCTIONS } from './date.ts';
import { type ExpressionFunction, rowId } from './define-function.ts';
import { LIST_FUNCTIONS } from './list.ts';
import { LOGIC_FUNCTIONS } from './logic.ts';
import { MACRO_NAMES } from './macros.ts';
import { NUMBER_FUNCTIONS } from './number.ts';
import { PIECE_FUNCTIONS } from './pieces.ts';
import { PLACE_FUNCTIONS } from './places.ts';
import { SPAN_FUNCTIONS } from './spans.ts';
import { SPLIT_FUNCTIONS } from './split.ts';
import { TEXT_FUNCTIONS } from './text.ts';
import { WORKDAY_FUNCTIONS } from './workdays.ts';

/** The rows by id. */
export type Functions = ReadonlyMap<string, ExpressionFunction>;

/** The rows by what they are about, in the order in which they are shown. */
export const GROUPS = {
  logic: LOGIC_FUNCTIONS,
  list: LIST_FUNCTIONS,
  text: [...TEXT_FUNCTIONS, ...PIECE_FUNCTIONS, ...PLACE_FUNCTIONS, ...SPLIT_FUNCTIONS],
  number: NUMBER_FUNCTIONS,
  date: [...DATE_FUNCTIONS, ...SPAN_FUNCTIONS, ...WORKDAY_FUNCTIONS],
  change: CHANGE_FUNCTIONS,
} as const satisfies Record<string, readonly ExpressionFunction[]>;

/** The language's functions and operators, in the order in which they are shown. */
export const FUNCTIONS: Functions = new Map(
  Object.values(GROUPS)
    .flat()
    .map((row) => [rowId(row), row]),
);

/** A row with its id. */
export type Row = readonly [id: string, row: ExpressionFunction];

const isOperator = ([, { form }]: Row): boolean => form !== undefined;
const rowsByName = (rows: readonly Row[]) => Map.groupBy(rows, ([, { name }]) => name);

const OPERATORS = rowsByName([...FUNCTIONS].filter(isOperator));
const CALLABLE = rowsByName([...FUNCTIONS].filter((row) => !isOperator(row)));

/** All rows of an operator: what it means depends on what it is given. */
export const operatorsNamed = (name: string): readonly Row[] => OPERATORS.get(name) ?? [];

const CEL_NAMES: ReadonlyMap<string, string> = new Map(
  [...FUNCTIONS.values()].flatMap(({ name, celName }) => (celName ? [[celName, name] as const] : [])),
);

/** All rows of a function, also by what CEL calls it. */
export const functionsNamed = (name: string): readonly Row[] =>
  CALLABLE.get(CEL_NAMES.get(name) ?? name) ?? [];

/** Names that can be called, for suggestions. */
export const functionNames = (): Iterable<string> => [...CALLABLE.keys(), ...MACRO_NAMES];
