import { type Database, query, type Workspace } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import type { Model } from '../model/model.ts';

/** Who somebody is inside a workspace: the row of its system object `user` with the roles that it has. */
export interface User {
  readonly id: string;
  /** of those who can sign in */
  readonly person: string | null;
  readonly kind: string;
  readonly name: string;
  readonly email: string | null;
  readonly active: boolean;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly department: string | null;
  readonly manager: string | null;
  /** API names of role documents, sorted */
  readonly roles: readonly string[];
  /** ids of the teams in use that it is in, sorted */
  readonly teams: readonly string[];
}

const COLUMNS: Readonly<Record<Exclude<keyof User, 'id' | 'roles' | 'teams'>, string>> = {
  person: 'person',
  kind: 'kind',
  name: 'name',
  email: 'email',
  active: 'active',
  locale: 'locale',
  timeZone: 'time_zone',
  department: 'department',
  manager: 'manager',
};

/** SQL of a column of the object `user`; undefined where the Model has no such field. */
export const userColumn = (model: Model, field: string): string =>
  quote(model.objects.get('user')!.fields.get(field)!.columns[0]!.name);

export const userTable = (model: Model): string => qualified(model.schema, model.objects.get('user')!.table);

/** The objects whose records say who somebody is: what is written to them counts from the next request on. */
const OBJECTS: readonly string[] = ['user', 'team', 'team_member'];

/** Whether a write to these objects may have changed who somebody is. */
export const concernsUsers = (objects: ReadonlySet<string>): boolean =>
  OBJECTS.some((name) => objects.has(name));

/** SQL of the ids of the teams of the user `t`; of none where the workspace has no teams yet. */
function teamsSql({ schema, objects }: Model): string {
  const [team, link] = [objects.get('team'), objects.get('team_member')];
  if (!team || !link) return "'{}'::text[]";
  const [to, member, active] = [
    link.fields.get('team')!,
    link.fields.get('member')!,
    team.fields.get('active')!,
  ].map(({ columns }) => quote(columns[0]!.name));
  const rows =
    `SELECT g.id::text FROM ${qualified(schema, link.table)} m JOIN ${qualified(schema, team.table)} g ON g.id = m.${to}` +
    ` WHERE m.${member} = t.id AND m.deleted_at IS NULL AND g.deleted_at IS NULL AND g.${active} IS NOT FALSE ORDER BY g.id`;
  return `ARRAY(${rows})`;
}

const selects = new WeakMap<Model, string>();

function selectOf(model: Model): string {
  let text = selects.get(model);
  if (text === undefined) {
    const columns = Object.entries(COLUMNS).map(
      ([name, field]) => `t.${userColumn(model, field)} AS ${quote(name)}`,
    );
    const roles = `SELECT r.role FROM ${qualified(model.schema, '_user_role')} r WHERE r.user_id = t.id ORDER BY r.role COLLATE "C"`;
    text = `SELECT t.id, ${columns.join(', ')}, ARRAY(${roles}) AS roles, ${teamsSql(model)} AS teams FROM ${userTable(model)} t WHERE t.deleted_at IS NULL`;
    selects.set(model, text);
  }
  return text;
}

async function readUser(
  db: Database,
  workspace: Workspace,
  model: Model,
  field: 'id' | 'person',
  value: string,
): Promise<User | undefined> {
  const by = field === 'id' ? 't.id = $1::uuid' : `t.${userColumn(model, 'person')} = $1`;
  const { rows } = await query<User>(db.forWorkspace(workspace), {
    text: `${selectOf(model)} AND ${by} ORDER BY t.id LIMIT 1`,
    values: [value],
  });
  const row = rows[0];
  return row && { ...row, name: row.name ?? '', active: row.active !== false };
}

/** The users of all workspaces that have been asked for, until something about people changes in theirs. */
export interface Users {
  byId(workspace: Workspace, model: Model, id: string): Promise<User | undefined>;
  byPerson(workspace: Workspace, model: Model, person: string): Promise<User | undefined>;
  clear(workspaceId: string): void;
}

/** Users that are remembered at once in one workspace. */
const REMEMBERED = 10_000;

export function createUsers(db: Database): Users {
  const known = new Map<string, Map<string, Promise<User | undefined>>>();
  const find = (workspace: Workspace, model: Model, field: 'id' | 'person', value: string) => {
    const users = known.get(workspace.id) ?? new Map<string, Promise<User | undefined>>();
    known.set(workspace.id, users);
    const key = `${field} ${value}`;
    const asked = users.get(key);
    if (asked) return asked;
    const asking = readUser(db, workspace, model, field, value);
    users.set(key, asking);
    if (users.size > REMEMBERED) users.delete(users.keys().next().value!);
    // nobody and a failure are asked for again
    const forget = () => void (users.get(key) === asking && users.delete(key));
    asking.then((user) => user ?? forget(), forget);
    return asking;
  };
  return {
    byId: (workspace, model, id) => find(workspace, model, 'id', id),
    byPerson: (workspace, model, person) => find(workspace, model, 'person', person),
    clear: (workspaceId) => void known.delete(workspaceId),
  };
}
