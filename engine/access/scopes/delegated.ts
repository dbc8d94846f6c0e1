import { defineScope } from './define-scope.ts';

/** Delegations to the actor. */
export const delegated = defineScope({
  name: 'delegated',
  sql: (row) => {
    const delegate = row.column('delegate');
    return delegate ? `${delegate} = ${row.actor('id')}` : 'false';
  },
});
