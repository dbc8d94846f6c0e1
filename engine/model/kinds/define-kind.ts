import type { Labels } from '../../errors.ts';
import { type JsonSchema, quoted } from '../../field-types/index.ts';
import { type Body, type Document, type DocumentKind, isBody } from '../document.ts';
import type { Path, Report } from '../report.ts';

/** Something inside a document that has an id, and whose package may be another than the document's. */
export interface Part {
  readonly kind: 'field' | 'option' | 'rule' | 'stage' | 'section' | 'tab';
  /** first letters of its id; without any it has none, its name is what identifies it */
  readonly prefix?: string;
  /** tells it from its like in the document; its id is made of it when the author gave none */
  readonly name: string;
  /** of the object that holds its `id` and `package` */
  readonly path: Path;
  readonly value: Body;
}

/** Everything the engine knows of a kind of document. One file per kind states it. */
export interface Kind {
  readonly name: DocumentKind;
  /** what people call a document of it, in the middle of a sentence */
  readonly labels: Labels;
  /** first letters of its ids */
  readonly prefix: string;
  /** folder of its files, `<folder>/<key>.json`; or the one file that there is of it */
  readonly folder?: string;
  readonly file?: string;
  /** the schema of its documents, as in `schemas/` */
  readonly schema: JsonSchema;
  /** whether the workspace's own package alone may have it */
  readonly localOnly?: true;
  /** key of a body; undefined where a name is missing */
  keyOf(body: Body): string | undefined;
  /** the object in which the document's id stands, for kinds whose id is not at the top */
  readonly head?: string;
  parts(body: Body): readonly Part[];
  /** what the schema cannot say of one document alone; the body may have any shape */
  check?(document: Omit<Document, 'id'>, report: Report): void;
}

export const defineKind = (kind: Kind): Kind => Object.freeze(kind);

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Key of a document that is known by its name. */
export const keyByName = (body: Body): string | undefined => text(body.name);

/** Key of a document that lives under an object. */
export const keyUnderObject = (body: Body): string | undefined =>
  text(body.object) && text(body.name) && `${body.object}.${body.name}`;

/** The members of a list that are objects, with their places; none where there is no list. */
export const membersOf = (list: unknown): [index: number, member: Body][] =>
  Array.isArray(list) ? [...list.entries()].filter(([, member]) => isBody(member)) : [];

/** Reports the members of a list that have the name of an earlier one. */
export function reportTwice(report: Report, path: Path, list: unknown, key: string): void {
  const seen = new Set<string>();
  for (const [index, member] of membersOf(list)) {
    const name = text(member[key]);
    if (name === undefined) continue;
    if (seen.has(name)) report([...path, index, key], 'document.name_twice', { name: quoted(name) });
    seen.add(name);
  }
}
