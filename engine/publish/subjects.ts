import type { Labels } from '../errors.ts';
import { fieldType, type JsonSchema } from '../field-types/index.ts';
import {
  type Body,
  type Document,
  type DocumentKind,
  type Documents,
  kindOf,
  type Part,
  pathOf,
  placeIn,
} from '../model/index.ts';

/** What has an identity of its own in the documents. */
export type SubjectKind = DocumentKind | 'field' | 'system-field' | 'option' | 'stage' | 'rule';

type Path = readonly (string | number)[];

/**
 * One thing that documents describe, whatever it is called at the moment: a document, or an object's
 * field, an option, a stage, a rule. The difference of two sets of documents is told in subjects.
 */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
  /** API name; of an option its value */
  readonly name: string;
  readonly labels: Labels | undefined;
  readonly archived: boolean;
  /** the document it stands in, and where in it */
  readonly document: Document;
  readonly path: Path;
  /** what it stands in: the object of a field, the field of an option */
  readonly parent?: Subject;
  /** everything said about it, its id, name, children and archiving apart */
  readonly words: Body;
  /** ids of what it holds, in the author's order */
  readonly children: Readonly<Partial<Record<Held, readonly string[]>>>;
}

/** Lists of children, by the kind of their members. */
export type Held = 'fields' | 'options' | 'stages' | 'rules';

const HELD: Readonly<Partial<Record<Part['kind'], Held>>> = {
  field: 'fields',
  option: 'options',
  stage: 'stages',
  rule: 'rules',
};

const without = (words: Body, ...names: readonly string[]): Body =>
  Object.fromEntries(Object.entries(words).filter(([name]) => !names.includes(name)));

/** What holds where a document says nothing: the defaults of its schema. */
const defaultsOf = (properties: Readonly<Record<string, JsonSchema>> = {}): Body =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) =>
      'default' in schema ? [[name, schema.default]] : [],
    ),
  );

/** What a property says: of the field, and beside it of its values. */
function fieldWords({ body }: Document, { name, value }: Part): Body {
  const schema = without(body.properties[name], 'x-field');
  const isRequired = Array.isArray(body.required) && body.required.includes(name);
  const defaults = defaultsOf(fieldType(value.type)?.settings.properties);
  return { ...defaults, ...without(value, 'id', 'archived', 'options'), ...schema, required: isRequired };
}

function partSubject(document: Document, part: Part, parent: Subject): Subject {
  const { kind, name, value, path } = part;
  const isSystem = kind === 'field' && value.system !== undefined;
  return {
    kind: isSystem ? 'system-field' : (kind as SubjectKind),
    id: kind === 'option' ? `${parent.id}/${name}` : value.id,
    name: kind === 'rule' ? value.id : name,
    labels: value.labels ?? value.message,
    archived: value.archived === true,
    document,
    path,
    parent,
    words: kind === 'field' ? fieldWords(document, part) : without(value, 'id', 'name', 'value', 'archived'),
    children: {},
  };
}

const isInside = (path: Path, around: Path): boolean =>
  path.length > around.length && around.every((step, index) => step === path[index]);

function subjectsIn(document: Document): Subject[] {
  const kind = kindOf(document);
  const { body } = document;
  const head: Body = kind.head === undefined ? body : body[kind.head];
  const parts = kind.parts(body).filter((part) => HELD[part.kind]);
  const properties: any = kind.schema.properties;
  const defaults = defaultsOf(kind.head === undefined ? properties : properties[kind.head].properties);
  const beside = kind.head === undefined ? {} : without(body, kind.head, 'required');
  const holders = new Set(parts.map(({ path }) => String(path[0])));
  const root: Subject = {
    kind: document.kind,
    id: document.id,
    name: head.name ?? document.key,
    labels: head.labels,
    archived: head.archived === true,
    document,
    path: [],
    words: without(
      { ...defaults, ...head, ...beside },
      ...['id', 'name', 'archived', 'properties', 'x-rules', ...holders],
    ),
    children: {},
  };
  const subjects: Subject[] = [root];
  const held = new Map<string, Partial<Record<Held, readonly string[]>>>();
  for (const part of parts) {
    const parent = subjects.findLast((one) => one.path.length > 0 && isInside(part.path, one.path)) ?? root;
    const subject = partSubject(document, part, parent);
    subjects.push(subject);
    const lists = held.get(parent.id) ?? {};
    held.set(parent.id, lists);
    const list = HELD[part.kind]!;
    lists[list] = [...(lists[list] ?? []), subject.id];
  }
  return subjects.map((subject) => ({ ...subject, children: held.get(subject.id) ?? {} }));
}

/** Every subject of a set of documents, by its id. */
export const subjectsOf = (documents: Documents): ReadonlyMap<string, Subject> =>
  new Map(
    [...documents.values()].flatMap((document) =>
      subjectsIn(document).map((subject) => [subject.id, subject]),
    ),
  );

/** API name of the object that a subject is about, if it is about one. */
export const objectNameOf = ({ document: { kind, body } }: Subject): string | undefined =>
  kind === 'object' ? body['x-object'].name : body.object;

/** Where a subject stands, for a problem: `objects/x.json#/properties/y/x-field/type`. */
export const placeOf = ({ document, path }: Subject, ...inside: Path): string =>
  placeIn(pathOf(document), [...path, ...inside]);
