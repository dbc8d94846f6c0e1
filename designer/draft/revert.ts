import type { Change } from '../api/types.ts';
import {
  type Documents,
  type MetaDocument,
  objectDocument,
  withBody,
  withDocument,
  withoutDocument,
} from './documents.ts';
import { removeObject } from './new-object.ts';
import { type Property, propertiesOf, requiredOf, withProperties } from './object.ts';
import { removeField } from './remove-field.ts';
import { renameField } from './rename-field.ts';

const idOf = (property: Property | undefined): string | undefined => property?.['x-field'].id;

/** The field of `document` that is the same one, whatever its name. */
const sameField = (document: MetaDocument | undefined, id: string | undefined): string | undefined =>
  document &&
  Object.entries(propertiesOf(document.body)).find(
    ([, property]) => id !== undefined && idOf(property) === id,
  )?.[0];

const placeOf = (object: MetaDocument, field: string): number =>
  Object.keys(propertiesOf(object.body)).indexOf(field);

/** A property in its own place, or where it was when it is gone. */
function withProperty(
  properties: Readonly<Record<string, Property>>,
  name: string,
  property: Property,
  place: number,
): Readonly<Record<string, Property>> {
  if (name in properties) return { ...properties, [name]: property };
  const entries = Object.entries(properties);
  entries.splice(place, 0, [name, property]);
  return Object.fromEntries(entries);
}

/** A field as it was published; what else the draft changes stays. */
function restoreField(documents: Documents, published: Documents, object: string, field: string): Documents {
  const before = objectDocument(published, object);
  const now = objectDocument(documents, object);
  const id = idOf(now && propertiesOf(now.body)[field]) ?? idOf(before && propertiesOf(before.body)[field]);
  const oldName = sameField(before, id) ?? (before && propertiesOf(before.body)[field] ? field : undefined);
  if (!before || !now) return documents;
  if (oldName === undefined) return removeField(documents, object, field);
  const newName = sameField(now, id);
  const named =
    newName === undefined ? documents : renameField(documents, { object, from: newName, to: oldName });
  const document = objectDocument(named, object)!;
  const old = propertiesOf(before.body)[oldName]!;
  const properties = withProperty(propertiesOf(document.body), oldName, old, placeOf(before, oldName));
  const others = requiredOf(document.body).filter((name) => name !== oldName);
  const required = requiredOf(before.body).includes(oldName) ? [...others, oldName] : others;
  const inOrder = requiredOf(before.body).filter((name) => required.includes(name));
  const added = required.filter((name) => !inOrder.includes(name));
  return withBody(named, document, withProperties(document.body, properties, [...inOrder, ...added]));
}

/** An object's document without what the draft says of the object as a whole; its fields stay as drafted. */
function restoreHead(documents: Documents, before: MetaDocument, now: MetaDocument): Documents {
  const { properties: _, required: __, ...head } = before.body;
  const { properties, required } = now.body;
  return withBody(documents, now, { ...head, properties, ...(required && { required }) });
}

/** The draft without one change of the plan: a field, an object's own words, or a whole document. */
export function revertChange(
  documents: Documents,
  published: Documents,
  change: Pick<Change, 'document' | 'object' | 'field'>,
): Documents {
  const { document: address, field } = change;
  const before = published.get(address);
  const now = documents.get(address);
  if (field && address.startsWith('object/') && now)
    return restoreField(documents, published, now.key, field);
  if (before && now && now.kind === 'object') return restoreHead(documents, before, now);
  if (before) return withDocument(documents, before);
  return now?.kind === 'object' ? removeObject(documents, now.key) : withoutDocument(documents, address);
}
