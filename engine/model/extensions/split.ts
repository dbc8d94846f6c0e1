import { documentId } from '../complete-ids.ts';
import { addressOf, type Body, type Document, type Documents, toDocuments } from '../document.ts';
import { kindOf } from '../kinds/index.ts';
import { propertiesOf } from '../kinds/object.ts';
import { withoutPackage } from './merge-extension.ts';
import { type Draft, type Overlay, overlaysOf, readOverlay } from './overlays.ts';

/** What a folder does not say: archived fields are what it lacks. */
function withoutArchived(body: Body): Body {
  const live = propertiesOf(body).filter(([, property]) => property['x-field'].archived !== true);
  const names = new Set(live.map(([name]) => name));
  const required = body.required?.filter((name: string) => names.has(name));
  return {
    ...body,
    ...(body.properties && { properties: Object.fromEntries(live) }),
    ...(required && { required }),
  };
}

const unmarked = ({ package: _, ...part }: Body): Body => part;

/** Members that say nothing are not written. */
function withoutEmpty(body: Body): Body {
  const isEmpty = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return Object.fromEntries(
    Object.entries(body).filter(([word, value]) => word === 'x-object' || !isEmpty(value)),
  );
}

/** The packages that added something to a document or laid something over it. */
export function guestsOf({ body, package: home, kind }: Document): string[] {
  const marks = kindOf({ kind })
    .parts(body)
    .flatMap(({ value }) => (value.package === undefined ? [] : [String(value.package)]));
  return [...new Set([...marks, ...Object.keys(body['x-extensions'] ?? {})])].filter((one) => one !== home);
}

function layInto(extension: Draft, body: Body, overlay: Overlay): void {
  const value = readOverlay(body, overlay);
  const { field, option, word } = overlay;
  if (value === undefined) return;
  if (field === undefined) {
    extension['x-object'][word] = value;
    return;
  }
  const [name, there] = propertiesOf(body).find(([, property]) => property['x-field'].id === field)!;
  if (word === 'required') {
    extension.required.push(name);
    return;
  }
  extension.properties[name] ??= { 'x-field': {} };
  const property = extension.properties[name];
  if (option !== undefined) {
    property['x-field'].options ??= [];
    property['x-field'].options.push({ value: option, labels: value });
  } else if (word in there['x-field']) property['x-field'][word] = value;
  else property[word] = value;
}

/** What a package has in an object of another: its extension, as its author wrote it. */
function extensionOf(document: Document, home: string): Document {
  const { body, key } = document;
  const extension: Draft = { 'x-object': { extends: key }, properties: {}, required: [] };
  for (const [overlay] of overlaysOf(body, home)) layInto(extension, body, overlay);
  const required = new Set<string>(body.required ?? []);
  for (const [name, property] of propertiesOf(body)) {
    const field = property['x-field'];
    if (field.package === home) {
      extension.properties[name] = { ...property, 'x-field': unmarked(field) };
      if (required.has(name)) extension.required.push(name);
      continue;
    }
    const added = (field.options ?? []).filter((option: Body) => option.package === home).map(unmarked);
    if (added.length === 0) continue;
    extension.properties[name] ??= { 'x-field': {} };
    const target = extension.properties[name]['x-field'];
    target.options = [...(target.options ?? []), ...added];
  }
  extension['x-rules'] = (body['x-rules'] ?? []).filter((rule: Body) => rule.package === home).map(unmarked);
  const order = Object.keys(body.properties ?? {}).filter((name) =>
    Object.hasOwn(extension.properties, name),
  );
  extension.properties = Object.fromEntries(order.map((name) => [name, extension.properties[name]]));
  extension.required.sort((a: string, b: string) => order.indexOf(a) - order.indexOf(b));
  const made = { kind: document.kind, key, package: home } as const;
  return Object.freeze({ ...made, id: documentId(made), body: withoutEmpty(withoutArchived(extension)) });
}

/** The document without the marks of other packages: what only objects know to tell apart. */
function whole(document: Document): Document {
  let { body } = document;
  for (const word of ['stages', 'options']) {
    if (Array.isArray(body[word])) body = { ...body, [word]: body[word].map(unmarked) };
  }
  return { ...document, body };
}

/**
 * The document as its packages write it, by package: its own part, and of an object the extensions of
 * others. What is archived is left out: that is what a folder says by not saying it.
 */
export function splitByPackage(document: Document): ReadonlyMap<string, Document> {
  if (document.kind !== 'object') return new Map([[document.package, whole(document)]]);
  if (document.body['x-object'].archived === true) return new Map();
  const guests = guestsOf(document);
  const own = guests.reduce<Body>((body, guest) => withoutPackage(body, guest), document.body);
  const base = { ...document, body: withoutEmpty(withoutArchived(own)) };
  const extensions = guests
    .map((guest) => extensionOf(document, guest))
    .filter(({ body }) => Object.keys(body).length > 1 || Object.keys(body['x-object']).length > 1);
  return new Map([base, ...extensions].map((one) => [one.package, one]));
}

/** What a package has in the workspace, as the documents of its folder. */
export const folderOf = (documents: Documents, home: string): Documents =>
  toDocuments(
    [...documents.values()]
      .flatMap((document) => splitByPackage(document).get(home) ?? [])
      .sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1)),
  );
