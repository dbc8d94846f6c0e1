import { pointingAt } from '../model/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';
import { rowScope } from './scopes/index.ts';

const columnOf = (field: ModelField | undefined): string | undefined => field?.columns[0]?.name;

const rowOf = (object: ModelObject) => ({
  column: (name: string) => columnOf(object.fields.get(name)),
  pointing: (target: string) => columnOf(pointingAt(object, target)),
});

/** Physical names of the columns that say whose a row is and in which territory: with these a reach is compared. */
export const reachedColumns = (
  object: ModelObject,
): { readonly user: string | undefined; readonly territory: string | undefined } => ({
  user: rowScope('own').leads?.(rowOf(object)),
  territory: rowScope('territory').leads?.(rowOf(object)),
});

/**
 * Physical names of the columns by whose values roles reach rows of an object, that of the owner first: those that
 * lists of whoever does not see all are found by. Rows that follow a parent are found by its own.
 */
export function leadingColumns(model: Model, object: ModelObject): readonly string[] {
  if (object.follows) return [];
  const scopes = [...model.roles.values()].flatMap(({ grants }) =>
    grants
      .filter((grant) => grant.object === object.name || (grant.object === '*' && !object.system))
      .flatMap(({ rows }) => rows.read ?? []),
  );
  return [...new Set(scopes.flatMap((scope) => rowScope(scope).leads?.(rowOf(object)) ?? []))]
    .sort()
    .reverse();
}
