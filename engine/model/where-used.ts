import { findReferences } from '../expression/index.ts';
import { addressOf, type Document, type Documents } from './document.ts';
import { propertiesOf } from './kinds/object.ts';
import { type NamedField, type NameIndex, namesOf } from './name-index.ts';
import { type Reference, type References, referencesOf } from './references.ts';
import { type Path, pointerOf } from './report.ts';

/** One thing that names another. */
export interface Use {
  /** id of the document or field that names, and of what it names */
  readonly from: string;
  readonly to: string;
  /** address of the document, and the place in it, as a JSON pointer */
  readonly document: string;
  readonly path: string;
  /** what is named (`field`, `role`…), or `expression` */
  readonly how: string;
}

/** Ids of the objects and fields that a path names on its way. */
function* idsOnPath(index: NameIndex, object: string, steps: readonly string[]): Generator<string> {
  let at: string | undefined = object;
  for (const step of steps) {
    const field: NamedField | undefined =
      at === undefined ? undefined : (index.field(at, step) ?? index.relation(at, step));
    if (!field) return;
    yield field.id;
    at = field.target;
  }
}

function* idsOfReference(index: NameIndex, { to, name, object }: Reference): Generator<string> {
  if (to === 'field' || to === 'path' || to === 'sort') {
    if (object !== undefined) yield* idsOnPath(index, object, name.replace(/^[+-]/, '').split('.'));
  } else if (to !== 'option' && to !== 'stage' && to !== 'tab') {
    const id = index.documentId(to, name);
    if (id !== undefined) yield id;
  }
}

/** The field in which a place lies, else the document. */
function ownerOf({ kind, id, body }: Document, path: Path): string {
  if (kind !== 'object' || path[0] !== 'properties') return id;
  const property = propertiesOf(body).find(([name]) => name === path[1])?.[1];
  return property?.['x-field'].id ?? id;
}

function usesIn(index: NameIndex, document: Document, { references, expressions }: References): Use[] {
  const use = (path: Path, how: string) => (to: string) => ({
    from: ownerOf(document, path),
    to,
    document: addressOf(document),
    path: pointerOf(path),
    how,
  });
  return [
    ...references.flatMap((reference) =>
      [...idsOfReference(index, reference)].map(use(reference.path, reference.to)),
    ),
    ...expressions.flatMap(({ path, source, object, home }) =>
      findReferences(source).flatMap(({ path: written, ofRecord }) => {
        const steps = written[0] === '$old' ? written.slice(1) : written;
        const start = ofRecord ? home : object;
        if (start === undefined || steps[0] === undefined || steps[0].startsWith('$')) return [];
        return [...idsOnPath(index, start, steps)].map(use(path, 'expression'));
      }),
    ),
  ];
}

/** Everything that names something, over all documents. */
export function allUses(documents: Documents): readonly Use[] {
  const index = namesOf(documents);
  return [...documents.values()].flatMap((document) => usesIn(index, document, referencesOf(document)));
}

/** Where the thing of that id (an object, a field, any document) is named; what it says of itself does not count. */
export const whereUsed = (documents: Documents, id: string): readonly Use[] =>
  allUses(documents).filter(({ from, to }) => to === id && from !== id);
