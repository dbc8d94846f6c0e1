import type { ProblemItem } from '../errors.ts';
import { dayOf } from '../expression/index.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { isProblemItem, problemOfCell } from './read-body.ts';
import type { Situation } from './situation.ts';

/** Fields whose values take something from the rest of the record, by object. */
const known = new WeakMap<ModelObject, readonly ModelField[]>();

function completedFields(object: ModelObject): readonly ModelField[] {
  let fields = known.get(object);
  if (!fields) {
    fields = [...object.fields.values()].filter(({ type, engineWritten }) => type.complete && !engineWritten);
    known.set(object, fields);
  }
  return fields;
}

/** What a write of the object has to know of the record so that values can be completed, by name. */
export const completionReads = (object: ModelObject): string[] =>
  completedFields(object).flatMap((field) => [
    field.name,
    ...(field.type.follows?.(field) ?? []).map(({ name }) => name),
  ]);

/**
 * Completes the values that are written, or that stand beside one that they follow. `values` are those
 * that change, `after` the record with them.
 */
export function completeValues(
  { object, model, before, now, path }: Situation,
  values: Map<ModelField, WireValue>,
  after: Map<string, WireValue>,
): ProblemItem[] {
  const problems: ProblemItem[] = [];
  const changed = new Set([...values.keys()].map(({ name }) => name));
  for (const field of completedFields(object)) {
    const follows = field.type.follows?.(field) ?? [];
    const value = after.get(field.name) ?? null;
    if (
      value === null ||
      ![field.name, ...follows.map(({ name }) => name)].some((name) => changed.has(name))
    ) {
      continue;
    }
    const { timeZone, currency, rates } = model.settings;
    const completed = field.type.complete!(value, field, {
      day: dayOf(now.toISOString(), timeZone)!,
      currency,
      rates,
      before: before?.get(field.name) ?? null,
      other: (name) => after.get(name) ?? null,
    });
    const read = problemOfCell(completed, `${path}/${field.name}`);
    if (isProblemItem(read)) {
      problems.push(read);
      continue;
    }
    values.set(field, read);
    after.set(field.name, read);
  }
  return problems;
}
