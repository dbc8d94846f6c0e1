import { defineScope } from './define-scope.ts';

/** The rows that the actor owns; of objects without owners, those that the actor made. */
export const own = defineScope({
  name: 'own',
  sql: (row) => `${row.column('owner') ?? row.column('created_by')} = ${row.actor('id')}`,
  ofNew: (isOwn) => isOwn,
});
