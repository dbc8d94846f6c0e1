import { defineScope, type ScopeRow, walkedSql } from './define-scope.ts';

const placeOf = (row: Pick<ScopeRow, 'pointing'>): string | undefined => row.pointing('territory');

/** Rows in territories that the actor works in or manages, or in one below: by their first field that points at one. */
export const territory = defineScope({
  name: 'territory',
  reach: 'territory',
  leads: placeOf,
  sql: (row) => {
    const place = placeOf(row);
    const form = row.reachForm('territory');
    if (!form || !place) return 'false';
    return `${form === 'few' ? place : walkedSql(place)} = ANY(${row.actor('reach.territory')})`;
  },
});
