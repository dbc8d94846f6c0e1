import { type Body, type Document, isBody } from './document.ts';
import { derivedId } from './ids.ts';
import { kindOf, type Part } from './kinds/index.ts';
import { isExtension } from './kinds/object.ts';
import { systemFieldId } from './kinds/object-model.ts';
import type { Path } from './report.ts';

/** The body with `value` at `path`; what lies on the way is copied. */
export function withValue(body: Body, path: Path, value: unknown): Body {
  const [step, ...rest] = path;
  if (step === undefined) return value as Body;
  const copy: any = Array.isArray(body) ? [...body] : { ...body };
  copy[step] = withValue(copy[step] ?? {}, rest, value);
  return copy;
}

/** As `withValue` for many places of one body: what lies on their ways is copied once. */
function withValues(body: Body, places: readonly { readonly path: Path; readonly value: unknown }[]): Body {
  const copies = new Set<unknown>();
  const copyOf = (given: any): any => {
    if (copies.has(given)) return given;
    const copy = Array.isArray(given) ? [...given] : { ...given };
    copies.add(copy);
    return copy;
  };
  const root = copyOf(body);
  for (const { path, value } of places) {
    let at = root;
    for (const step of path.slice(0, -1)) {
      at[step] = copyOf(at[step]);
      at = at[step];
    }
    at[path.at(-1)!] = value;
  }
  return root;
}

/** The id of a document whose author gave none. */
export const documentId = ({
  kind,
  key,
  package: home,
}: Pick<Document, 'kind' | 'key' | 'package'>): string => derivedId(kindOf({ kind }).prefix, home, kind, key);

/** The id of a part whose author gave none. */
export function partId(document: Pick<Document, 'id' | 'key' | 'package'>, part: Part): string {
  if (part.value.system !== undefined) return systemFieldId(document.id, part.name);
  return derivedId(part.prefix!, part.value.package ?? document.package, part.kind, document.key, part.name);
}

/** Puts an id in front of what an object says. */
const identified = (value: Body, id: string): Body => (value.id === undefined ? { id, ...value } : value);

/** What an extension says of a field that is there has no id of its own. */
const isSaidOfAnother = (body: Body, { kind, value }: Part): boolean =>
  kind === 'field' && isExtension(body) && value.type === undefined;

/** A document with the ids that its author left out: derived from its names, the same on every machine. */
export function completeIds(document: Omit<Document, 'id'>): Document {
  const kind = kindOf(document);
  const head: unknown = kind.head === undefined ? document.body : document.body[kind.head];
  const written = isBody(head) && typeof head.id === 'string' ? head.id : undefined;
  const id = written ?? documentId(document);
  let { body } = document;
  // an extension is no document of its own in the workspace: it is merged into the one that it extends
  if (isBody(head) && !isExtension(body)) {
    body = kind.head === undefined ? identified(body, id) : { ...body, [kind.head]: identified(head, id) };
  }
  const places = kind.parts(body).flatMap((part) => {
    if (part.prefix === undefined || part.value.id !== undefined || isSaidOfAnother(body, part)) return [];
    return [{ path: part.path, value: identified(part.value, partId({ ...document, id }, part)) }];
  });
  return Object.freeze({ ...document, id, body: withValues(body, places) });
}
