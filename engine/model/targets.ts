import type { ModelField } from './model.ts';

/** The object that a relation points at. */
export const targetOf = (field: ModelField): string | undefined =>
  field.target ?? field.type.targets?.(field)[0];

/** The object whose record a field holds the id of; what is mirrored from elsewhere holds none. */
export const linkTargetOf = (field: ModelField): string | undefined =>
  field.columns.length === 0 ? undefined : targetOf(field);
