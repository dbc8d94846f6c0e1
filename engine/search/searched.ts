import { qualified, searchTableName, soundColumnName } from '../db/names.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';

/** How much it counts in which field something is found, the most first. */
export type Weight = 'A' | 'B' | 'C' | 'D';

/** A field whose texts the object's table of searches holds. */
export interface SearchedField {
  readonly field: ModelField;
  /** which of its columns is looked into */
  readonly part: string;
  /** columns of the table of searches: the text, and how it sounds */
  readonly text: string;
  readonly sound: string;
}

/** Whether searches look into a field: the title, and what the documents mark. What is kept encrypted has no texts. */
export const isSearched = (
  object: ModelObject,
  { name, type, target, objects, system, search }: ModelField,
): boolean =>
  !system &&
  objects === undefined &&
  (type.kind === 'string' || type.searchColumn !== undefined) &&
  target === undefined &&
  (name === object.titleField || search !== undefined);

export const weightOf = (object: ModelObject, { name, search }: ModelField): Weight =>
  search ?? (name === object.titleField ? 'A' : 'D');

/** What is stored as a text and written with its record; what is worked out when it is read is looked into there. */
function searchedField(object: ModelObject, field: ModelField): SearchedField[] {
  const part = field.type.searchColumn ?? '';
  const column = field.columns.find((one) => one.part === part);
  const isKept = column?.type === 'text' && !field.rollup;
  if (!isKept || !isSearched(object, field)) return [];
  return [{ field, part, text: column.name, sound: soundColumnName(column.name) }];
}

const known = new WeakMap<ModelObject, readonly SearchedField[]>();

/** The fields of an object's table of searches, in the order of the object; without any there is no table. */
export function searchedFields(object: ModelObject): readonly SearchedField[] {
  let fields = known.get(object);
  if (!fields) {
    fields = [...object.fields.values()].flatMap((field) => searchedField(object, field));
    known.set(object, fields);
  }
  return fields;
}

/** The table of searches in SQL. */
export const searchTable = ({ schema }: Model, { table }: ModelObject): string =>
  qualified(schema, searchTableName(table));
