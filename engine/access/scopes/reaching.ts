import type { ReachName } from '../../context.ts';
import { defineScope } from './define-scope.ts';

/**
 * Rows whose owners the actor reaches by where they stand among others; of objects without owners, whose makers.
 * How it is said depends on how many they are. A few are weighed by the planner. More of them would make planning
 * dear and cost it nothing to know: they stand in a CASE, which it does not look into, so that it walks the order
 * of the list. Where they are more than half of all, the others are told.
 */
export const reaching = (name: ReachName) =>
  defineScope({
    name,
    reach: name,
    sql: (row) => {
      const owner = row.column('owner') ?? row.column('created_by');
      const form = row.reachForm(name);
      if (!form || !owner) return 'false';
      const users = row.actor(`reach.${name}`);
      if (form === 'few') return `${owner} = ANY(${users})`;
      return form === 'many'
        ? `CASE WHEN ${owner} = ANY(${users}) THEN true END`
        : `CASE WHEN ${owner} <> ALL(${users}) THEN ${owner} IS NOT NULL END`;
    },
  });
