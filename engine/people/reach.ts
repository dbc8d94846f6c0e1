import type { Reach, ReachName } from '../context.ts';
import { type Database, query, type Workspace } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import type { Model } from '../model/model.ts';
import { userColumn, userTable } from './users.ts';

const columnOf = (model: Model, object: string, field: string): string =>
  quote(model.objects.get(object)!.fields.get(field)!.columns[0]!.name);

/** SQL of the ids of the users that the user `$1` reaches, that one included; each comes once. */
const USERS: Readonly<Record<ReachName, (model: Model) => string>> = {
  reporting_line: (model) =>
    `WITH RECURSIVE r(id) AS (SELECT $1::uuid UNION SELECT u.id FROM ${userTable(model)} u JOIN r ON u.${userColumn(model, 'manager')} = r.id) SELECT id FROM r`,
  department: (model) =>
    `SELECT $1::uuid AS id UNION SELECT u.id FROM ${userTable(model)} me JOIN ${userTable(model)} u ON u.${userColumn(model, 'department')} = me.${userColumn(model, 'department')} WHERE me.id = $1::uuid`,
  team: (model) => {
    const [team, link] = [model.objects.get('team'), model.objects.get('team_member')];
    if (!team || !link) return 'SELECT $1::uuid AS id';
    const [to, member] = [columnOf(model, 'team_member', 'team'), columnOf(model, 'team_member', 'member')];
    const members = qualified(model.schema, link.table);
    const inUse = `g.deleted_at IS NULL AND g.${columnOf(model, 'team', 'active')} IS NOT FALSE`;
    return (
      `SELECT $1::uuid AS id UNION SELECT o.${member} FROM ${members} m` +
      ` JOIN ${qualified(model.schema, team.table)} g ON g.id = m.${to} AND ${inUse}` +
      ` JOIN ${members} o ON o.${to} = g.id AND o.deleted_at IS NULL` +
      ` WHERE m.${member} = $1::uuid AND m.deleted_at IS NULL AND o.${member} IS NOT NULL`
    );
  },
};

/** So many users are told to Postgres as they are: it weighs how many rows they own. */
const FEW = 1_000;

/** Of many users the smaller half is told: those that are reached, or the others. */
async function readReach(
  db: Database,
  workspace: Workspace,
  model: Model,
  user: string,
  name: ReachName,
): Promise<Reach> {
  const on = db.forReading(workspace);
  const ask = async (text: string, values: readonly unknown[]): Promise<readonly string[]> => {
    const { rows } = await query<{ ids: readonly string[] }>(on, { text, values: values as unknown[] });
    return rows[0]!.ids;
  };
  const users = await ask(`SELECT ARRAY(${USERS[name](model)} ORDER BY 1)::text[] AS ids`, [user]);
  if (users.length <= FEW) return { form: 'few', users };
  const others = await ask(
    `SELECT ARRAY(SELECT u.id FROM ${userTable(model)} u WHERE u.id <> ALL($1::uuid[]) ORDER BY 1)::text[] AS ids`,
    [users],
  );
  return others.length < users.length ? { form: 'others', users: others } : { form: 'many', users };
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
