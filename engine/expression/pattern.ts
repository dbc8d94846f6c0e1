import { LIMITS } from '../limits.ts';
import { isFoundBy, type Machine, machineOf } from './find-pattern.ts';
import { ordered, type PatternTree, type Range, sizeOf, toPostgres } from './pattern-tree.ts';

/**
 * Patterns of `matches`: of RE2's the part that Postgres means alike. What is read here is run in process as it is
 * understood, and written anew for Postgres.
 */
export interface Pattern {
  readonly tree: PatternTree;
  readonly postgres: string;
  readonly size: number;
}

/** Why a text is no pattern, and the part of it that is to blame. */
export interface PatternFault {
  readonly code: 'expression.pattern' | 'expression.pattern_open' | 'expression.pattern_large';
  readonly found: string;
}

/** More repetitions than these Postgres refuses. */
const MOST_TIMES = 255;

/** The size above which a pattern is not even written out. */
const ENDLESS = 10_000;

/** Ranges of code points, ASCII alone: no language has a say in them. */
const CLASSES: Readonly<Record<string, readonly Range[]>> = {
  d: [[0x30, 0x39]],
  s: [
    [0x09, 0x0a],
    [0x0c, 0x0d],
    [0x20, 0x20],
  ],
  w: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
};

const CONTROLS: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, f: 0x0c, v: 0x0b };

const NEWLINE: readonly Range[] = [[0x0a, 0x0a]];

class Unreadable extends Error {
  readonly fault: PatternFault;

  constructor(code: PatternFault['code'], found: string) {
    super(code);
    this.fault = { code, found };
  }
}

/** A pattern while it is read: its characters, and how far it has been. */
interface Reading {
  readonly characters: readonly string[];
  at: number;
  /** brackets around */
  depth: number;
}

const peek = ({ characters, at }: Reading): string | undefined => characters[at];

function take(reading: Reading): string {
  const character = reading.characters[reading.at++];
  if (character === undefined) throw new Unreadable('expression.pattern_open', '');
  return character;
}

const one = (ranges: readonly Range[], isNegated = false): PatternTree => ({
  op: 'one',
  ranges: ordered(ranges),
  isNegated,
});

const character = (text: string): Range => [text.codePointAt(0)!, text.codePointAt(0)!];

/** What stands behind a backslash: a class of characters, or one. */
function readEscape(reading: Reading): { ranges: readonly Range[]; isNegated: boolean; isOne: boolean } {
  const letter = take(reading);
  const ranges = CLASSES[letter.toLowerCase()];
  if (ranges) return { ranges, isNegated: letter < 'a', isOne: false };
  const control = CONTROLS[letter];
  if (control !== undefined) return { ranges: [[control, control]], isNegated: false, isOne: true };
  if (/^[0-9A-Za-z\u0080-\u{10ffff}]$/u.test(letter))
    throw new Unreadable('expression.pattern', `\\${letter}`);
  return { ranges: [character(letter)], isNegated: false, isOne: true };
}

/** A member of a class: a character, or what a backslash means. */
function readMember(reading: Reading): { ranges: readonly Range[]; isOne: boolean } {
  const next = take(reading);
  if (next === '[' && (peek(reading) === ':' || peek(reading) === '.' || peek(reading) === '='))
    throw new Unreadable('expression.pattern', `[${peek(reading)}`);
  if (next !== '\\') return { ranges: [character(next)], isOne: true };
  const { ranges, isNegated, isOne } = readEscape(reading);
  if (isNegated) throw new Unreadable('expression.pattern', `\\${reading.characters[reading.at - 1]}`);
  return { ranges, isOne };
}

function readClass(reading: Reading): PatternTree {
  const isNegated = peek(reading) === '^';
  if (isNegated) reading.at++;
  const ranges: Range[] = [];
  // a bracket that comes first means itself in one world and ends the class in others
  if (peek(reading) === ']') throw new Unreadable('expression.pattern', '[]');
  while (peek(reading) !== ']') {
    const member = readMember(reading);
    const isRange = peek(reading) === '-' && reading.characters[reading.at + 1] !== ']';
    if (!isRange) {
      ranges.push(...member.ranges);
      continue;
    }
    reading.at++;
    const end = readMember(reading);
    const [first, last] = [member.ranges[0]![0], end.ranges[0]![0]];
    if (!member.isOne || !end.isOne || first > last) throw new Unreadable('expression.pattern', '-');
    ranges.push([first, last]);
  }
  reading.at++;
  return one(ranges, isNegated);
}

