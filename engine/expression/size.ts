import { FUNCTIONS } from './functions/index.ts';
import { isPatternFault, readPattern } from './pattern.ts';
import type { Call, Macro, Tree } from './tree.ts';

/** What a call that asks the calendar counts as: it brings all exceptional days along. */
const CALENDAR_SIZE = 50;

/** What each state of a pattern counts as: it looks at every character of a text. */
const STATE_SIZE = 5;

/** The parts that a tree is made of. */
export function partsOf(tree: Tree): readonly Tree[] {
  if (tree.op === 'list') return tree.items;
  if (tree.op === 'call') return tree.args;
  return tree.op === 'macro' ? partsOfMacro(tree) : [];
}

const partsOfMacro = ({ over, where, body }: Macro): readonly Tree[] => [
  ...('list' in over ? [over.list] : []),
  ...where,
  ...(body ? [body] : []),
];

/**
 * How many parts an expression has, where each path counts as many as `sizeOfPath` says (else one): what
 * it costs to evaluate grows with them. A path of a record that a macro asks is told from the record around:
 * over the relation.
 */
export function sizeOfTree(
  tree: Tree,
  sizeOfPath: (path: readonly string[]) => number = () => 1,
  around: readonly (readonly string[] | undefined)[] = [],
): number {
  if (tree.op === 'reference') {
    const path = pathFrom(tree.path, around);
    return path ? sizeOfPath(path) : 1;
  }
  const inside =
    tree.op === 'macro'
      ? [...around.slice(0, tree.depth), 'path' in tree.over ? pathFrom(tree.over.path, around) : undefined]
      : around;
  const own = isCalendarCall(tree) ? CALENDAR_SIZE : 1 + statesOf(tree) * STATE_SIZE;
  return partsOf(tree).reduce((sum, one) => sum + sizeOfTree(one, sizeOfPath, inside), own);
}

/** A path from the record that the whole expression is about; nothing for a member of a list. */
function pathFrom(
  path: readonly string[],
  around: readonly (readonly string[] | undefined)[],
): readonly string[] | undefined {
  const [first, ...others] = path;
  if (!first!.startsWith('@')) return path;
  const home = around[Number(first!.slice(1))];
  return home && [...home, ...others];
}

/** Whether its value differs from day to day although nothing it names does: it asks for today or now. */
export function movesWithTime(tree: Tree): boolean {
  if (tree.op === 'call' && FUNCTIONS.get(tree.row)?.isMoving === true) return true;
  return partsOf(tree).some(movesWithTime);
}

const isCalendarCall = (tree: Tree): boolean =>
  tree.op === 'call' && FUNCTIONS.get(tree.row)?.asksCalendar === true;

/** The size of the pattern of a call; nothing of others. */
export function statesOf(tree: Tree): number {
  const at = tree.op === 'call' ? FUNCTIONS.get(tree.row)?.patternAt : undefined;
  const pattern = at === undefined ? undefined : (tree as Call).args[at];
  if (pattern?.op !== 'literal' || typeof pattern.value !== 'string') return 0;
  const found = readPattern(pattern.value);
  return isPatternFault(found) ? 0 : found.size;
}

/** How many states its patterns have together. */
export const patternStates = (tree: Tree): number =>
  partsOf(tree).reduce((sum, one) => sum + patternStates(one), statesOf(tree));

/** How often it asks which days are worked. */
export const calendarCalls = (tree: Tree): number =>
  partsOf(tree).reduce((sum, one) => sum + calendarCalls(one), Number(isCalendarCall(tree)));

const asksRecords = (tree: Tree): boolean =>
  (tree.op === 'macro' && 'path' in tree.over) || partsOf(tree).some(asksRecords);

/** The questions that need related records and stand in no other: each is answered by one sub-select. */
export function outermostMacros(tree: Tree): readonly Macro[] {
  if (tree.op === 'macro') return asksRecords(tree) ? [tree] : [];
  return partsOf(tree).flatMap(outermostMacros);
}
