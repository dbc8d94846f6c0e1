export type { Calendar } from './calendar.ts';
export { type CheckResult, checkExpression } from './check.ts';
export { dayOf, offsetAt } from './clock.ts';
export {
  type DescribedMember,
  type DescribedScope,
  describedScope,
  describeScope,
} from './described-scope.ts';
export { evaluate } from './evaluate.ts';
export { type FunctionEntry, functionCatalogue } from './functions/catalogue.ts';
export type { Clock, RecordAround, Surroundings, WorkspaceTime } from './functions/define-function.ts';
export { keptSql, keptValue } from './keep.ts';
export type { Digits, Kind, Type } from './kinds.ts';
export { macroKey } from './macro-key.ts';
export { parseExpression } from './parse.ts';
export type { ExpressionProblem } from './problems.ts';
export { findReferences, renameReferences } from './references.ts';
export { RECORD, type Scope, type ScopeMember, type ScopeRecord } from './scope.ts';
export { calendarCalls, movesWithTime, outermostMacros, sizeOfTree } from './size.ts';
export { type SqlRecord, type SqlRecords, toSql } from './to-sql.ts';
export type { CheckedExpression, ChildReads, Macro, Tree } from './tree.ts';
export { unchangedTree } from './unchanged.ts';
export type { WireValue } from './values.ts';