function readGroup(reading: Reading): PatternTree {
  if (peek(reading) === '?') {
    reading.at++;
    const kind = take(reading);
    if (kind !== ':') throw new Unreadable('expression.pattern', `(?${kind}`);
  }
  if (++reading.depth > LIMITS.expressionDepth) throw new Unreadable('expression.pattern_large', '');
  const inside = readBranches(reading);
  reading.depth--;
  if (take(reading) !== ')') throw new Unreadable('expression.pattern_open', '');
  return inside;
}

/** What can be repeated, or an anchor, which cannot. */
function readAtom(reading: Reading): PatternTree {
  const next = take(reading);
  switch (next) {
    case '(':
      return readGroup(reading);
    case '[':
      return readClass(reading);
    case '.':
      return one(NEWLINE, true);
    case '\\': {
      const { ranges, isNegated } = readEscape(reading);
      return one(ranges, isNegated);
    }
    case '*':
    case '+':
    case '?':
    case '{':
      throw new Unreadable('expression.pattern', next);
    default:
      return one([character(next)]);
  }
}

const TIMES = /^\{([0-9]{1,3})(?:(,)([0-9]{1,3})?)?\}/;

const SIGNS: Readonly<Record<string, readonly [least: number, most?: number]>> = {
  '*': [0],
  '+': [1],
  '?': [0, 1],
};

/** How often what stands before may come; nothing where nothing is said. */
function readTimes(reading: Reading): readonly [least: number, most?: number] | undefined {
  const next = peek(reading);
  if (next === undefined || !'*+?{'.includes(next)) return undefined;
  const times = next === '{' ? readBounds(reading) : SIGNS[next]!;
  if (next !== '{') reading.at++;
  // whether as few or as many as can be does not change whether anything is found
  if (peek(reading) === '?') reading.at++;
  const again = peek(reading);
  if (again !== undefined && '*+?{'.includes(again)) throw new Unreadable('expression.pattern', again);
  return times;
}

function readBounds(reading: Reading): readonly [least: number, most?: number] {
  const rest = reading.characters.slice(reading.at, reading.at + 9).join('');
  const [sign, least, comma, most = comma ? undefined : least] = TIMES.exec(rest) ?? [];
  const [from, to] = [Number(least), most === undefined ? undefined : Number(most)];
  if (sign === undefined || (to ?? from) > MOST_TIMES || from > (to ?? from))
    throw new Unreadable('expression.pattern', /^\{[^}]*\}?/.exec(rest)![0]);
  reading.at += sign.length;
  return to === undefined ? [from] : [from, to];
}

function readBranch(reading: Reading): PatternTree {
  const parts: PatternTree[] = [];
  for (let next = peek(reading); next !== undefined && next !== '|' && next !== ')'; next = peek(reading)) {
    if (next === '^' || next === '$') {
      reading.at++;
      const again = peek(reading);
      if (again !== undefined && '*+?{'.includes(again))
        throw new Unreadable('expression.pattern', `${next}${again}`);
      parts.push({ op: next === '^' ? 'begin' : 'end' });
      continue;
    }
    const part = readAtom(reading);
    const times = readTimes(reading);
    const [least, most] = times ?? [];
    parts.push(
      least === undefined ? part : { op: 'times', part, least, ...(most !== undefined && { most }) },
    );
  }
  return parts.length === 1 ? parts[0]! : { op: 'all', parts };
}

function readBranches(reading: Reading): PatternTree {
  const parts = [readBranch(reading)];
  while (peek(reading) === '|') {
    reading.at++;
    parts.push(readBranch(reading));
  }
  return parts.length === 1 ? parts[0]! : { op: 'either', parts };
}

const KEPT = 1_000;
const known = new Map<string, Pattern | PatternFault>();

/** Reads a pattern, or says why it is none that means the same everywhere. */
export function readPattern(text: string): Pattern | PatternFault {
  let found = known.get(text);
  if (!found) {
    found = read(text);
    if (known.size >= KEPT) known.clear();
    known.set(text, found);
  }
  return found;
}

export const isPatternFault = (found: Pattern | PatternFault): found is PatternFault => 'code' in found;

function read(text: string): Pattern | PatternFault {
  const reading: Reading = { characters: [...text], at: 0, depth: 0 };
  try {
    const tree = readBranches(reading);
    if (reading.at < reading.characters.length) throw new Unreadable('expression.pattern', ')');
    const size = sizeOf(tree);
    if (size > ENDLESS) throw new Unreadable('expression.pattern_large', '');
    return { tree, size, postgres: toPostgres(tree) };
  } catch (error) {
    if (error instanceof Unreadable) return error.fault;
    throw error;
  }
}

const machines = new WeakMap<Pattern, Machine>();

/** Whether a pattern is found in a text. */
export function isFound(pattern: Pattern, text: string): boolean {
  let machine = machines.get(pattern);
  if (!machine) {
    machine = machineOf(pattern.tree);
    machines.set(pattern, machine);
  }
  return isFoundBy(machine, text);
}
