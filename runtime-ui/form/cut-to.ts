import type { Values } from '../api/records.ts';
import type { FormDescription } from '../api/types.ts';

/** The form with these fields alone, one below the other. */
export function cutTo(description: FormDescription, names: ReadonlySet<string>): FormDescription {
  const { schema, uiSchema } = description;
  const properties = Object.entries((schema.properties ?? {}) as Values).filter(([name]) => names.has(name));
  const required = ((schema.required ?? []) as readonly string[]).filter((name) => names.has(name));
  const fields = properties.map(([name]) => ({ field: name, span: 1 }));
  return {
    ...description,
    schema: { ...schema, properties: Object.fromEntries(properties), required },
    uiSchema: {
      ...uiSchema,
      'ui:order': [...fields.map(({ field }) => field), '*'],
      'ui:tabs': [],
      'ui:sections': [{ id: 'asked', label: '', columns: 1, fields }],
    },
  };
}
