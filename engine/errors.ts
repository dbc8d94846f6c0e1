import { PROBLEMS } from './problems/index.ts';

export { EXPECTED } from './problems/index.ts';

/** A text by language: `{"en": "…", "zh-CN": "…"}`. */
export type Labels = Readonly<Record<string, string>>;

export type ProblemCode = keyof typeof PROBLEMS;
/** Whether a stored text is a code of today. */
export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

/** What is filled into a message; a text that differs from language to language is given in each. */
export type ProblemParams = Readonly<Record<string, string | number | Labels>>;

/** One fault inside a problem: where (`/values/amount`, `/properties/x/x-field/type`), what, and the nearest right thing. */
export interface ProblemItem {
  readonly path: string;
  readonly code: string;
  readonly message: Labels;
  readonly suggestion?: string;
  /** further members of the answer: the two values of a conflict */
  readonly values?: Readonly<Record<string, unknown>>;
}

const fill = (text: string, params: ProblemParams, locale: 'en' | 'zh-CN'): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (!(name in params)) return whole;
    const param = params[name]!;
    return typeof param === 'object' ? textIn(param, locale) : String(param);
  });

/** The message of a code in both languages, placeholders filled. */
export function messageOf(code: ProblemCode, params: ProblemParams = {}): Labels {
  const [, en, zh] = PROBLEMS[code];
  return { en: fill(en, params, 'en'), 'zh-CN': fill(zh, params, 'zh-CN') };
}

/** A fault at `path`; `suggestion` is the nearest right thing, when there is one. */
export function problemItem(
  path: string,
  code: ProblemCode,
  params: ProblemParams = {},
  suggestion?: string,
): ProblemItem {
  const item = { path, code, message: messageOf(code, params) };
  return suggestion === undefined ? item : { ...item, suggestion };
}

/** A refusal with its code; thrown anywhere, answered in one place (`http/problem.ts`). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly text: Labels;
  readonly items: readonly ProblemItem[];

  /** `cause` is what the database said, where it ended a transaction, or the disk: no caller is told of it */
  constructor(
    code: ProblemCode,
    params: ProblemParams = {},
    items: readonly ProblemItem[] = [],
    cause?: unknown,
  ) {
    const text = messageOf(code, params);
    super(text.en, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.text = text;
    this.items = items;
  }
}

/** The faults of a refusal that stands among others; one that has none is a fault itself, at `path`. */
export const itemsOf = ({ items, code, text }: Problem, path = ''): readonly ProblemItem[] =>
  items.length > 0 ? items : [{ path, code, message: text }];

/** The text in `locale`, else in English, else whatever there is. */
export function textIn(labels: Labels | undefined, locale: string): string {
  if (!labels) return '';
  return labels[locale] ?? labels.en ?? Object.values(labels)[0] ?? '';
}

/** Names that a refusal of a body tells: who sends a thousand others means none of them. */
const MOST_UNKNOWN = 20;

/** The first names of `given` that are not among those known. */
export function unknownIn(given: object, known: readonly string[]): readonly string[] {
  const unknown: string[] = [];
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    if (unknown.push(name) >= MOST_UNKNOWN) break;
  }
  return unknown;
}

/**
 * Pairs of characters that are compared before others get their turn: about 50 ms. A suggestion is a favour; who
 * sends ten thousand misspelt words gets the first ones.
 */
const MOST_COMPARED = 5_000_000;
let compared = 0;

/** What is compared from now on counts until the turn ends. */
function count(pairs: number): void {
  if (compared === 0) {
    setTimeout(() => {
      compared = 0;
    });
  }
  compared += pairs;
}

/** The member of `candidates` nearest to `given` by edit distance, or undefined when nothing is near. */
export function nearest(given: string, candidates: Iterable<string>): string | undefined {
  if (compared > MOST_COMPARED) return undefined;
  const limit = Math.max(1, Math.floor(given.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - given.length) >= bestDistance) continue;
    count(candidate.length * given.length + 1);
    const distance = editDistance(given.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/**
 * Edits that make `b` of `a`: a character more, less or other, or two neighbours exchanged. From `enough`
 * on it is not counted to the end.
 */
function editDistance(a: string, b: string, enough: number): number {
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isExchange = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchange = isExchange ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution, exchange));
    }
    if (Math.min(...row, ...previous) >= enough) return enough;
    [before, previous] = [previous, row];
  }
  return previous[b.length]!;
}
