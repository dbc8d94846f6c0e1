import { RE2JS } from 're2js';

/**
 * Patterns of `matches`: what RE2 and Postgres both know and mean alike. A pattern is read here and written
 * anew for each of the two, every character by its number, so that neither sees a spelling of its own. Both
 * look at each character of a text once for every state of the pattern, never to and fro.
 */
export interface Pattern {
  /** for RE2 */
  readonly re2: string;
  /** for Postgres' `~` */
  readonly postgres: string;
  /** characters, classes and anchors with their repetitions written out: what each character of a text costs */
  readonly size: number;
}

/** Why a text is no pattern, and the part of it that is to blame. */
export interface PatternFault {
  readonly code: 'expression.pattern' | 'expression.pattern_open' | 'expression.pattern_large';
  readonly found: string;
}

/** More repetitions than these Postgres refuses. */
const MOST_TIMES = 255;

/** The size at which reading stops: far above what an expression may have. */
const ENDLESS = 10_000;

type Range = readonly [first: number, last: number];

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
}

const peek = ({ characters, at }: Reading): string | undefined => characters[at];

function take(reading: Reading): string {
  const character = reading.characters[reading.at++];
  if (character === undefined) throw new Unreadable('expression.pattern_open', '');
  return character;
}

const written = (hex: (point: number) => string) => {
  const range = ([first, last]: Range) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`);
  return (ranges: readonly Range[], isNegated: boolean): string =>
    `[${isNegated ? '^' : ''}${ranges.map(range).join('')}]`;
};

const inRe2 = written((point) => `\\x{${point.toString(16)}}`);
const inPostgres = written((point) => `\\U${point.toString(16).padStart(8, '0')}`);

const one = (ranges: readonly Range[], isNegated = false): Pattern => ({
  re2: inRe2(ranges, isNegated),
  postgres: inPostgres(ranges, isNegated),
  size: 1,
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

function readClass(reading: Reading): Pattern {
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

function readGroup(reading: Reading): Pattern {
  if (peek(reading) === '?') {
    reading.at++;
    const kind = take(reading);
    if (kind !== ':') throw new Unreadable('expression.pattern', `(?${kind}`);
  }
  const inside = readBranches(reading);
  if (take(reading) !== ')') throw new Unreadable('expression.pattern_open', '');
  return inside;
}

/** What can be repeated, or an anchor, which cannot. */
function readAtom(reading: Reading): Pattern {
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

/** How often what stands before may come; nothing where nothing is said. */
function readTimes(reading: Reading): { sign: string; times: number } | undefined {
  const next = peek(reading);
  if (next === undefined || !'*+?{'.includes(next)) return undefined;
  let found: { sign: string; times: number };
  if (next === '{') {
    const rest = reading.characters.slice(reading.at, reading.at + 9).join('');
    const [sign, least, comma, most = comma ? least : undefined] = TIMES.exec(rest) ?? [];
    const times = Number(most ?? least);
    if (sign === undefined || times > MOST_TIMES || Number(least) > times)
      throw new Unreadable('expression.pattern', /^\{[^}]*\}?/.exec(rest)![0]);
    reading.at += sign.length;
    found = { sign, times: Math.max(times, 1) };
  } else {
    reading.at++;
    found = { sign: next, times: 1 };
  }
  // whether as few or as many as can be does not change whether anything is found
  if (peek(reading) === '?') reading.at++;
  const again = peek(reading);
  if (again !== undefined && '*+?{'.includes(again)) throw new Unreadable('expression.pattern', again);
  return found;
}

const NOTHING: Pattern = { re2: '(?:)', postgres: '(?:)', size: 1 };

const grouped = ({ re2, postgres, size }: Pattern, sign: string, times: number): Pattern => ({
  re2: `(?:${re2})${sign}`,
  postgres: `(?:${postgres})${sign}`,
  size: size * times,
});

function joined(parts: readonly Pattern[], sign: string): Pattern {
  if (parts.length === 1) return parts[0]!;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (size > ENDLESS) throw new Unreadable('expression.pattern_large', '');
  return {
    re2: parts.map(({ re2 }) => re2).join(sign),
    postgres: parts.map(({ postgres }) => postgres).join(sign),
    size,
  };
}

function readBranch(reading: Reading): Pattern {
  const parts: Pattern[] = [];
  for (let next = peek(reading); next !== undefined && next !== '|' && next !== ')'; next = peek(reading)) {
    if (next === '^' || next === '$') {
      reading.at++;
      const again = peek(reading);
      if (again !== undefined && '*+?{'.includes(again))
        throw new Unreadable('expression.pattern', `${next}${again}`);
      parts.push({ re2: next === '^' ? '\\A' : '\\z', postgres: next === '^' ? '\\A' : '\\Z', size: 1 });
      continue;
    }
    const atom = readAtom(reading);
    const { sign = '', times = 1 } = readTimes(reading) ?? {};
    parts.push(grouped(atom, sign, times));
  }
  return parts.length === 0 ? NOTHING : joined(parts, '');
}

function readBranches(reading: Reading): Pattern {
  const branches = [readBranch(reading)];
  while (peek(reading) === '|') {
    reading.at++;
    branches.push(readBranch(reading));
  }
  return joined(branches, '|');
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
  const reading: Reading = { characters: [...text], at: 0 };
  try {
    const pattern = readBranches(reading);
    if (reading.at < reading.characters.length) throw new Unreadable('expression.pattern', ')');
    return pattern;
  } catch (error) {
    if (error instanceof Unreadable) return error.fault;
    throw error;
  }
}

const compiled = new WeakMap<Pattern, RE2JS>();

/** Whether a pattern is found in a text. */
export function isFound(pattern: Pattern, text: string): boolean {
  let machine = compiled.get(pattern);
  if (!machine) {
    machine = RE2JS.compile(pattern.re2);
    compiled.set(pattern, machine);
  }
  return machine.matcher(text).find();
}
