import type { Part } from '../field-types/index.ts';
import type { ModelField } from './model.ts';

/** A part of a composite, seen as a field: rights and columns are those of the field, all else is the part's. */
export interface FieldPart {
  readonly field: ModelField;
  readonly column: string;
  readonly isShownOnly: boolean;
}

const NONE: ReadonlyMap<string, FieldPart> = new Map();
const known = new WeakMap<ModelField, ReadonlyMap<string, FieldPart>>();

const seenAsField = (field: ModelField, { type, labels, settings = {} }: Part): ModelField => ({
  ...field,
  type,
  labels,
  settings,
  schema: {},
  options: [],
});

/** The parts of a field by name; none of a field with one value. */
export function partsOf(field: ModelField): ReadonlyMap<string, FieldPart> {
  if (!field.type.parts || field.columns.length === 0) return NONE;
  let parts = known.get(field);
  if (!parts) {
    parts = new Map(
      field.type.parts(field).map((part) => [
        part.name,
        {
          field: seenAsField(field, part),
          column: part.column,
          isShownOnly: part.isShownOnly === true,
        },
      ]),
    );
    known.set(field, parts);
  }
  return parts;
}

/** The part that the bare name of a field stands for; undefined of a field with one value. */
export const barePart = (field: ModelField): FieldPart | undefined =>
  field.type.bare === undefined ? undefined : partsOf(field).get(field.type.bare);
