import { renameReferences } from '../expression/index.ts';
import { withValue } from './complete-ids.ts';
import { addressOf, type Body, type Document, type Documents, toDocuments } from './document.ts';
import { kindOf } from './kinds/index.ts';
import { propertiesOf } from './kinds/object.ts';
import { type NameIndex, namesOf } from './name-index.ts';
import { stageMembers } from './names.ts';
import { type Reference, referencesOf } from './references.ts';

/** What `old` is in a path of an expression. */
const OLD = '$old';

/** New names by object and old name. */
type Renames = (object: string, name: string) => string | undefined;

/** The path with the new names of what it leads over; undefined where nothing on it is renamed. */
function renamedPath(
  index: NameIndex,
  renames: Renames,
  object: string,
  steps: readonly string[],
): readonly string[] | undefined {
  let at: string | undefined = object;
  const renamed = steps.map((step) => {
    const name: string = (at !== undefined && renames(at, step)) || step;
    at = at === undefined ? undefined : (index.field(at, step) ?? index.relation(at, step))?.target;
    return name;
  });
  return renamed.some((name, place) => name !== steps[place]) ? renamed : undefined;
}

/** The same for a path of an expression, which may begin with what the record was before. */
function renamedInExpression(
  index: NameIndex,
  renames: Renames,
  object: string | undefined,
  path: readonly string[],
): readonly string[] | undefined {
  if (object === undefined) return undefined;
  if (path[0] !== OLD)
    return path[0]!.startsWith('$') ? undefined : renamedPath(index, renames, object, path);
  const renamed = renamedPath(index, renames, object, path.slice(1));
  return renamed && [OLD, ...renamed];
}

/** What a reference has to say under the new names; undefined where it stays. */
function renamedReference(index: NameIndex, renames: Renames, { to, name, object }: Reference) {
  if (object === undefined || (to !== 'field' && to !== 'path' && to !== 'sort')) return undefined;
  const sign = /^[+-]/.exec(name)?.[0] ?? '';
  const renamed = renamedPath(index, renames, object, name.slice(sign.length).split('.'));
  return renamed && `${sign}${renamed.join('.')}`;
}

/** The members of an object, one of them under another name, in the same order. */
const withName = (given: Body, from: string, to: string): Body =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name === from ? to : name, value]));

function valueIn(body: Body, path: readonly (string | number)[]): Body {
  return path.reduce<any>((value, step) => value[step], body);
}

/** The document with everything that it names under the new names. */
function withNewNames(
  index: NameIndex,
  renames: Renames,
  document: Document,
  isMeant: (reference: Reference) => boolean = () => true,
): Document {
  const { references, expressions } = referencesOf(document);
  let { body } = document;
  for (const { path, source, object, home } of expressions) {
    const renamed = renameReferences(source, (steps, ofRecord) =>
      renamedInExpression(index, renames, ofRecord ? home : object, steps),
    );
    if (renamed !== source) body = withValue(body, path, renamed);
  }
  // names of members last: they are part of the paths of what is below them
  for (const reference of references.toSorted((a, b) => Number(a.isName) - Number(b.isName))) {
    const renamed = isMeant(reference) ? renamedReference(index, renames, reference) : undefined;
    if (renamed === undefined) continue;
    const { path, name, isName } = reference;
    const parent = path.slice(0, -1);
    body = isName
      ? withValue(body, parent, withName(valueIn(body, parent), name, renamed))
      : withValue(body, path, renamed);
  }
  return body === document.body ? document : Object.freeze({ ...document, body });
}

/**
 * The documents with paths that go on to `behind`, wherever an expression or a path over relations ends at a field
 * that was a value once and leads to a record now.
 */
export function goOnBehind(documents: Documents, object: string, field: string, behind: string): Documents {
  const index = namesOf(documents);
  const on: Renames = (at, name) => (at === object && name === field ? `${field}.${behind}` : undefined);
  return new Map(
    [...documents].map(([address, document]) => [
      address,
      withNewNames(index, on, document, ({ isName, name }) => !isName && name.includes('.')),
    ]),
  );
}

/** Relations that are called otherwise on the side of their target than before. */
const relationRenames =
  (before: NameIndex, after: NameIndex, nameNow: (object: string) => string = (name) => name): Renames =>
  (object, name) => {
    const relation = before.field(object, name) ? undefined : before.relation(object, name);
    const now = relation && after.nameOfRelation(nameNow(object), relation.id);
    return now === name ? undefined : now;
  };

/**
 * The documents with a field under another name, wherever one names it: lists, grants, paths over
 * relations, expressions. Ids and texts stay; documents that do not name it stay the same object.
 */
export function renameEverywhere(documents: Documents, object: string, from: string, to: string): Documents {
  const home = documents.get(`object/${object}`);
  if (!home || !propertiesOf(home.body).some(([name]) => name === from)) return documents;
  const names = new Map([[from, to]]);
  // pipeline and time of a stage follow its name
  for (const [at, part] of stageMembers(from).entries()) names.set(part, stageMembers(to)[at]!);
  const index = namesOf(documents);
  const own: Renames = (at, name) => (at === object ? names.get(name) : undefined);
  const renamedBy = (renames: Renames): Documents =>
    new Map(
      [...documents].map(([address, document]) => {
        const renamed = withNewNames(index, renames, document);
        if (address !== addressOf(home)) return [address, renamed];
        const { body } = renamed;
        const properties = withName(body.properties, from, to);
        return [address, Object.freeze({ ...renamed, body: { ...body, properties } })];
      }),
    );
  const renamed = renamedBy(own);
  const relations = relationRenames(index, namesOf(renamed));
  const isCalledOtherwise = [...index.relationsOf()].some(([at, name]) => relations(at, name) !== undefined);
  return isCalledOtherwise ? renamedBy((at, name) => own(at, name) ?? relations(at, name)) : renamed;
}

/** The documents with an object under another name: its own, those under it, and all that name it. */
export function renameObject(documents: Documents, from: string, to: string): Documents {
  if (!documents.has(`object/${from}`)) return documents;
  const keyFrom = (key: string): string =>
    key.startsWith(`${from}.`) ? `${to}${key.slice(from.length)}` : key;
  const renamedIn = (given: Documents): Documents =>
    toDocuments(
      [...given.values()].map((document) => {
        let { body } = document;
        for (const { to: kind, name, path } of referencesOf(document).references) {
          if (kind === 'object' && name === from) body = withValue(body, path, to);
          if (kind === 'view' && keyFrom(name) !== name) body = withValue(body, path, keyFrom(name));
        }
        if (document.kind === 'object' && document.key === from)
          body = withValue(body, ['x-object', 'name'], to);
        if (body === document.body) return document;
        return Object.freeze({ ...document, key: kindOf(document).keyOf(body)!, body });
      }),
    );
  const index = namesOf(documents);
  const after = namesOf(renamedIn(documents));
  const relations = relationRenames(index, after, (name) => (name === from ? to : name));
  return renamedIn(
    new Map([...documents].map(([address, document]) => [address, withNewNames(index, relations, document)])),
  );
}
