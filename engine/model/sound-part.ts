import type { ProblemItem } from '../errors.ts';
import { checkDocument } from './check-document.ts';
import { addressOf, type Body, type Document, isBody } from './document.ts';
import { stepsIn } from './report.ts';

type Made = Omit<Document, 'id'>;

/** What is left of a document with faults, so that the rest of it can be checked too. */
export interface SoundPart<D extends Made> {
  /** without the words that have faults; absent where too little is left */
  readonly document?: D;
  /** what it is silent about: its address, or `<address>#<field>` of single fields */
  readonly lost: readonly string[];
}

/** How a field that could not be read is named among what is lost. */
export const lostField = (object: string, field: string): string => `object/${object}#${field}`;

/** The word to leave out for a fault: of an object a field or a word of its head, else what stands at the top. */
function wordAt(kind: Document['kind'], [first, second]: readonly string[]): readonly string[] | undefined {
  if (kind !== 'object' || (first !== 'properties' && first !== 'x-object'))
    return first ? [first] : undefined;
  // without its fields there is nothing to ask an object
  return second === undefined ? undefined : [first, second];
}

/** The body without these words, all at once: a document may hold tens of thousands of faults. */
function without(body: Body, words: readonly (readonly string[])[]): Body {
  const gone = new Set(words.filter(({ length }) => length === 1).map(([first]) => first));
  const inside = Map.groupBy(
    words.filter(({ length }) => length > 1),
    ([first]) => first!,
  );
  const kept = (word: string, value: unknown): unknown => {
    const lost = new Set(inside.get(word)?.map(([, second]) => second));
    return lost.size === 0 || !isBody(value)
      ? value
      : Object.fromEntries(Object.entries(value).filter(([name]) => !lost.has(name)));
  };
  return Object.fromEntries(
    Object.entries(body).flatMap(([word, value]) => (gone.has(word) ? [] : [[word, kept(word, value)]])),
  );
}

/** The part of a document that has none of these problems. */
export function soundPart<D extends Made>(document: D, problems: readonly ProblemItem[]): SoundPart<D> {
  const all = { lost: [addressOf(document)] };
  const words: (readonly string[])[] = [];
  for (const { path } of problems) {
    const word = wordAt(document.kind, stepsIn(path));
    if (!word) return all;
    words.push(word);
  }
  const lost = words.flatMap(([first, second]) =>
    first === 'properties' ? [lostField(document.key, second!)] : [],
  );
  const part = { ...document, body: without(document.body, words) };
  return checkDocument(part).length > 0 ? all : { document: part, lost };
}
