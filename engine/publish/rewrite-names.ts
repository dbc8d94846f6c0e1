import { renameReferences } from '../expression/index.ts';
import {
  addressOf,
  type Body,
  type Document,
  type Documents,
  kindOf,
  type Reference,
  type ReferenceKind,
  referencesOf,
  toDocuments,
} from '../model/index.ts';
import type { Difference } from './differences.ts';
import { type Directory, directoryOf } from './directory.ts';

type Path = readonly (string | number)[];
type Names = ReadonlyMap<string, string>;

/** What is called otherwise from now on: documents by kind, fields by the id of their object; old name to new. */
interface Renames {
  readonly documents: ReadonlyMap<string, Names>;
  readonly fields: ReadonlyMap<string, Names>;
}

function renamesIn(differences: readonly Difference[]): Renames {
  const documents = new Map<string, Map<string, string>>();
  const fields = new Map<string, Map<string, string>>();
  const note = (into: Map<string, Map<string, string>>, key: string, from: string, to: string): void => {
    const names = into.get(key) ?? new Map<string, string>();
    into.set(key, names.set(from, to));
  };
  for (const { on, subject, before } of differences) {
    if (on !== 'rename' || !before) continue;
    if (subject.kind === 'field') note(fields, subject.document.id, before.name, subject.name);
    else if (!subject.parent) note(documents, subject.kind, before.document.key, subject.document.key);
  }
  return { documents, fields };
}

/** The value with another one at `path`. */
function withValue(value: any, [step, ...rest]: Path, change: (value: any) => unknown): any {
  if (step === undefined) return change(value);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[step] = withValue(copy[step], rest, change);
  return copy;
}

/** The object with a member of another name, in the same place. */
const withKey = (object: Body, from: string, to: string): Body =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key === from ? to : key, value]));

/** Names of now for names that may have led somewhere only before. */
interface NewNames {
  /** of a document of a kind, by its key */
  document(kind: ReferenceKind, name: string): string;
  /** of fields that lead from one to the next, beginning at an object */
  path(object: string | undefined, steps: readonly string[]): readonly string[];
}

function newNames(renames: Renames, documents: Documents): NewNames {
  const directory = directoryOf(documents);
  const renamedDocument = (kind: string, name: string): string | undefined =>
    documents.has(`${kind}/${name}`) ? undefined : renames.documents.get(kind)?.get(name);
  const objectNamed = (name: string): Directory | undefined =>
    directory.get(renamedDocument('object', name) ?? name);
  const renamedField = ({ id, fields }: Directory, name: string): string | undefined => {
    if (fields.has(name)) return undefined;
    const own = renames.fields.get(id)?.get(name);
    if (own !== undefined) return own;
    // `stage_pipeline` and `stage_since` follow the name of their field
    const [, field = '', part] = /^(.+)(_pipeline|_since)$/.exec(name) ?? [];
    const whole = renames.fields.get(id)?.get(field);
    return whole === undefined || fields.has(field) ? undefined : `${whole}${part}`;
  };
  return {
    document: (kind, name) => renamedDocument(kind, name) ?? name,
    path: (object, steps) => {
      let here = object === undefined ? undefined : objectNamed(object);
      return steps.map((step) => {
        const name = (here && renamedField(here, step)) ?? step;
        const target = here?.fields.get(name)?.target;
        here = target === undefined ? undefined : objectNamed(target);
        return name;
      });
    },
  };
}

function renamedReference(names: NewNames, { to, name, object }: Reference): string {
  if (to !== 'field' && to !== 'path' && to !== 'sort') return names.document(to, name);
  const sign = /^[+-]/.test(name) ? name[0]! : '';
  return sign + names.path(object, name.slice(sign.length).split('.')).join('.');
}

/** A path of an expression; `old` is the same record before. */
function renamedPath(names: NewNames, object: string | undefined, path: readonly string[]) {
  const isVariable = path[0]!.startsWith('$');
  if (isVariable && path[0] !== '$old') return undefined;
  const [before, steps] = isVariable ? [path.slice(0, 1), path.slice(1)] : [[], path];
  const renamed = [...before, ...names.path(object, steps)];
  return renamed.join() === path.join() ? undefined : renamed;
}

function rewrite(document: Document, names: NewNames): Document {
  let { body } = document;
  const { references, expressions } = referencesOf(document);
  for (const { path, source, object } of expressions) {
    const renamed = renameReferences(source, (one) => renamedPath(names, object, one));
    if (renamed !== source) body = withValue(body, path, () => renamed);
  }
  // what stands deeper first: the names of members lead to it
  for (const reference of references.toReversed()) {
    const renamed = renamedReference(names, reference);
    if (renamed === reference.name) continue;
    const { path, isName } = reference;
    body = isName
      ? withValue(body, path.slice(0, -1), (around) => withKey(around, reference.name, renamed))
      : withValue(body, path, () => renamed);
  }
  if (body === document.body) return document;
  return { ...document, key: kindOf(document).keyOf(body) ?? document.key, body };
}

/** Follows renames in every document that still names something by its old name. */
export function rewriteNames(documents: Documents, differences: readonly Difference[]): Documents {
  const renames = renamesIn(differences);
  if (renames.documents.size + renames.fields.size === 0) return documents;
  const names = newNames(renames, documents);
  const rewritten = [...documents.values()].map((document) => rewrite(document, names));
  return toDocuments(rewritten.sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1)));
}
