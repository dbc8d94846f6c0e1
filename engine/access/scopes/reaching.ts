import type { ReachName } from '../../context.ts';
import { defineScope, holderOf, walkedSql } from './define-scope.ts';

/**
 * Rows whose owners the actor reaches by where they stand among others; of objects without owners, whose makers.
 * How it is said depends on how many of all they are. The records of a few are found one owner after the other, as
 * the planner weighs it. Those of many stand close in the order of any list, so that is walked. Where they are more than
 * half of all, the others are told, in a CASE, into which the planner does not look.
 */
export const reaching = (name: ReachName) =>
  defineScope({
    name,
    reach: name,
    leads: holderOf,
    sql: (row) => {
      const owner = holderOf(row);
      const form = row.reachForm(name);
      if (!form || !owner) return 'false';
      const users = row.actor(`reach.${name}`);
      if (form === 'few') return `${owner} = ANY(${users})`;
      return form === 'many'
        ? `${walkedSql(owner)} = ANY(${users})`
        : `CASE WHEN ${owner} <> ALL(${users}) THEN ${owner} IS NOT NULL END`;
    },
  });
