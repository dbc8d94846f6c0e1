import type { CheckedExpression } from '../expression/index.ts';
import { linkTargetOf } from '../model/index.ts';
import type { Model, ModelObject } from '../model/model.ts';

export interface AskedRelation {
  /** the physical column of the relation */
  readonly column: string;
  readonly target: ModelObject;
}

/**
 * The one relation that a condition over an object asks, if it asks nothing else and leads to one of the engine's own
 * objects: users, departments, teams and territories are few beside the records that point at them.
 */
export function relationAsked(
  model: Model,
  object: ModelObject,
  { references, children }: CheckedExpression,
): AskedRelation | undefined {
  const own = references.filter(([first]) => first !== '$user');
  const [name] = own[0] ?? [];
  const field = name === undefined ? undefined : object.fields.get(name);
  const [column] = field?.columns ?? [];
  const target = field && !field.objects ? model.objects.get(linkTargetOf(field) ?? '') : undefined;
  const isAsked =
    target?.system === true &&
    column?.type === 'uuid' &&
    children.length === 0 &&
    own.every(([first]) => first === name) &&
    own.some((path) => path.length > 1);
  return isAsked ? { column: column.name, target } : undefined;
}
