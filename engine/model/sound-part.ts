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

function without(body: Body, [first, second]: readonly string[]): Body {
  const { [first!]: inside, ...others } = body;
  if (second === undefined || !isBody(inside)) return others;
  const { [second]: _, ...kept } = inside;
  return Object.fromEntries(
    Object.entries(body).map(([word, value]) => [word, word === first ? kept : value]),
  );
}

/** The part of a document that has none of these problems. */
export function soundPart<D extends Made>(document: D, problems: readonly ProblemItem[]): SoundPart<D> {
  const all = { lost: [addressOf(document)] };
  let { body } = document;
  const lost: string[] = [];
  for (const { path } of problems) {
    const word = wordAt(document.kind, stepsIn(path));
    if (!word) return all;
    body = without(body, word);
    if (word[0] === 'properties') lost.push(lostField(document.key, word[1]!));
  }
  const part = { ...document, body };
  return checkDocument(part).length > 0 ? all : { document: part, lost };
}
