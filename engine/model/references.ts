import type { JsonSchema } from '../field-types/index.ts';
import { type Body, type Document, isBody } from './document.ts';
import { kindOf } from './kinds/index.ts';
import type { Path } from './report.ts';
import { type Place, placesIn } from './walk.ts';

/** What a text of a document can name; `path` leads over relations, `sort` may have a sign before it. */
export type ReferenceKind =
  | 'object'
  | 'field'
  | 'path'
  | 'sort'
  | 'option'
  | 'stage'
  | 'option-set'
  | 'calendar'
  | 'role'
  | 'view'
  | 'package'
  | 'tab';

/** A text of a document that names something. */
export interface Reference {
  readonly path: Path;
  /** it is the name of a member, not its value */
  readonly isName: boolean;
  readonly to: ReferenceKind;
  readonly name: string;
  /** of fields and what they hold: the object in which to look */
  readonly object: string | undefined;
  /** of options: the property around it */
  readonly property: Body | undefined;
}

/** A text of a document that is an expression. */
export interface ExpressionPlace {
  readonly path: Path;
  readonly source: string;
  /** what its names stand for: `record` with what it leads to, `fields` of it alone, `new`, `target`, `change` */
  readonly scope: string;
  /** `bool`, or `field`: what the field around it holds */
  readonly returns: string;
  readonly object: string | undefined;
  /** the object of `record`: of `target` that which the relation leads from */
  readonly home: string | undefined;
  readonly property: Body | undefined;
  /** id of the nearest thing around it that has one: a field, a rule, the document */
  readonly owner: string | undefined;
}

export interface References {
  readonly references: readonly Reference[];
  readonly expressions: readonly ExpressionPlace[];
}

const nearestText = (around: readonly Body[], word: string): string | undefined =>
  around.findLast((one) => Object.hasOwn(one, word) && typeof one[word] === 'string')?.[word];

/** The object whose fields are meant: the nearest that is named around the place, else the document's own. */
const objectAround = (document: Document, around: readonly Body[]): string | undefined =>
  nearestText(around, 'object') ?? (document.kind === 'object' ? document.key : undefined);

const propertyAround = (around: readonly Body[]): Body | undefined =>
  around.findLast((one) => isBody(one['x-field']));

function referenceAt(document: Document, place: Place): Reference | undefined {
  const { path, value, schema, around, isName = false } = place;
  if (typeof value !== 'string' || typeof schema['x-ref'] !== 'string') return undefined;
  if (schema['x-all'] === true && value === '*') return undefined;
  const word = schema['x-in'];
  const object = typeof word === 'string' ? nearestText(around, word) : objectAround(document, around);
  // of every object: fields are named that none has in particular
  if (object === '*') return undefined;
  const to = schema['x-ref'] as ReferenceKind;
  return { path, isName, to, name: value, object, property: propertyAround(around) };
}

function expressionAt(document: Document, place: Place): ExpressionPlace | undefined {
  const { path, value, schema, around } = place;
  const marked = schema['x-expression'];
  if (typeof value !== 'string' || !isBody(marked)) return undefined;
  const { scope, returns } = marked;
  const home = objectAround(document, around);
  const object = scope === 'target' ? (marked.target ?? nearestText(around, 'target')) : home;
  const owner = nearestText(around, 'id');
  return { path, source: value, scope, returns, object, home, property: propertyAround(around), owner };
}

const isNaming = (schema: JsonSchema): boolean =>
  schema['x-ref'] !== undefined || schema['x-expression'] !== undefined;

const known = new WeakMap<Document, References>();

/** Everything that a document names and every expression in it: one walk over what its schema marks. */
export function referencesOf(document: Document): References {
  let found = known.get(document);
  if (!found) {
    const places = placesIn(kindOf(document).schema, document.body, isNaming);
    found = {
      references: places.flatMap((place) => referenceAt(document, place) ?? []),
      expressions: places.flatMap((place) => expressionAt(document, place) ?? []),
    };
    known.set(document, found);
  }
  return found;
}
