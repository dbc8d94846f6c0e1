/** One JSON file of metadata. What shapes, rights and processes are made of takes effect by publish. */

export type DocumentKind =
  | 'object'
  | 'option-set'
  | 'pipeline'
  | 'layout'
  | 'role'
  | 'sharing-rule'
  | 'restriction-rule'
  | 'match-rule'
  | 'navigation'
  | 'settings'
  | 'calendar'
  | 'package'
  | 'view';

/** The content of a document as parsed JSON; the order of its keys is its author's. */
export type Body = Readonly<Record<string, any>>;

export interface Document {
  readonly kind: DocumentKind;
  /** `{object}.{name}` for kinds that live under an object, else `{name}` */
  readonly key: string;
  readonly id: string;
  /** the package that it belongs to; parts of it that others added say so themselves */
  readonly package: string;
  /** without `$schema`, ids filled in */
  readonly body: Body;
}

/** By address, `${kind}/${key}`. */
export type Documents = ReadonlyMap<string, Document>;

/** The package of what the engine ships itself. */
export const ENGINE_PACKAGE = 'guanxi';

/** The package of what is made in the workspace, and of a folder without a manifest. */
export const LOCAL_PACKAGE = 'local';

export const addressOf = ({ kind, key }: Pick<Document, 'kind' | 'key'>): string => `${kind}/${key}`;

export const toDocuments = (list: Iterable<Document>): Documents =>
  new Map([...list].map((document) => [addressOf(document), document]));

export const documentsOf = (documents: Documents, kind: DocumentKind): Document[] =>
  [...documents.values()].filter((document) => document.kind === kind);

/** Whether a value is an object of JSON, neither list nor null. */
export const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two values of JSON say the same; the order of keys says nothing. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((member, index) => isSame(member, b[index]));
  }
  if (!isBody(a) || !isBody(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  );
}
