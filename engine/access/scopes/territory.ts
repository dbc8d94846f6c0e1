import { defineScope } from './define-scope.ts';

/** Rows in territories that the actor works in or manages, or in one below: by their first field that points at one. */
export const territory = defineScope({
  name: 'territory',
  reach: 'territory',
  sql: (row) => {
    const place = row.pointing('territory');
    const form = row.reachForm('territory');
    if (!form || !place) return 'false';
    const isIn = `${place} = ANY(${row.actor('reach.territory')})`;
    return form === 'few' ? isIn : `CASE WHEN ${isIn} THEN true END`;
  },
});
