import type { FieldMeta, ObjectMeta } from '../../api/types.ts';
import { type Clause, isCondition, type OperatorName } from './conditions.ts';
import { KIND_OPERATORS, OBJECT_OPERATORS, type Operator, operatorsOf } from './operators.ts';
import { readFilter } from './read-filter.ts';

/** Whether a path is a moment, which is compared by its day. */
export const isMomentIn = (object: ObjectMeta) => (path: string) =>
  object.fields.some((field) => field.name === path && field.kind === 'timestamp');

/** The field of a condition; `stage.kind` belongs to the stage, `about.object` to the relation. */
export function fieldOfPath(
  object: ObjectMeta,
  path: string,
): { field?: FieldMeta; isKind: boolean; isObject: boolean } {
  const whole = object.fields.find((each) => each.name === path);
  if (whole) return { field: whole, isKind: false, isObject: false };
  const [name, member, ...rest] = path.split('.');
  const field = object.fields.find((each) => each.name === name);
  const isKind = member === 'kind' && rest.length === 0 && field?.widget === 'stage';
  const isObject = member === 'object' && rest.length === 0 && field?.targets !== undefined;
  return { field: member === undefined || isKind || isObject ? field : undefined, isKind, isObject };
}

/** The operators that a path offers; none where the panel cannot show it. */
export function operatorsAt(object: ObjectMeta, path: string): readonly Operator[] {
  const { field, isKind, isObject } = fieldOfPath(object, path);
  if (isKind) return KIND_OPERATORS;
  if (isObject) return OBJECT_OPERATORS;
  return field ? operatorsOf(field) : [];
}

export const operatorAt = (object: ObjectMeta, path: string, name: OperatorName): Operator | undefined =>
  operatorsAt(object, path).find((each) => each.name === name);

/** Of one value "is" and "is one of" say the same; a field offers one of the two. */
const SAME: Readonly<Partial<Record<OperatorName, OperatorName>>> = {
  eq: 'in',
  ne: 'notIn',
};

function offered(object: ObjectMeta, clause: Clause): Clause {
  if (!isCondition(clause) || operatorAt(object, clause.path, clause.operator)) return clause;
  const same = SAME[clause.operator];
  return same && operatorAt(object, clause.path, same) ? { ...clause, operator: same } : clause;
}

/** A filter's text as clauses, in the operators that its fields offer. */
export const clausesOf = (object: ObjectMeta, filter: string): Clause[] =>
  readFilter(filter).map((clause) => offered(object, clause));
