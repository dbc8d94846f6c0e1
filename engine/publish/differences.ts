import { type Document, type Documents, isSame, toDocuments } from '../model/index.ts';
import { type Held, type Subject, subjectsOf } from './subjects.ts';

/** What became of one subject. `words` are those of its words that changed, order of its children included. */
export interface Difference {
  readonly on: 'add' | 'archive' | 'restore' | 'rename' | 'change';
  readonly subject: Subject;
  /** as it was; undefined where it is new */
  readonly before?: Subject;
  readonly words: readonly string[];
}

const isLive = (subject: Subject | undefined): subject is Subject => !!subject && !subject.archived;

/** The words that differ. Neither the order of keys nor a word that says no counts. */
function changedWords(before: Subject, after: Subject): string[] {
  const names = new Set([...Object.keys(before.words), ...Object.keys(after.words)]);
  return [...names].filter((name) => !isSame(before.words[name] ?? false, after.words[name] ?? false));
}

/** The lists whose members stand in another order; who came or went does not count. */
function movedLists(before: Subject, after: Subject, isKept: (id: string) => boolean): string[] {
  return (Object.keys(after.children) as Held[]).filter((name) => {
    const [was, is] = [before, after].map((subject) => (subject.children[name] ?? []).filter(isKept));
    return !isSame(was, is);
  });
}

/** The documents of one set that the other has not as they are. */
function unlike(documents: Documents, others: Documents): Documents {
  const isThere = (document: Document, other: Document | undefined): boolean =>
    document === other || (document.package === other?.package && isSame(document.body, other.body));
  return toDocuments(
    [...documents].flatMap(([address, document]) =>
      isThere(document, others.get(address)) ? [] : [document],
    ),
  );
}

/**
 * The difference of two sets of documents, by id and never by name. What stands in a new or in a gone
 * subject is part of it and not told again.
 */
export function differencesOf(before: Documents, after: Documents): readonly Difference[] {
  const was = subjectsOf(unlike(before, after));
  const is = subjectsOf(unlike(after, before));
  const isKept = (id: string): boolean => isLive(was.get(id)) && isLive(is.get(id));
  const found: Difference[] = [];
  for (const subject of is.values()) {
    const known = was.get(subject.id);
    const parentWas = subject.parent && was.get(subject.parent.id);
    if (!known) {
      if (!subject.parent || parentWas) found.push({ on: 'add', subject, words: [] });
      continue;
    }
    if (!known.archived && subject.archived) found.push({ on: 'archive', subject, before: known, words: [] });
    if (known.archived && !subject.archived) found.push({ on: 'restore', subject, before: known, words: [] });
    if (known.name !== subject.name && isKept(subject.id))
      found.push({ on: 'rename', subject, before: known, words: ['name'] });
    const words = [...changedWords(known, subject), ...movedLists(known, subject, isKept)];
    if (words.length > 0) found.push({ on: 'change', subject, before: known, words });
  }
  for (const subject of was.values()) {
    if (is.has(subject.id) || !isLive(subject) || isPartOfChange(subject, is)) continue;
    found.push({ on: 'archive', subject, before: subject, words: [] });
  }
  return withoutBookkeeping(found);
}

/** What the engine notes of extensions is told by what they change; alone it is a change of its own. */
const BOOKKEEPING = 'x-extensions';

function withoutBookkeeping(found: readonly Difference[]): readonly Difference[] {
  const isNote = ({ words }: Difference): boolean => words.length === 1 && words[0] === BOOKKEEPING;
  const told = new Set(found.filter((one) => !isNote(one)).map(({ subject }) => subject.document.id));
  return found
    .filter((one) => !isNote(one) || !told.has(one.subject.document.id))
    .map((one) => {
      const words = one.words.filter((word) => word !== BOOKKEEPING);
      return words.length === 0 || words.length === one.words.length ? one : { ...one, words };
    });
}

/** Whether what is gone went with what it stood in, or because that holds no such things any more. */
function isPartOfChange({ kind, parent }: Subject, is: ReadonlyMap<string, Subject>): boolean {
  if (!parent) return false;
  const around = is.get(parent.id);
  return !around || (kind === 'option' && around.children.options === undefined);
}
