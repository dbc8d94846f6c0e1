import type { ModelFollows, ModelGrant } from '../model/model.ts';
import type { Action, ObjectAccess, SourcedGrant } from './access.ts';
import { parentTerm, type RowScopes, sum } from './terms.ts';

const follow = (scopes: RowScopes): RowScopes => (scopes.includes('all') ? scopes : scopes.map(parentTerm));

/** Rows of the parent beside which an action may be done. */
function parentRows(parent: ObjectAccess, { lines }: ModelFollows, action: Action): RowScopes {
  if (action === 'import' || action === 'export') return parent.rows(action);
  if (action === 'read') return lines === undefined ? parent.rows('read') : parent.readableRows(lines);
  const written = (one: 'create' | 'update') =>
    lines === undefined ? parent.rows(one) : parent.writableRows(lines, one);
  // who makes the parent makes what comes with it
  return action === 'create' ? sum([...written('create'), ...written('update')]) : written('update');
}

/** Rows of the parent to which a record may be added, or moved. */
export const parentsToAddTo = (parent: ObjectAccess, follows: ModelFollows): RowScopes =>
  parentRows(parent, follows, 'update');

/**
 * What grants come to where rights follow a parent: the rows and what may be done with them are the parent's to
 * say, grants over the object itself narrow the fields alone, and the rows where they state a condition.
 */
export function followingGrants(
  parent: ObjectAccess,
  follows: ModelFollows,
  object: string,
  own: readonly ModelGrant[],
): readonly SourcedGrant[] {
  const actions: readonly Action[] = ['create', 'read', 'update', 'delete', 'restore', 'import', 'export'];
  const narrowing: readonly Pick<ModelGrant, 'fields' | 'where'>[] = own.length > 0 ? own : [{ fields: {} }];
  return actions.flatMap((action) =>
    follow(parentRows(parent, follows, action)).flatMap((scope) =>
      narrowing.map(
        ({ fields, where }): SourcedGrant => ({
          source: { by: 'parent' },
          object,
          do: [action],
          rows: { [action]: scope },
          fields,
          ...(where && { where }),
        }),
      ),
    ),
  );
}
