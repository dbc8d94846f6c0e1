import { defineScope } from './define-scope.ts';

/** Content that somebody may use: the actor's own, what colleagues share, what a package ships. */
export const shared = defineScope({
  name: 'shared',
  sql: (row) => {
    const ways = [`${row.column('owner')} = ${row.actor('id')}`];
    const isShared = row.column('shared');
    const shippedBy = row.column('package');
    if (isShared) ways.push(isShared);
    if (shippedBy) ways.push(`${shippedBy} IS NOT NULL`);
    return `(${ways.join(' OR ')})`;
  },
  ofNew: (isOwn) => isOwn,
});
