import type { WireValue } from '../field-types/index.ts';
import type { Model, ModelField, ModelMatchRule, ModelObject } from '../model/model.ts';

/** The column whose text is compared. */
export const matchColumn = ({ type, columns }: ModelField): string =>
  columns.find(({ part }) => part === (type.matchColumn ?? ''))!.name;

/** What that column holds of a value, as text. */
export function matchText(field: ModelField, value: WireValue): string | null {
  const held = field.type.toRow(value, field)[field.type.matchColumn ?? ''];
  return held === null || held === undefined ? null : String(held);
}

export const matchRulesOf = ({ matchRules }: Model, { name }: ModelObject): readonly ModelMatchRule[] =>
  matchRules.get(name) ?? [];

/** Names of the fields that rules over an object compare. */
export const matchedFields = (model: Model, object: ModelObject): readonly string[] => [
  ...new Set(matchRulesOf(model, object).flatMap(({ compared }) => compared.map(({ field }) => field))),
];
