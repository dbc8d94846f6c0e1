import type { ModelFollows, ModelGrant } from '../model/model.ts';
import type { Action, ObjectAccess, RowScopes } from './access.ts';

/** A scope of the parent's rows, as one of the rows that follow it: `parent:own`. */
const PREFIX = 'parent:';

/** The scope of the parent that a scope means; undefined of others. */
export const parentScope = (scope: string): string | undefined =>
  scope.startsWith(PREFIX) ? scope.slice(PREFIX.length) : undefined;

const follow = (scopes: RowScopes): RowScopes =>
  scopes.includes('all') ? scopes : scopes.map((scope) => `${PREFIX}${scope}`);

const union = (...many: readonly RowScopes[]): RowScopes => {
  const all = new Set(many.flat());
  return all.has('all') ? ['all'] : [...all].sort();
};

/** Rows of the parent beside which an action may be done. */
function parentRows(parent: ObjectAccess, { lines }: ModelFollows, action: Action): RowScopes {
  if (action === 'import' || action === 'export') return parent.rows(action);
  if (action === 'read') return lines === undefined ? parent.rows('read') : parent.readableRows(lines);
  const written = (one: 'create' | 'update') =>
    lines === undefined ? parent.rows(one) : parent.writableRows(lines, one);
  // who makes the parent makes what comes with it
  return action === 'create' ? union(written('create'), written('update')) : written('update');
}

/** Rows of the parent to which a record may be added, or moved. */
export const parentsToAddTo = (parent: ObjectAccess, follows: ModelFollows): RowScopes =>
  parentRows(parent, follows, 'update');

/**
 * What grants come to where rights follow a parent: the rows and what may be done with them are the parent's to
 * say, grants over the object itself narrow the fields alone.
 */
export function followingGrants(
  parent: ObjectAccess,
  follows: ModelFollows,
  object: string,
  own: readonly ModelGrant[],
): readonly ModelGrant[] {
  const actions: readonly Action[] = ['create', 'read', 'update', 'delete', 'restore', 'import', 'export'];
  const fields = own.length > 0 ? own.map((grant) => grant.fields) : [{}];
  return actions.flatMap((action) =>
    follow(parentRows(parent, follows, action)).flatMap((scope) =>
      fields.map((some): ModelGrant => ({ object, do: [action], rows: { [action]: scope }, fields: some })),
    ),
  );
}
