import type { Labels } from '../../runtime-ui/api/types.ts';

/** The content of a document as parsed JSON; the order of its keys is its author's. */
export type Body = Readonly<Record<string, any>>;

/** One document of the draft: as drafted where it was changed, else as published. */
export interface MetaDocument {
  readonly kind: string;
  /** `{object}.{name}` for kinds that live under an object, else `{name}` */
  readonly key: string;
  /** the package that it belongs to */
  readonly package: string;
  readonly body: Body;
}

/** Documents by address (`object/task`). */
export type Documents = ReadonlyMap<string, MetaDocument>;

/** A change of the draft as a function, so that it can be tried, saved, undone and tested alone. */
export type Edit = (documents: Documents) => Documents;

/** The package of what the engine ships itself. */
export const ENGINE = 'guanxi';

/** The package of what is made in the workspace; the engine marks so what is added to documents of others. */
export const LOCAL = 'local';

export const addressOf = ({ kind, key }: Pick<MetaDocument, 'kind' | 'key'>): string => `${kind}/${key}`;

export const toDocuments = (list: Iterable<MetaDocument>): Documents =>
  new Map([...list].map((document) => [addressOf(document), document]));

export const ofKind = (documents: Documents, kind: string): readonly MetaDocument[] =>
  [...documents.values()].filter((document) => document.kind === kind);

/** The documents of a kind that live under an object: its layouts, views, pipelines. */
export const under = (documents: Documents, kind: string, object: string): readonly MetaDocument[] =>
  ofKind(documents, kind).filter((document) => document.body.object === object);

export const objectDocument = (documents: Documents, name: string): MetaDocument | undefined =>
  documents.get(`object/${name}`);

export const withDocument = (documents: Documents, document: MetaDocument): Documents =>
  new Map(documents).set(addressOf(document), document);

export function withoutDocument(documents: Documents, address: string): Documents {
  const next = new Map(documents);
  next.delete(address);
  return next;
}

export const withBody = (documents: Documents, document: MetaDocument, body: Body): Documents =>
  body === document.body ? documents : withDocument(documents, { ...document, body });

/** Every document through `change`; those that it returns as they were stay the same object. */
export function mapBodies(documents: Documents, change: (document: MetaDocument) => Body): Documents {
  let next = documents;
  for (const document of documents.values()) next = withBody(next, document, change(document));
  return next;
}

export const isSameBody = (a: MetaDocument | undefined, b: MetaDocument | undefined): boolean =>
  a?.body === b?.body || JSON.stringify(a?.body) === JSON.stringify(b?.body);

/** Addresses whose documents differ, in the order in which they are saved: what others name comes first. */
export function differences(from: Documents, to: Documents): readonly string[] {
  const order = [
    'calendar',
    'option-set',
    'object',
    'pipeline',
    'layout',
    'view',
    'role',
    'sharing-rule',
    'restriction-rule',
  ];
  const place = (address: string) => (order.indexOf(address.split('/')[0]!) + order.length) % order.length;
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((address) => !isSameBody(from.get(address), to.get(address)))
    .sort((a, b) => place(a) - place(b));
}

/** An object without the members that say nothing: undefined, empty texts, lists and objects, false. */
export const withoutBlanks = <T extends object>(given: T): T =>
  Object.fromEntries(
    Object.entries(given).filter(
      ([, value]) =>
        value !== undefined &&
        value !== null &&
        value !== '' &&
        value !== false &&
        !(typeof value === 'object' && Object.keys(value).length === 0),
    ),
  ) as T;

/** Labels with what was typed trimmed and the empty ones left out. */
export const cleanLabels = (labels: Labels): Labels =>
  withoutBlanks(Object.fromEntries(Object.entries(labels).map(([at, text]) => [at, text.trim()])));
