import type { Access, ObjectAccess } from '../access/index.ts';
import type { ModelField } from '../model/model.ts';

/** Line items or links that the actor may read. */
export interface ReadableLines {
  readonly name: string;
  readonly child: ObjectAccess;
  readonly via: ModelField;
  /** of links: the field that leads to what is linked, and the rights over that */
  readonly to?: { readonly field: string; readonly access: ObjectAccess };
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
  if (!via || field.lines.to === undefined) return via && { name: field.name, child: child!, via };
  const target = access.object(field.lines.target!);
  if (!target?.can('read')) return undefined;
  return { name: field.name, child: child!, via, to: { field: field.lines.to, access: target } };
}
