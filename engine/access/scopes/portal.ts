import { defineScope } from './define-scope.ts';

/** The record that a user of the portal is bound to, and those that point at it; of everybody else no row. */
export const portal = defineScope({
  name: 'portal',
  sql: (row) => (row.portal ? `${row.portal} = ${row.actor('portal_record')}` : 'false'),
});
