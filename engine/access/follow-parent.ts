import { ACTIONS, type Action } from '../model/index.ts';
import type { ModelFollows, ModelGrant } from '../model/model.ts';
import type { ObjectAccess, SourcedGrant } from './access.ts';
import { parentTerm, type RowScopes, sum } from './terms.ts';

const follow = (scopes: RowScopes): RowScopes => (scopes.includes('all') ? scopes : scopes.map(parentTerm));

/** What changes the parent: its line items are parts of it. */
const WRITES: ReadonlySet<Action> = new Set(['create', 'update', 'delete', 'restore']);
/** What must be allowed of the parent for an action on what follows it. */
export const actionAbove = (action: Action): Action => (WRITES.has(action) ? 'update' : action);

/** The parent says each, so that nothing comes along with another. */
const STATED = { transfer: 'none', bulk: 'none', restore: 'none' };

/** Rows of the parent beside which an action may be done. */
function parentRows(parent: ObjectAccess, { lines }: ModelFollows, action: Action): RowScopes {
  // whoever is in the team of the parent is in that of what belongs to it, and who claims the parent has what is its
  if (action === 'share' || action === 'claim') return [];
  if (!WRITES.has(action) && action !== 'read') return parent.rows(action);
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
  const narrowing: readonly Pick<ModelGrant, 'fields' | 'where'>[] = own.length > 0 ? own : [{ fields: {} }];
  return ACTIONS.flatMap((action) =>
    follow(parentRows(parent, follows, action)).flatMap((scope) =>
      narrowing.map(
        ({ fields, where }): SourcedGrant => ({
          source: { by: 'parent' },
          object,
          do: [action],
          rows: { ...STATED, [action]: scope },
          fields,
          ...(where && { where }),
        }),
      ),
    ),
  );
}
