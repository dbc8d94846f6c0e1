/** Finds the lines of JSON text, for messages that say where something stands. */

const decodePointer = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** Reads JSON text from a position; text is known to parse, or the search ends where it does not. */
interface Cursor {
  readonly text: string;
  at: number;
}

const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;
const SPACE = /\s*/y;
const BRACKETS = [
  ['{', '}'],
  ['[', ']'],
] as const;

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

function takeSign(cursor: Cursor, sign: string): boolean {
  take(cursor, SPACE);
  if (cursor.text[cursor.at] !== sign) return false;
  cursor.at += 1;
  return true;
}

/** Reads over a value. */
function skip(cursor: Cursor): void {
  take(cursor, SPACE);
  for (const [open, close] of BRACKETS) {
    if (!takeSign(cursor, open)) continue;
    let depth = 1;
    while (depth > 0 && cursor.at < cursor.text.length) {
      if (cursor.text[cursor.at] === '"') {
        if (take(cursor, STRING) === undefined) return;
        continue;
      }
      if (cursor.text[cursor.at] === open) depth += 1;
      if (cursor.text[cursor.at] === close) depth -= 1;
      cursor.at += 1;
    }
    return;
  }
  if (take(cursor, STRING) === undefined) take(cursor, SCALAR);
}

/** Goes to the member of the value at the cursor; false where it has none of that name. */
function enter(cursor: Cursor, name: string): boolean {
  const start = cursor.at;
  if (takeSign(cursor, '{')) {
    do {
      take(cursor, SPACE);
      const key = take(cursor, STRING);
      if (key === undefined || !takeSign(cursor, ':')) break;
      if (JSON.parse(key) === name) {
        take(cursor, SPACE);
        return true;
      }
      skip(cursor);
    } while (takeSign(cursor, ','));
  } else if (takeSign(cursor, '[')) {
    for (let index = 0; ; index++) {
      take(cursor, SPACE);
      if (String(index) === name) return true;
      skip(cursor);
      if (!takeSign(cursor, ',')) break;
    }
  }
  cursor.at = start;
  return false;
}

/** The line, from 1, of what a JSON pointer leads to in the text, or of the last part of it that there is. */
export function lineOf(text: string, pointer: string): number {
  const cursor: Cursor = { text, at: 0 };
  take(cursor, SPACE);
  for (const part of pointer.split('/').slice(1)) {
    if (!enter(cursor, decodePointer(part))) break;
  }
  return text.slice(0, cursor.at).split('\n').length;
}
