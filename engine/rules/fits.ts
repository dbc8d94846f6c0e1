import { type CheckedExpression, RECORD } from '../expression/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import type { Facts, Values } from './situation.ts';

/** A relation that takes only some records of its target. */
export interface LookupFilter {
  readonly field: ModelField;
  readonly filter: CheckedExpression;
  /** fields of the record that points by which the filter judges */
  readonly by: readonly string[];
}

/** What stands before a name of the record that points, in the paths of a filter. */
export const POINTING = `$${RECORD}`;

const known = new WeakMap<ModelObject, readonly LookupFilter[]>();

/** The relations of an object that do not take every record. */
export function lookupFilters(object: ModelObject): readonly LookupFilter[] {
  let filters = known.get(object);
  if (!filters) {
    filters = [...object.fields.values()].flatMap((field) => {
      const { filter } = field;
      if (!filter) return [];
      const paths = [...filter.references, ...filter.children.map(({ path }) => path)];
      const by = paths.flatMap(([first, second]) => (first === POINTING && second ? [second] : []));
      return [{ field, filter, by: [...new Set(by)] }];
    });
    known.set(object, filters);
  }
  return filters;
}

/** Under this name the facts say whether the record that a relation points at is one that it takes. */
export const fitKey = ({ name }: ModelField): string => `${name}?`;

/**
 * Relations that come to point at a record that they do not take. What stood before is asked about only when
 * it, or something by which it is judged, changes.
 */
export const unfit = (
  object: ModelObject,
  after: Values,
  changes: ReadonlyMap<ModelField, unknown>,
  facts: Facts,
): readonly LookupFilter[] =>
  lookupFilters(object).filter(({ field, by }) => {
    const isTouched = changes.has(field) || by.some((name) => changes.has(object.fields.get(name)!));
    return isTouched && (after.get(field.name) ?? null) !== null && facts.get(fitKey(field)) !== true;
  });
