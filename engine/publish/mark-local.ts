import { type Body, type Document, LOCAL_PACKAGE, toDocuments } from '../model/index.ts';
import { type Subject, subjectsOf } from './subjects.ts';

type Path = readonly (string | number)[];

function withMark(value: any, [step, ...rest]: Path): any {
  if (step === undefined) return { ...value, package: LOCAL_PACKAGE };
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[step] = withMark(copy[step], rest);
  return copy;
}

/**
 * What an admin adds to a document of a package is the workspace's own: an upgrade of the package leaves it
 * alone, and an export writes it into the workspace's folder.
 */
export function markLocal(document: Document, published: Document | undefined): Document {
  if (!published || document.package === LOCAL_PACKAGE) return document;
  const known = subjectsOf(toDocuments([published]));
  // what stands in something new belongs to it
  const isAddition = ({ id, kind, parent, words }: Subject): boolean =>
    kind !== 'system-field' && !known.has(id) && known.has(parent?.id ?? '') && words.package === undefined;
  const added = [...subjectsOf(toDocuments([document])).values()].filter(isAddition);
  const body: Body = added.reduce((marked, { path }) => withMark(marked, path), document.body);
  return body === document.body ? document : { ...document, body };
}
