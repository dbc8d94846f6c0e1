import type { Option } from '../field-types/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import type { DependentField } from './dependents.ts';

/** By option the values for which it is offered; an option that stands twice is offered for those of both. */
function parentsOf(options: readonly Option[]): DependentField['parents'] {
  const parents = new Map<string, string[]>();
  const free = new Set(options.filter((option) => !option.parents).map(({ value }) => value));
  for (const option of options) {
    if (!free.has(option.value))
      parents.set(option.value, [...(parents.get(option.value) ?? []), ...option.parents!]);
  }
  return Object.fromEntries(parents);
}

const dependsOn = ({ settings, engineWritten }: ModelField): unknown =>
  engineWritten ? undefined : settings.dependsOn;

const known = new WeakMap<ModelObject, readonly DependentField[]>();

/** The fields of an object whose options depend on another field in use. */
export function dependentsOf(object: ModelObject): readonly DependentField[] {
  let dependents = known.get(object);
  if (!dependents) {
    dependents = [...object.fields.values()].flatMap((field) => {
      const on = object.fields.get(String(dependsOn(field) ?? ''));
      return on ? [{ field: field.name, on: on.name, parents: parentsOf(field.options) }] : [];
    });
    known.set(object, dependents);
  }
  return dependents;
}
