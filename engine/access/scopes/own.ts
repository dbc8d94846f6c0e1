import { defineScope, holderOf } from './define-scope.ts';

/** The rows that the actor owns; of objects without owners, those that the actor made. */
export const own = defineScope({
  name: 'own',
  sql: (row) => `${holderOf(row)} = ${row.actor('id')}`,
  leads: holderOf,
  ofNew: (isOwn) => isOwn,
});
