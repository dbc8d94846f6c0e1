import type { Access, ObjectAccess } from '../access/index.ts';
import type { ModelField } from '../model/model.ts';

/** Line items that the actor may read. */
export interface ReadableLines {
  readonly name: string;
  readonly child: ObjectAccess;
  readonly via: ModelField;
}

/** The order of line items: by their place, behind those that have one as they were made. */
export const lineOrder = (alias: string): string => `${alias}.place NULLS LAST, ${alias}.id`;

/** The line items that an object has under a name or a former one, if the actor may read any. */
export function linesOf(
  access: Access,
  { object, readableRows }: ObjectAccess,
  name: string,
): ReadableLines | undefined {
  const field = object.fields.get(object.aliases.get(name) ?? name);
  if (!field?.lines || readableRows(field.name).length === 0) return undefined;
  const child = access.object(field.lines.object);
  const via = child?.can('read') ? child.object.fields.get(field.lines.via) : undefined;
  return via && { name: field.name, child: child!, via };
}
