import { type Body, type Documents, type MetaDocument, mapBodies, objectDocument } from './documents.ts';
import { type Property, propertiesOf, renameKey, requiredOf, withProperties } from './object.ts';
import { type Rename, renamedPath, renamedText } from './paths.ts';

/** Renames the references inside of an expression; the engine's own, loaded when somebody renames. */
export type RenameReferences = (
  source: string,
  rename: (path: readonly string[]) => readonly string[] | undefined,
) => string;

/** What a rename does to paths and expressions that begin in an object. */
interface Renamer {
  path(object: string, text: string): string;
  expression(object: string, source: string): string;
}

const renamer = (documents: Documents, rename: Rename, renameReferences: RenameReferences): Renamer => ({
  path: (object, text) => renamedText(documents, object, text, rename),
  expression: (object, source) =>
    renameReferences(source, (path) => {
      const [first = '', ...rest] = path;
      if (!first.startsWith('$')) return renamedPath(documents, object, path, rename);
      const inner = first === '$old' ? renamedPath(documents, object, rest, rename) : undefined;
      return inner && [first, ...inner];
    }),
});

/** `change` of a member where there is one. */
function changed<T>(body: Body, name: string, change: (value: T) => unknown): Body {
  return body[name] === undefined || body[name] === null ? body : { ...body, [name]: change(body[name]) };
}

/** The members of a list that are a path, or carry one as `field`. */
const places = (change: (path: string) => string) => (list: readonly (string | { field: string })[]) =>
  list.map((place) => (typeof place === 'string' ? change(place) : { ...place, field: change(place.field) }));

const byField = (body: Body, change: (name: string) => string): Body =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [change(name), value]));

function renameInRule(rule: Body, object: string, by: Renamer): Body {
  const name = (text: string) => by.path(object, text);
  let next = rule;
  for (const list of ['require', 'readOnly', 'hide']) next = changed(next, list, places(name));
  for (const source of ['when', 'check'])
    next = changed<string>(next, source, (text) => by.expression(object, text));
  next = changed<string>(next, 'field', name);
  return changed<Body>(next, 'options', (options) => byField(options, name));
}

/** Expressions of a property: its default speaks of its own record, the filter of a lookup of the target's. */
function renameInProperty(property: Property, object: string, by: Renamer): Property {
  let field: Body = property['x-field'];
  field = changed<string>(field, 'defaultExpression', (text) => by.expression(object, text));
  field = changed<string>(field, 'expression', (text) => by.expression(object, text));
  if (field.target)
    field = changed<string>(field, 'filter', (text) => by.expression(field.target as string, text));
  return { ...property, 'x-field': field as Property['x-field'] };
}

function renameInObject(body: Body, object: string, by: Renamer): Body {
  const name = (text: string) => by.path(object, text);
  const properties = Object.fromEntries(
    Object.entries(propertiesOf(body)).map(([at, property]) => [at, renameInProperty(property, object, by)]),
  );
  let head: Body = body['x-object'] ?? {};
  head = changed<string>(head, 'titleField', name);
  head = changed<readonly (readonly string[])[]>(head, 'unique', (sets) => sets.map((set) => set.map(name)));
  const next = { ...withProperties(body, properties, requiredOf(body).map(name)), 'x-object': head };
  return changed<readonly Body[]>(next, 'x-rules', (rules) =>
    rules.map((rule) => renameInRule(rule, object, by)),
  );
}

function renameInLayout(body: Body, by: Renamer): Body {
  const name = (text: string) => by.path(body.object, text);
  let next = changed(body, 'highlights', places(name));
  next = changed<readonly Body[]>(next, 'sections', (sections) =>
    sections.map((section) => changed(section, 'fields', places(name))),
  );
  return changed<readonly Body[]>(next, 'related', (lists) =>
    lists.map((list) => {
      const inChild = (text: string) => by.path(list.object, text);
      return changed(changed<string>(list, 'via', inChild), 'columns', places(inChild));
    }),
  );
}

function renameInView(body: Body, by: Renamer): Body {
  const name = (text: string) => by.path(body.object, text);
  let next = changed(body, 'columns', places(name));
  next = changed(next, 'sort', places(name));
  next = changed<string>(next, 'group', name);
  return changed<string>(next, 'filter', (text) => by.expression(body.object, text));
}

const renameInRole = (body: Body, by: Renamer): Body =>
  changed<readonly Body[]>(body, 'grants', (grants) =>
    grants.map((grant) =>
      changed<Body>(grant, 'fields', (fields) => byField(fields, (name) => by.path(grant.object, name))),
    ),
  );

const renameInPipeline = (body: Body, by: Renamer): Body =>
  changed<string>(body, 'when', (text) => by.expression(body.object, text));

const BY_KIND: Readonly<Record<string, (body: Body, by: Renamer, document: MetaDocument) => Body>> = {
  object: (body, by, { key }) => renameInObject(body, key, by),
  layout: renameInLayout,
  view: renameInView,
  role: renameInRole,
  pipeline: renameInPipeline,
};

/** The documents after a field got another API name: its property and everything that names it. */
export function renameField(
  documents: Documents,
  rename: Rename,
  renameReferences: RenameReferences,
): Documents {
  if (rename.from === rename.to || !objectDocument(documents, rename.object)) return documents;
  const by = renamer(documents, rename, renameReferences);
  return mapBodies(documents, (document) => {
    const next = BY_KIND[document.kind]?.(document.body, by, document) ?? document.body;
    const isOwn = document.kind === 'object' && document.key === rename.object;
    const named = isOwn ? withProperties(next, renameKey(propertiesOf(next), rename.from, rename.to)) : next;
    return JSON.stringify(named) === JSON.stringify(document.body) ? document.body : named;
  });
}
