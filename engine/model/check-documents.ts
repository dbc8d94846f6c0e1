import type { ProblemItem } from '../errors.ts';
import { checkTogether } from './check/index.ts';
import { checkDocument } from './check-document.ts';
import { withConsentFields } from './consent-fields.ts';
import type { Document, Documents } from './document.ts';
import { withLinkObjects } from './links.ts';
import { resolveObjects } from './resolve-objects.ts';
import { soundPart } from './sound-part.ts';
import type { Alias } from './store.ts';

export interface CheckOptions {
  /** old names that still lead to what they named */
  readonly aliases?: readonly Alias[];
  /** what could not be read, as `FolderReading` says it: who names it is not to blame */
  readonly broken?: ReadonlySet<string>;
}

/**
 * Everything that is wrong with a whole set of documents, system documents included: each by itself, and
 * what they say of each other. A document with problems of its own does not make others wrong.
 */
export function checkDocuments(
  documents: Documents,
  { aliases = [], broken = new Set() }: CheckOptions = {},
): ProblemItem[] {
  const problems: ProblemItem[] = [];
  const sound = new Map<string, Document>();
  const unsound = new Set(broken);
  for (const [address, document] of documents) {
    const found = checkDocument(document);
    problems.push(...found);
    const { document: part, lost } = found.length > 0 ? soundPart(document, found) : { document, lost: [] };
    for (const name of lost) unsound.add(name);
    if (part) sound.set(address, part);
  }
  const all = withConsentFields(withLinkObjects(sound));
  const objects = resolveObjects(all, new Map(), aliases);
  return [...problems, ...checkTogether(all, objects, aliases, unsound).problems];
}
