import type { ModelField, ModelObject } from './model.ts';

/** The object that a relation points at. */
export const targetOf = (field: ModelField): string | undefined =>
  field.target ?? field.type.targets?.(field)[0];

/** The objects whose records a field may come to point at. */
export const linkTargetsOf = (field: ModelField): readonly string[] => {
  if (field.columns.length === 0 || field.rollup) return [];
  if (field.objects) return field.settings.targets;
  const target = targetOf(field);
  return target === undefined ? [] : [target];
};

/** The object whose record a field ties its own to; what a mirror or a roll-up shows of others ties nothing. */
export const linkTargetOf = (field: ModelField): string | undefined =>
  field.columns.length === 0 || field.rollup ? undefined : targetOf(field);

/** The first field of an object that ties its records to one of `target`; undefined where there is none. */
export const pointingAt = (object: ModelObject, target: string): ModelField | undefined =>
  [...object.fields.values()].find((field) => !field.objects && linkTargetOf(field) === target);
