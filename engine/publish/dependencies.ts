import { findReferences } from '../expression/index.ts';
import {
  type Dependency,
  type Document,
  type Documents,
  type Reference,
  referencesOf,
} from '../model/index.ts';
import { type Directory, directoryOf } from './directory.ts';

type Directories = ReadonlyMap<string, Directory>;

/** Ids of the fields that a path leads over. */
function fieldsOn(directories: Directories, object: string | undefined, steps: readonly string[]): string[] {
  let here = directories.get(object ?? '');
  return steps.flatMap((step) => {
    const field = here?.fields.get(step) ?? here?.fields.get(step.replace(/_(pipeline|since)$/, ''));
    here = directories.get(field?.target ?? '');
    return field ? [field.id] : [];
  });
}

function idsNamed(directories: Directories, documents: Documents, { to, name, object }: Reference): string[] {
  if (to === 'field' || to === 'path' || to === 'sort') {
    return fieldsOn(directories, object, name.replace(/^[+-]/, '').split('.'));
  }
  const document = documents.get(`${to}/${name}`);
  return document ? [document.id] : [];
}

function dependenciesOf(directories: Directories, documents: Documents, document: Document): Dependency[] {
  const { references, expressions } = referencesOf(document);
  const from = document.id;
  const named = references.flatMap((reference) =>
    idsNamed(directories, documents, reference).map((to) => ({ from, to, how: reference.to as string })),
  );
  const computed = expressions.flatMap(({ source, object }) =>
    findReferences(source)
      .filter(({ path }) => !path[0]!.startsWith('$'))
      .flatMap(({ path }) => fieldsOn(directories, object, path))
      .map((to) => ({ from, to, how: 'expression' })),
  );
  return [...named, ...computed].filter(({ to }) => to !== from);
}

/** Which document names what, by ids: what would be touched by a change of it. */
export function dependenciesIn(documents: Documents): readonly Dependency[] {
  const directories = directoryOf(documents);
  const all = [...documents.values()].flatMap((document) => dependenciesOf(directories, documents, document));
  return [...new Map(all.map((one) => [`${one.from} ${one.to} ${one.how}`, one])).values()];
}
