/** What may be done with records of an object; a role's `do` states them. */
export const ACTIONS = [
  'create',
  'read',
  'update',
  'delete',
  'restore',
  'purge',
  'transfer',
  'bulk',
  'share',
  'import',
  'export',
  'print',
  'merge',
  'claim',
] as const;

export type Action = (typeof ACTIONS)[number];

/** What users of the portal may do at most: nothing of it is about who owns a record, or about many at once. */
export const PORTAL_ACTIONS: readonly Action[] = ['create', 'read', 'update', 'delete', 'export'];

/** Where a grant does not say in which rows: those of this action. Others are in all. */
export const GOES_BY: Readonly<Partial<Record<Action, Action>>> = {
  restore: 'delete',
  purge: 'delete',
  transfer: 'update',
  share: 'update',
  merge: 'update',
};

/** What keeps somebody from an action keeps them from these too. */
export const BOUND_WITH: Readonly<Partial<Record<Action, Action>>> = {
  purge: 'delete',
  transfer: 'update',
  merge: 'update',
};

/**
 * What came with other actions before it had a word of its own, and still does where a grant says nothing of it:
 * nobody loses by an upgrade what they could do. `rows` of `none` takes it away.
 */
export const CAME_WITH: Readonly<Partial<Record<Action, readonly Action[]>>> = {
  restore: ['delete'],
  transfer: ['update'],
  bulk: ['create', 'update', 'delete'],
};
