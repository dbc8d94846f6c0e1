import { spelledAt } from '../pinyin.ts';
import type { SoughtWord } from './words.ts';

/** A piece of a text, and where in it stands what was looked for, in UTF-16. */
export interface Excerpt {
  readonly text: string;
  readonly marks: readonly (readonly [start: number, end: number])[];
}

const LENGTH = 120;
/** characters before the first mark */
const BEFORE = 24;

const LETTER = /[\p{L}\p{N}\p{M}]/u;

/** The words of a text as searches compare them, and for each of their characters where it came from. */
function plainly(text: string): {
  readonly words: string;
  readonly starts: number[];
  readonly ends: number[];
} {
  let words = '';
  const [starts, ends]: [number[], number[]] = [[], []];
  let at = 0;
  for (const character of text) {
    for (const one of character.normalize('NFKC').toLowerCase()) {
      const plain = LETTER.test(one) ? one : ' ';
      if (plain === ' ' && words.endsWith(' ')) continue;
      words += plain;
      for (let unit = 0; unit < plain.length; unit++) {
        starts.push(at);
        ends.push(at + character.length);
      }
    }
    at += character.length;
  }
  return { words, starts, ends };
}

function markOf(text: string, plain: ReturnType<typeof plainly>, { given, inSound }: SoughtWord) {
  const { words, starts, ends } = plain;
  const begins = ` ${words}`.indexOf(` ${given}`);
  const at = begins >= 0 ? begins : words.indexOf(given);
  if (at >= 0) return [starts[at]!, ends[at + given.length - 1]!] as const;
  return inSound === null ? undefined : spelledAt(text, given);
}

/** Marks in their order, what overlaps as one. */
function joined(marks: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const result: [number, number][] = [];
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** No half of a character. */
const whole = (text: string, at: number): number =>
  at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text[at]!) ? at - 1 : at;

/** The piece of a text in which the words stand that it is found by. */
export function excerptOf(text: string, words: readonly SoughtWord[]): Excerpt {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const plain = plainly(line);
  const marks = joined(words.map((word) => markOf(line, plain, word)).filter((mark) => mark !== undefined));
  const first = marks[0]?.[0] ?? 0;
  const from = line.length <= LENGTH || first <= BEFORE ? 0 : whole(line, first - BEFORE);
  const to = whole(line, Math.min(line.length, from + LENGTH));
  const [head, tail] = [from > 0 ? '…' : '', to < line.length ? '…' : ''];
  return {
    text: head + line.slice(from, to) + tail,
    marks: marks
      .filter(([start, end]) => start >= from && end <= to)
      .map(([start, end]) => [start - from + head.length, end - from + head.length]),
  };
}
