import { fieldOf, fieldsParameter, isRelation } from '../api/model.ts';
import type { Values } from '../api/records.ts';
import type { FormDescription, ObjectMeta, RecordRow } from '../api/types.ts';
import { relationId } from '../values/display.tsx';

/** The fields of a form. */
export const formFields = (description: FormDescription): string[] =>
  Object.keys((description.schema.properties as Readonly<Record<string, unknown>> | undefined) ?? {});

/** Everything of a record that its page and its form show. */
export const everyField = (object: ObjectMeta): string =>
  fieldsParameter(
    object,
    object.fields.filter(({ name }) => name !== 'deleted_at').map(({ name }) => name),
  );

/** A record as the form holds it: relations by id, no value as null. */
export function formValues(object: ObjectMeta, fields: readonly string[], record: RecordRow): Values {
  return Object.fromEntries(
    fields.map((name) => {
      const field = fieldOf(object, name);
      const value = record[name] ?? null;
      return [name, field && isRelation(field) ? (relationId(value) ?? null) : value];
    }),
  );
}
