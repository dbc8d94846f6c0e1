import type { Model, ModelField, ModelObject } from './model.ts';

/** A field whose values are kept encrypted. */
export interface EncryptedField {
  readonly object: ModelObject;
  readonly field: ModelField;
}

const known = new WeakMap<Model, readonly EncryptedField[]>();

/** The fields of a Model that are kept encrypted, archived ones included: their columns still hold what they held. */
export function encryptedFields(model: Model): readonly EncryptedField[] {
  let fields = known.get(model);
  if (!fields) {
    fields = [...model.objectsById.values()].flatMap((object) =>
      [...object.fieldsById.values()].flatMap((field) => (isEncrypted(field) ? [{ object, field }] : [])),
    );
    known.set(model, fields);
  }
  return fields;
}

/** Whether a field itself keeps encrypted values. */
export const isEncrypted = ({ type, columns }: ModelField): boolean =>
  type.kind === 'encrypted' && columns.length > 0;
