import type { PortalRecord } from '../context.ts';
import { type Database, query, type Workspace } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { LIMITS } from '../limits.ts';
import type { Model, ModelObject } from '../model/model.ts';

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
  /** id of the department, in use or not */
  readonly department: string | null;
  /** ids of the departments in use that it is in: its own and all above it, sorted */
  readonly departments: readonly string[];
  readonly manager: string | null;
  /** API names of role documents, sorted */
  readonly roles: readonly string[];
  /** ids of the teams in use that it is in, sorted */
  readonly teams: readonly string[];
  /** ids of the territories in use that it works in or manages, sorted */
  readonly territories: readonly string[];
  /** of a user of the portal: the record that they are bound to, wherever that is by now */
  readonly portal: PortalRecord | null;
  /** by whom, from day to day, something is delegated to it that is not over yet; of those who are active */
  readonly delegations: readonly Delegation[];
}

/** Days of the workspace's calendar, both included. */
export interface Delegation {
  /** id of the user for whom is acted */
  readonly owner: string;
  readonly begins: string;
  readonly until: string;
}

type Listed = 'departments' | 'teams' | 'territories' | 'delegations' | 'portal';

const COLUMNS: Readonly<Record<Exclude<keyof User, 'id' | 'roles' | 'department' | Listed>, string>> = {
  person: 'person',
  kind: 'kind',
  name: 'name',
  email: 'email',
  active: 'active',
  locale: 'locale',
  timeZone: 'time_zone',
  manager: 'manager',
};

/** SQL of a column of the object `user`; undefined where the Model has no such field. */
export const userColumn = (model: Model, field: string): string =>
  quote(model.objects.get('user')!.fields.get(field)!.columns[0]!.name);

export const userTable = (model: Model): string => qualified(model.schema, model.objects.get('user')!.table);

/** The table of an object that says where people stand, as SQL names it. */
export interface PeopleTable {
  readonly table: string;
  readonly column: (field: string) => string;
  /** SQL that holds for a row that is neither binned nor switched off */
  readonly inUse: (alias: string) => string;
}

/** Undefined where the workspace has no such object: an earlier build made it, or somebody took its name. */
export function peopleTable(model: Model, name: string): PeopleTable | undefined {
  const object = model.objects.get(name);
  if (!object?.system) return undefined;
  const column = (field: string): string => quote(object.fields.get(field)!.columns[0]!.name);
  return {
    table: qualified(model.schema, object.table),
    column,
    inUse: (alias) => `(${alias}.deleted_at IS NULL AND ${alias}.${column('active')} IS NOT FALSE)`,
  };
}

/** The objects whose records say who somebody is: what is written to them counts from the next request on. */
const OBJECTS: readonly string[] = [
  'user',
  'team',
  'team_member',
  'department',
  'territory',
  'territory_member',
  'delegation',
];

/** Whether a write to these objects may have changed who somebody is. */
export const concernsUsers = (objects: ReadonlySet<string>): boolean =>
  OBJECTS.some((name) => objects.has(name));

const NONE = "'{}'::text[]";

/** SQL of the ids of what the user `t` is in by links; of none where the workspace has no such objects yet. */
function memberOf(model: Model, name: 'team' | 'territory', isManaged: boolean): string {
  const [group, link] = [peopleTable(model, name), peopleTable(model, `${name}_member`)];
  if (!group || !link) return NONE;
  const linked =
    `EXISTS (SELECT FROM ${link.table} m WHERE m.${link.column(name)} = g.id` +
    ` AND m.${link.column('member')} = t.id AND m.deleted_at IS NULL)`;
  const mine = isManaged ? `(g.${group.column('manager')} = t.id OR ${linked})` : linked;
  return `ARRAY(SELECT g.id::text FROM ${group.table} g WHERE ${mine} AND ${group.inUse('g')} ORDER BY g.id)`;
}

/** SQL of the ids of the department of the user `t` and of all above it, of those in use. */
function departmentsSql(model: Model): string {
  const tree = peopleTable(model, 'department');
  if (!tree) return NONE;
  const row = `d.id, d.${tree.column('parent')} AS parent, ${tree.inUse('d')} AS used`;
  return (
    `ARRAY(WITH RECURSIVE up AS (SELECT ${row}, 1 AS n FROM ${tree.table} d WHERE d.id = t.${userColumn(model, 'department')} AND d.deleted_at IS NULL` +
    ` UNION ALL SELECT ${row}, up.n + 1 FROM up JOIN ${tree.table} d ON d.id = up.parent WHERE d.deleted_at IS NULL AND up.n < ${LIMITS.treeDepth})` +
    ' SELECT up.id::text FROM up WHERE up.used ORDER BY up.id)'
  );
}

