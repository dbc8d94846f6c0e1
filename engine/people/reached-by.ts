import type { ReachName } from '../context.ts';
import type { Model } from '../model/model.ts';
import { type PeopleTable, peopleTable, userColumn, userTable } from './users.ts';

/** What is held, a user or a territory, is `$1`'s; each of these answers who reaches it as rows of `user_id` and `held`. */
const THEMSELVES = (held: string): string => `SELECT h AS user_id, h AS held FROM unnest(${held}) h`;

/** SQL of the parts of a tree that something is in and all above it, beginning with `first`: rows of `held` and `id`. */
const aboveSql = (tree: PeopleTable, first: string): string =>
  `WITH RECURSIVE up(held, id, parent) AS (${first} UNION SELECT up.held, x.id, x.${tree.column('parent')}` +
  ` FROM up JOIN ${tree.table} x ON x.id = up.parent WHERE x.deleted_at IS NULL)`;

/**
 * SQL of who reaches what is held: `reach.ts` turned round, for the few holders of one record and all users at once.
 * `held` is SQL of an array of ids, of users or of territories.
 */
export const reachedBySql: Readonly<Record<ReachName, (model: Model, held: string) => string>> = {
  reporting_line: (model, held) =>
    `WITH RECURSIVE up(held, id) AS (SELECT h, h FROM unnest(${held}) h UNION SELECT up.held, u.${userColumn(model, 'manager')}` +
    ` FROM up JOIN ${userTable(model)} u ON u.id = up.id WHERE u.${userColumn(model, 'manager')} IS NOT NULL)` +
    ' SELECT id AS user_id, held FROM up',
  department: (model, held) => {
    const tree = peopleTable(model, 'department');
    if (!tree) return THEMSELVES(held);
    const [users, link] = [userTable(model), userColumn(model, 'department')];
    return (
      `${THEMSELVES(held)} UNION SELECT u.id, o.id FROM ${users} o JOIN ${tree.table} d ON d.id = o.${link} AND ${tree.inUse('d')}` +
      ` JOIN ${users} u ON u.${link} = d.id WHERE o.id = ANY(${held})`
    );
  },
  department_and_below: (model, held) => {
    const tree = peopleTable(model, 'department');
    if (!tree) return THEMSELVES(held);
    const [users, link] = [userTable(model), userColumn(model, 'department')];
    const first =
      `SELECT o.id, x.id, x.${tree.column('parent')} FROM ${users} o JOIN ${tree.table} x ON x.id = o.${link}` +
      ` WHERE o.id = ANY(${held}) AND x.deleted_at IS NULL`;
    const used = `up JOIN ${tree.table} x ON x.id = up.id AND ${tree.inUse('x')}`;
    return (
      `${aboveSql(tree, first)} ${THEMSELVES(held)}` +
      ` UNION SELECT x.${tree.column('manager')}, up.held FROM ${used} WHERE x.${tree.column('manager')} IS NOT NULL` +
      ` UNION SELECT u.id, up.held FROM ${used} JOIN ${users} u ON u.${link} = x.id`
    );
  },
  team: (model, held) => {
    const [team, link] = [peopleTable(model, 'team'), peopleTable(model, 'team_member')];
    if (!team || !link) return THEMSELVES(held);
    const [to, member] = [link.column('team'), link.column('member')];
    return (
      `${THEMSELVES(held)} UNION SELECT m.${member}, o.${member} FROM ${link.table} o` +
      ` JOIN ${team.table} g ON g.id = o.${to} AND ${team.inUse('g')}` +
      ` JOIN ${link.table} m ON m.${to} = g.id AND m.deleted_at IS NULL AND m.${member} IS NOT NULL` +
      ` WHERE o.${member} = ANY(${held}) AND o.deleted_at IS NULL`
    );
  },
  territory: (model, held) => {
    const [tree, link] = [peopleTable(model, 'territory'), peopleTable(model, 'territory_member')];
    if (!tree || !link) return 'SELECT NULL::uuid AS user_id, NULL::uuid AS held WHERE false';
    const first = `SELECT x.id, x.id, x.${tree.column('parent')} FROM ${tree.table} x WHERE x.id = ANY(${held}) AND x.deleted_at IS NULL`;
    const used = `up JOIN ${tree.table} x ON x.id = up.id AND ${tree.inUse('x')}`;
    return (
      `${aboveSql(tree, first)} SELECT x.${tree.column('manager')} AS user_id, up.held FROM ${used} WHERE x.${tree.column('manager')} IS NOT NULL` +
      ` UNION SELECT m.${link.column('member')}, up.held FROM ${used} JOIN ${link.table} m ON m.${link.column('territory')} = x.id` +
      ` AND m.deleted_at IS NULL AND m.${link.column('member')} IS NOT NULL`
    );
  },
};
