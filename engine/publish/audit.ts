import type { Entry } from '../audit/index.ts';
import { addressOf, changedDocuments, type Document, type Documents, isSame } from '../model/index.ts';

/** Documents that say who may see and do what. */
const OF_RIGHTS: ReadonlySet<string> = new Set(['role', 'sharing-rule', 'restriction-rule']);

/** The words of a document that differ: what they said and what they say. */
function changedWords(before: Document | undefined, after: Document | undefined): Record<string, unknown> {
  const names = new Set([...Object.keys(before?.body ?? {}), ...Object.keys(after?.body ?? {})]);
  const changed = [...names].flatMap((name) => {
    const [was, is] = [before?.body[name] ?? null, after?.body[name] ?? null];
    return isSame(was, is) ? [] : [[name, [was, is]] as const];
  });
  return Object.fromEntries(changed);
}

/** What the audit keeps of a publish: which documents it changed, and of each that gives rights what it says now. */
export function publishEntries(before: Documents, after: Documents, note: string | undefined): Entry[] {
  const { written, removed } = changedDocuments(before, after);
  const said = (document: Document): string => (before.has(addressOf(document)) ? 'changed' : 'added');
  const documents = [
    ...written.map((document) => [addressOf(document), said(document)] as const),
    ...removed.map((document) => [addressOf(document), 'removed'] as const),
  ];
  const rights = documents
    .filter(([address]) => OF_RIGHTS.has(address.slice(0, address.indexOf('/'))))
    .map(
      ([document]): Entry => ({
        op: 'rights',
        changes: { document, words: changedWords(before.get(document), after.get(document)) },
      }),
    );
  const published: Entry = {
    op: 'publish',
    changes: { documents: Object.fromEntries(documents), ...(note !== undefined && { note }) },
  };
  return [published, ...rights];
}
