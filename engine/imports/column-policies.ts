import { isImported } from './headings.ts';
import type { Heading, Mapping } from './map.ts';
import type { ColumnOptions } from './options.ts';

/** A column whose empty cells empty the field: of a field as a whole, not of what stands in it. */
export function cleared(
  mapping: Mapping,
  mapped: Heading,
  options: ColumnOptions | undefined,
  path: string,
): Heading {
  const { column } = mapped;
  if (!column || options?.empty !== 'clear') return mapped;
  if (column.part || column.line || column.isMany || column.isObject || column.pipelines) {
    mapping.refuse(`${path}/empty`, 'import.not_cleared', { name: column.name });
  }
  return { column: { ...column, clears: true } };
}

/** A relation whose records are made where they are not there: by whoever may make them, with a field that a name fills. */
export function making(
  mapping: Mapping,
  mapped: Heading,
  options: ColumnOptions | undefined,
  path: string,
): Heading {
  const { column } = mapped;
  if (!column || options?.missing !== 'create') return mapped;
  const { target } = column;
  const { access: object, by = [] } = target ?? {};
  const title = by.find(({ name }) => name === object?.object.titleField) ?? by[0];
  const isMade = object?.can('create') && object.can('import') && title && isImported(object, title);
  if (isMade) return { column: { ...column, target: { ...target!, makes: title } } };
  mapping.refuse(`${path}/missing`, 'import.not_made', { name: column.name });
  return mapped;
}
