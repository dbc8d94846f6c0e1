import { type CheckedExpression, evaluate } from '../expression/index.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import { isProblemItem, normalised } from './read-body.ts';
import type { Situation } from './situation.ts';

/** What an expression about a record that is not there yet comes to: it knows who makes it, and when. */
const computed = ({ model, user, now }: Situation, expression: CheckedExpression): WireValue =>
  evaluate(expression, {
    get: ([first, attribute]) => (first === '$user' ? user[attribute as keyof typeof user] : null),
    now,
    timeZone: model.settings.timeZone,
  });

/** What a new record has in a field that the body leaves out; undefined for nothing. */
export function defaultOf(situation: Situation, field: ModelField): WireValue | undefined {
  if (field.system) return field.name === 'owner' ? situation.user.id : undefined;
  const { defaultExpression } = field;
  const given = defaultExpression ? computed(situation, defaultExpression) : field.default;
  if (given === undefined || given === null) return undefined;
  const read = normalised(field, given, '');
  return isProblemItem(read) ? undefined : read;
}
