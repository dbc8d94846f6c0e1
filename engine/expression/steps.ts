import { LIMITS } from '../limits.ts';
import { FUNCTIONS } from './functions/index.ts';
import { FILTER } from './functions/macros.ts';
import { mostMembers } from './kinds.ts';
import { partsOf, statesOf } from './size.ts';
import type { Call, Macro, Reference, Tree } from './tree.ts';

/** What a state of a pattern costs at most, on the longest text that patterns look through. */
const STATE_STEPS = 1_500;

/** So many members of a list are compared in the time of one step. */
const COMPARED_MEMBERS = 10;

/** Characters of texts that fields hold: alone, as members of a list, and of what spells something else. */
const [FIELD_LENGTH, MEMBER_LENGTH, SPELLED_LENGTH] = [LIMITS.longTextLength, 250, 40];

/** Of the macros around: how long the texts are, at most or on average, that stand for one of the many. */
type Lengths = readonly number[];

/** How long the text of a member is. */
function referenceLength({ path, type }: Reference, around: Lengths): number {
  if (type.kind !== 'string') return SPELLED_LENGTH;
  const [first] = path;
  return path.length === 1 && first!.startsWith('@')
    ? around[Number(first!.slice(1))]!
    : (type.length ?? FIELD_LENGTH);
}

/** How many characters a text can have. */
function lengthOf(tree: Tree | undefined, around: Lengths): number {
  if (!tree) return 0;
  if (tree.op === 'literal') return String(tree.value ?? '').length;
  if (tree.op === 'reference') return referenceLength(tree, around);
  if (tree.op !== 'call' || tree.type.kind !== 'string') return SPELLED_LENGTH;
  const lengths = tree.args.map((arg) =>
    arg.type.kind === 'list' ? memberLength(arg, around) : lengthOf(arg, around),
  );
  const longest = FUNCTIONS.get(tree.row)!.longest?.(lengths, tree.args);
  return Math.min(longest ?? lengths.reduce((sum, one) => sum + one, 0), LIMITS.longTextLength);
}

/** How many characters each member of a list has: of a text that is taken apart so many as all parts have on average. */
function memberLength(tree: Tree, around: Lengths): number {
  if (tree.op === 'reference') return MEMBER_LENGTH;
  if (tree.op === 'macro') return macroLength(tree, around);
  const parts = partsOf(tree);
  if (tree.op === 'list') return Math.max(0, ...parts.map((part) => lengthOf(part, around)));
  const lists = parts.filter(({ type }) => type.kind === 'list');
  if (lists.length > 0) return Math.max(...lists.map((list) => memberLength(list, around)));
  return parts.length === 0 ? 0 : lengthOf(parts[0]!, around) / Math.max(mostMembers(tree.type), 1);
}

function macroLength(macro: Macro, around: Lengths): number {
  const { name, over, body } = macro;
  if (!('list' in over)) return FIELD_LENGTH;
  const own = memberLength(over.list, around);
  if (name === FILTER || !body) return own;
  return Math.min(lengthOf(body, [...around.slice(0, macro.depth), own]), LIMITS.listTextLength);
}

/** How many characters all texts of a list have. */
const lengthOfAll = (list: Tree | undefined, around: Lengths): number =>
  list ? memberLength(list, around) * mostMembers(list.type) : 0;

/** The text that a call is about; what comes first where it is about none. */
const firstText = ({ args }: Call): Tree | undefined =>
  args.find(({ type }) => type.kind === 'string') ?? args[0];

/** What one part costs by itself. */
function ownSteps(tree: Tree, around: Lengths): number {
  if (tree.op !== 'call') return 1;
  const lists = tree.args.filter(({ type }) => type.kind === 'list');
  const members = lists.reduce((sum, { type }) => sum + mostMembers(type), 0);
  const length = lengthOfAll(lists[0], around) || lengthOf(firstText(tree), around);
  const { steps = 0 } = FUNCTIONS.get(tree.row) ?? {};
  const pattern = (statesOf(tree) * STATE_STEPS * Math.min(length, LIMITS.patternText)) / LIMITS.patternText;
  return 1 + (steps * length) / FIELD_LENGTH + members / COMPARED_MEMBERS + pattern;
}

/**
 * What it costs at most to evaluate in process, in steps of 50 ns: what is asked of each member of a list counts as
 * often as the list can have members. Related records count once: they are asked in the database.
 */
export function stepsOf(tree: Tree, around: Lengths = []): number {
  const own = ownSteps(tree, around);
  const sumOf = (parts: readonly Tree[], inside: Lengths): number =>
    parts.reduce((sum, part) => sum + stepsOf(part, inside), own);
  if (tree.op !== 'macro') return sumOf(partsOf(tree), around);
  const { over, depth } = tree;
  const asked = [...tree.where, ...(tree.body ? [tree.body] : [])];
  const outside = around.slice(0, depth);
  if (!('list' in over)) return sumOf(asked, [...outside, FIELD_LENGTH]);
  const each = sumOf(asked, [...outside, memberLength(over.list, around)]);
  return stepsOf(over.list, around) + mostMembers(over.list.type) * each;
}
