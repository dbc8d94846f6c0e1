import { fieldOf, fieldsParameter, isRelation } from '../api/model.ts';
import { asNamed } from '../api/preview.ts';
import type { Values } from '../api/records.ts';
import type { FieldMeta, FormDescription, ObjectMeta, RecordRow } from '../api/types.ts';
import { heldLines } from '../form/lines.ts';
import { type Pointer, relationId } from '../values/relations.ts';

const propertiesOf = ({ schema }: FormDescription) =>
  (schema.properties ?? {}) as Readonly<Record<string, { readonly default?: unknown }>>;

/** The fields of a form. */
export const formFields = (description: FormDescription): string[] => Object.keys(propertiesOf(description));

/** The form of a new record: nobody is asked for what nobody can fill in. */
export function newRecordForm(description: FormDescription): FormDescription {
  const { schema, uiSchema } = description;
  const isAsked = (name: string) =>
    !(uiSchema[name] as Values | undefined)?.['ui:readonly'] || description.formulas?.[name] !== undefined;
  const asked = Object.entries(propertiesOf(description)).filter(([name]) => isAsked(name));
  const required = (schema.required as readonly string[] | undefined)?.filter(isAsked);
  return {
    ...description,
    schema: { ...schema, properties: Object.fromEntries(asked), ...(required && { required }) },
  };
}

/** What a new record begins with: its defaults, and who makes it as its owner. */
export const firstValues = (description: FormDescription, me: string): Values =>
  Object.fromEntries(
    Object.entries(propertiesOf(description))
      .map(([name, schema]) => [name, name === 'owner' ? me : schema.default])
      .filter(([, value]) => value !== undefined),
  );

/** What a form sends: what is hidden stays as it was, and a new record says nothing of it. */
export function withoutHidden(values: Values, hidden: ReadonlySet<string>, before: Values = {}): Values {
  if (hidden.size === 0) return values;
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      if (!hidden.has(name)) return [[name, value]];
      return name in before ? [[name, before[name]]] : [];
    }),
  );
}

/** Everything of a record that its page and its form show. */
export const everyField = (object: ObjectMeta): string =>
  fieldsParameter(
    object,
    object.fields.filter(({ name }) => name !== 'deleted_at').map(({ name }) => name),
  );

/** A record of one of several objects without its title, which is asked for to be shown. */
const pointerIn = (value: unknown): Pointer | null => {
  const { object, id } = (value ?? {}) as Partial<Pointer>;
  return object === undefined || id === undefined ? null : { object, id };
};

/** A value as the form holds it. */
function heldValue(field: FieldMeta, value: unknown): unknown {
  if (field.targets) return pointerIn(value);
  if (Array.isArray(value) && isRelation(field)) return value.flatMap((one) => relationId(one) ?? []).sort();
  return isRelation(field) ? (relationId(value) ?? null) : value;
}

/** A record as the form holds it: relations by id, no value as null. */
export function formValues(object: ObjectMeta, fields: readonly string[], given: RecordRow): Values {
  const record = asNamed(object, given);
  return Object.fromEntries(
    fields.map((name) => {
      const field = fieldOf(object, name);
      const value = record[name] ?? null;
      if (field?.lines)
        return [name, heldLines(field.lines, value as readonly RecordRow[] | null, heldValue)];
      return [name, field ? heldValue(field, value) : value];
    }),
  );
}
