import type { ProblemCode, ProblemParams } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Path } from './report.ts';

/** Something wrong with a text that should be JSON. */
export interface JsonFault {
  readonly path: Path;
  readonly code: ProblemCode;
  readonly params: ProblemParams;
}

export interface JsonReading {
  /** undefined when the text is no JSON */
  readonly value: unknown;
  readonly faults: readonly JsonFault[];
}

/** Names that lead to what every object of JavaScript has. */
const REFUSED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** What messages call a value, the end of the text and the end of a line. */
const VALUE = '{ [ " 0-9 true false null';
const END = '∎';
const NEW_LINE = '⏎';

/** Ends the reading; what is wrong has been noted. */
class Stop extends Error {}

/**
 * Reads JSON as documents need it and `JSON.parse` does not: it says where the text goes wrong, does not
 * take the last of two members of one name for both, ends at a depth, and refuses the names of
 * prototypes. Never throws.
 */
export function readJson(text: string): JsonReading {
  const faults: JsonFault[] = [];
  const path: (string | number)[] = [];
  let at = 0;

  const lineOf = (position: number): number => text.slice(0, position).split('\n').length;

  const fault = (code: ProblemCode, params: ProblemParams = {}): void => {
    faults.push({ path: [...path], code, params });
  };

  const expect = (expected: string): Stop => {
    const point = text.codePointAt(at);
    const found = point === undefined ? END : String.fromCodePoint(point).replace('\n', NEW_LINE);
    const column = at - text.lastIndexOf('\n', at - 1);
    faults.push({
      path: [],
      code: 'document.json',
      params: { line: lineOf(at), column, found, expected },
    });
    return new Stop();
  };

  const skipSpace = (): void => {
    for (let code = text.charCodeAt(at); ; code = text.charCodeAt(at)) {
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      at += 1;
    }
  };

  const token = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return undefined;
    const start = at;
    at = pattern.lastIndex;
    return text.slice(start, at);
  };

  const take = (character: string): boolean => {
    skipSpace();
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };

  const readText = (): string => {
    const start = at;
    at += 1;
    const plain = token(PLAIN)!;
    if (text[at] === '"') {
      at += 1;
      if (!plain.isWellFormed()) fault('value.characters');
      return plain;
    }
    for (; text[at] !== '"'; token(PLAIN)) {
      if (text[at] !== '\\') throw expect('"');
      if (token(ESCAPE) === undefined) throw expect('\\" \\\\ \\n \\u0000');
    }
    at += 1;
    const value: string = JSON.parse(text.slice(start, at));
    if (value.includes('\0') || !value.isWellFormed()) fault('value.characters');
    return value;
  };

  const readMembers = (): Record<string, unknown> => {
    const object: Record<string, unknown> = {};
    const names: string[] = [];
    const starts: number[] = [];
    if (take('}')) return object;
    do {
      skipSpace();
      if (text[at] !== '"') throw expect('"');
      const start = at;
      const name = readText();
      path.push(name);
      if (Object.hasOwn(object, name)) {
        const before = starts[names.indexOf(name)]!;
        fault('document.key_twice', { name, line: lineOf(before), again: lineOf(start) });
      }
      names.push(name);
      starts.push(start);
      if (!take(':')) throw expect(':');
      const value = readValue();
      if (REFUSED.has(name)) fault('document.key_refused', { name });
      else object[name] = value;
      path.pop();
    } while (take(','));
    if (!take('}')) throw expect(', }');
    return object;
  };

  const readList = (): unknown[] => {
    const list: unknown[] = [];
    if (take(']')) return list;
    do {
      path.push(list.length);
      list.push(readValue());
      path.pop();
    } while (take(','));
    if (!take(']')) throw expect(', ]');
    return list;
  };

  const readNumber = (): number => {
    const spelled = token(NUMBER);
    if (spelled === undefined) throw expect(VALUE);
    const number = Number(spelled);
    if (!Number.isFinite(number)) fault('value.number', { given: spelled.slice(0, 40) });
    return number;
  };

  const readValue = (): unknown => {
    if (path.length > LIMITS.jsonDepth) {
      fault('document.too_deep', { limit: LIMITS.jsonDepth });
      throw new Stop();
    }
    if (take('{')) return readMembers();
    if (take('[')) return readList();
    if (text[at] === '"') return readText();
    const word = token(WORD);
    return word === undefined ? readNumber() : JSON.parse(word);
  };

  try {
    const value = readValue();
    skipSpace();
    if (at < text.length) throw expect(END);
    return { value, faults };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { value: undefined, faults };
  }
}