/** SQL of what others have delegated to the user `t`. A day that is over in every zone is over. */
function delegationsSql(model: Model): string {
  const object = model.objects.get('delegation');
  if (!object?.system) return "'[]'::jsonb";
  const column = (field: string): string => `d.${quote(object.fields.get(field)!.columns[0]!.name)}`;
  const [owner, begins, until] = [column('owner'), column('begins'), column('until')];
  const mine =
    `${column('delegate')} = t.id AND ${owner} <> t.id AND d.deleted_at IS NULL AND ${until} >= current_date - 1` +
    ` AND EXISTS (SELECT FROM ${userTable(model)} o WHERE o.id = ${owner} AND o.deleted_at IS NULL` +
    ` AND o.${userColumn(model, 'active')} IS NOT FALSE AND o.${userColumn(model, 'kind')} IS DISTINCT FROM 'portal')`;
  return (
    `(SELECT coalesce(jsonb_agg(jsonb_build_object('owner', g.o, 'begins', g.b, 'until', g.u) ORDER BY g.u DESC, g.o), '[]')` +
    ` FROM (SELECT ${owner} AS o, ${begins} AS b, ${until} AS u FROM ${qualified(model.schema, object.table)} d WHERE ${mine}` +
    ` ORDER BY ${until} DESC, ${owner}) g)`
  );
}

/** SQL of the object's id and of the id of the record that a user of the portal is bound to; undefined where the model has no such field. */
function portalColumns(model: Model): readonly [object: string, id: string] | undefined {
  const columns = model.objects.get('user')!.fields.get('portal_record')?.columns;
  const of = (part: string) => columns?.find((column) => column.part === part);
  const [object, id] = [of('object'), of('')];
  return object && id && [`t.${quote(object.name)}`, `t.${quote(id.name)}`];
}

/** SQL of the record that a user of the portal is bound to, as a pair of the object's id and its own; null of all others. */
function portalSql(model: Model): string {
  const columns = portalColumns(model);
  if (!columns) return 'NULL::jsonb';
  const [object, id] = columns;
  return (
    `CASE WHEN t.${userColumn(model, 'kind')} = 'portal' AND ${id} IS NOT NULL` +
    ` THEN jsonb_build_object('object', ${object}, 'id', ${id}) END`
  );
}

/** SQL of the id of the object whose record a user of the portal is bound to, empty where they are bound to none; null of colleagues. */
export const portalObjectSql = (model: Model): string =>
  `CASE WHEN t.${userColumn(model, 'kind')} = 'portal' THEN coalesce(${portalColumns(model)?.[0] ?? 'NULL'}, '') END`;

/** SQL over the user `t` of what `User` says of somebody and rights may ask, for many at once. */
export const userValues = (model: Model) => ({
  id: 't.id',
  name: `coalesce(t.${userColumn(model, 'name')}, '')`,
  email: `t.${userColumn(model, 'email')}`,
  department: model.objects.has('department') ? `t.${userColumn(model, 'department')}` : 'NULL',
  departments: departmentsSql(model),
  manager: `t.${userColumn(model, 'manager')}`,
  teams: memberOf(model, 'team', false),
  territories: memberOf(model, 'territory', true),
  portal_record: portalColumns(model)?.[1] ?? 'NULL',
});

const selects = new WeakMap<Model, string>();

function selectOf(model: Model): string {
  let text = selects.get(model);
  if (text === undefined) {
    const columns = Object.entries(COLUMNS).map(
      ([name, field]) => `t.${userColumn(model, field)} AS ${quote(name)}`,
    );
    const lists = [
      // a text in workspaces that could not take departments
      `${model.objects.has('department') ? `t.${userColumn(model, 'department')}::text` : 'NULL'} AS department`,
      `${departmentsSql(model)} AS departments`,
      `${memberOf(model, 'team', false)} AS teams`,
      `${memberOf(model, 'territory', true)} AS territories`,
      `${delegationsSql(model)} AS delegations`,
      `${portalSql(model)} AS portal`,
    ];
    const roles = `SELECT r.role FROM ${qualified(model.schema, '_user_role')} r WHERE r.user_id = t.id ORDER BY r.role COLLATE "C"`;
    text = `SELECT t.id, ${columns.join(', ')}, ARRAY(${roles}) AS roles, ${lists.join(', ')} FROM ${userTable(model)} t WHERE t.deleted_at IS NULL`;
    selects.set(model, text);
  }
  return text;
}

/** The object by its name, as long as its records may be those of portal users. */
function namedPortal(model: Model, { object: id, id: record }: PortalRecord): PortalRecord | undefined {
  const object = model.objectsById.get(id);
  return object && isPortalHome(object) ? { object: object.name, id: record } : undefined;
}

/** Whether people outside can be users of the portal for records of an object. */
export const isPortalHome = ({ capabilities, system, archived }: ModelObject): boolean =>
  capabilities.portal === true && !system && !archived;

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
  const portal = row?.portal && namedPortal(model, row.portal);
  return row && { ...row, name: row.name ?? '', active: row.active !== false, portal: portal ?? null };
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
