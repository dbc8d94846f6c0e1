import { type CheckedExpression, RECORD, type Tree } from '../expression/index.ts';
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

/** Pairs of `city == record.city` that hold wherever the filter does: a new record of the target begins with them. */
export function presetsOf({ tree }: Pick<CheckedExpression, 'tree'>): ReadonlyMap<string, string> {
  const presets = new Map<string, string>();
  const visit = (part: Tree): void => {
    if (part.op !== 'call') return;
    if (part.row.startsWith('&&')) for (const arg of part.args) visit(arg);
    if (!part.row.startsWith('==')) return;
    const paths = part.args.flatMap((arg) => (arg.op === 'reference' ? [arg.path] : []));
    const [own, from] = paths[0]?.[0] === POINTING ? [paths[1], paths[0]] : paths;
    if (own?.length === 1 && from?.length === 2 && from[0] === POINTING) presets.set(own[0]!, from[1]!);
  };
  visit(tree);
  return presets;
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
