import type { Reach, ReachName } from '../context.ts';
import { type Database, query, type Workspace } from '../db/connect.ts';
import type { Model } from '../model/model.ts';
import { type PeopleTable, peopleTable, userColumn, userTable } from './users.ts';

const ONESELF = 'SELECT $1::uuid AS id';

/** SQL of the ids of the parts of a tree that the user `$1` is in, in use, and of all below them. */
const treeSql = (tree: PeopleTable, mine: string): string =>
  `WITH RECURSIVE d(id) AS (SELECT x.id FROM ${tree.table} x WHERE ${tree.inUse('x')} AND (${mine})` +
  ` UNION SELECT c.id FROM ${tree.table} c JOIN d ON c.${tree.column('parent')} = d.id WHERE c.deleted_at IS NULL)`;

/** SQL of the ids that the user `$1` reaches, each once: of users, that one included; or of territories. */
const REACHED: Readonly<Record<ReachName, (model: Model) => string>> = {
  reporting_line: (model) =>
    `WITH RECURSIVE r(id) AS (SELECT $1::uuid UNION SELECT u.id FROM ${userTable(model)} u JOIN r ON u.${userColumn(model, 'manager')} = r.id) SELECT id FROM r`,
  department: (model) => {
    const tree = peopleTable(model, 'department');
    if (!tree) return ONESELF;
    const [users, link] = [userTable(model), userColumn(model, 'department')];
    return (
      `${ONESELF} UNION SELECT u.id FROM ${users} me JOIN ${tree.table} d ON d.id = me.${link} AND ${tree.inUse('d')}` +
      ` JOIN ${users} u ON u.${link} = d.id WHERE me.id = $1::uuid`
    );
  },
  department_and_below: (model) => {
    const tree = peopleTable(model, 'department');
    if (!tree) return ONESELF;
    const [users, link] = [userTable(model), userColumn(model, 'department')];
    const mine = `x.${tree.column('manager')} = $1::uuid OR x.id = (SELECT me.${link} FROM ${users} me WHERE me.id = $1::uuid)`;
    return `${treeSql(tree, mine)} ${ONESELF} UNION SELECT u.id FROM ${users} u JOIN d ON u.${link} = d.id`;
  },
  team: (model) => {
    const [team, link] = [peopleTable(model, 'team'), peopleTable(model, 'team_member')];
    if (!team || !link) return ONESELF;
    const [to, member] = [link.column('team'), link.column('member')];
    return (
      `${ONESELF} UNION SELECT o.${member} FROM ${link.table} m JOIN ${team.table} g ON g.id = m.${to} AND ${team.inUse('g')}` +
      ` JOIN ${link.table} o ON o.${to} = g.id AND o.deleted_at IS NULL` +
      ` WHERE m.${member} = $1::uuid AND m.deleted_at IS NULL AND o.${member} IS NOT NULL`
    );
  },
  territory: (model) => {
    const [tree, link] = [peopleTable(model, 'territory'), peopleTable(model, 'territory_member')];
    if (!tree || !link) return 'SELECT $1::uuid AS id WHERE false';
    const linked =
      `SELECT m.${link.column('territory')} FROM ${link.table} m` +
      ` WHERE m.${link.column('member')} = $1::uuid AND m.deleted_at IS NULL`;
    return `${treeSql(tree, `x.${tree.column('manager')} = $1::uuid OR x.id IN (${linked})`)} SELECT id FROM d`;
  },
};

/** Not of users: nobody asks for the others. */
const PLACES: ReadonlySet<ReachName> = new Set(['territory']);

/**
 * So many, or such a part of all, are few: with 1,000,000 records of 10,000 owners a page of theirs is read faster
 * owner by owner than along the order of the list. Measured to be even at 2 to 3 %.
 */
const FEW = 10;
const FEW_OF_ALL = 0.02;

/** SQL of how many there are of what is reached. */
function allSql(model: Model, name: ReachName): string {
  const table = PLACES.has(name) ? peopleTable(model, name)?.table : userTable(model);
  return table === undefined ? '0' : `(SELECT count(*) FROM ${table})`;
}

/** Of more than half of all users the others are told. */
async function readReach(
  db: Database,
  workspace: Workspace,
  model: Model,
  user: string,
  name: ReachName,
): Promise<Reach> {
  const on = db.forReading(workspace);
  const reached = await query<{ ids: readonly string[]; all: number }>(on, {
    text: `SELECT ARRAY(${REACHED[name](model)} ORDER BY 1)::text[] AS ids, ${allSql(model, name)}::int AS "all"`,
    values: [user],
  });
  const { ids, all } = reached.rows[0]!;
  if (ids.length <= Math.max(FEW, all * FEW_OF_ALL)) return { form: 'few', ids };
  if (PLACES.has(name) || ids.length <= all / 2) return { form: 'many', ids };
  const others = await query<{ ids: readonly string[] }>(on, {
    text: `SELECT ARRAY(SELECT u.id FROM ${userTable(model)} u WHERE u.id <> ALL($1::uuid[]) ORDER BY 1)::text[] AS ids`,
    values: [ids],
  });
  return { form: 'others', ids: others.rows[0]!.ids };
}

/** Whose records users reach by where they stand among others, until something about people changes. */
export interface Reaches {
  of(
    workspace: Workspace,
    model: Model,
    user: string,
    names: readonly ReachName[],
  ): Promise<Readonly<Partial<Record<ReachName, Reach>>>>;
  clear(workspaceId: string): void;
}

/** Reaches that are remembered at once in one workspace; one holds up to half of its users. */
const REMEMBERED = 1_000;

export function createReaches(db: Database): Reaches {
  const known = new Map<string, Map<string, Promise<Reach>>>();
  const find = (workspace: Workspace, model: Model, user: string, name: ReachName): Promise<Reach> => {
    const reaches = known.get(workspace.id) ?? new Map<string, Promise<Reach>>();
    known.set(workspace.id, reaches);
    const key = `${name} ${user}`;
    const asked = reaches.get(key);
    if (asked) return asked;
    const asking = readReach(db, workspace, model, user, name);
    reaches.set(key, asking);
    if (reaches.size > REMEMBERED) reaches.delete(reaches.keys().next().value!);
    asking.catch(() => reaches.get(key) === asking && reaches.delete(key));
    return asking;
  };
  return {
    of: async (workspace, model, user, names) =>
      Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await find(workspace, model, user, name)])),
      ),
    clear: (workspaceId) => void known.delete(workspaceId),
  };
}
