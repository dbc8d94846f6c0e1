import { type ClientBase, type Database, query, transaction, type Workspace } from '../db/connect.ts';
import { createWorkspaceRole, createWorkspaceTables, workspaceSchema } from '../db/index.ts';
import { Problem, problemItem } from '../errors.ts';
import { uuidv7 } from '../ids.ts';
import {
  addressOf,
  type CurrentModels,
  completeIds,
  type Document,
  LOCAL_PACKAGE,
  systemDocuments,
} from '../model/index.ts';
import type { ModelSettings } from '../model/model.ts';
import { publishDocuments, type StepRunner } from '../publish/index.ts';
import { CHINESE, chineseCalendar } from './chinese-calendar.ts';

/** What making a workspace needs of the engine. */
export interface WorkspaceParts {
  readonly db: Database;
  readonly models: CurrentModels;
  readonly steps?: StepRunner;
}

export interface NewWorkspace {
  readonly name: string;
  /** written into the settings document now and never read from the environment again */
  readonly settings: Pick<ModelSettings, 'timeZone' | 'currency' | 'languages'>;
}

const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const SELECT = 'SELECT id, name, schema FROM control.workspace';

/** The workspaces of this installation, by name. */
export async function listWorkspaces(db: Database): Promise<readonly Workspace[]> {
  const { rows } = await query<Workspace>(db.forControl(), { text: `${SELECT} ORDER BY name` });
  return rows;
}

/** The workspace of that name, if there is one. */
export async function findWorkspace(db: Database, name: string): Promise<Workspace | undefined> {
  const { rows } = await query<Workspace>(db.forControl(), {
    text: `${SELECT} WHERE name = $1`,
    values: [name],
  });
  return rows[0];
}

/** Schema, tables, login and the row that says so: all of it or nothing. */
async function makeWorkspace(client: ClientBase, name: string, now: Date): Promise<Workspace> {
  const workspace: Workspace = { id: uuidv7(now.getTime()), name, schema: workspaceSchema(name) };
  await createWorkspaceTables(client, workspace.schema, now);
  const login = await createWorkspaceRole(client, workspace);
  await query(client, {
    text: 'INSERT INTO control.workspace (id, name, schema, role_name, role_password, created_at) VALUES ($1::uuid, $2, $3, $4, $5, $6::timestamptz)',
    values: [
      workspace.id,
      name,
      workspace.schema,
      login?.role ?? null,
      login?.password ?? null,
      now.toISOString(),
    ],
  });
  return workspace;
}

/** The settings, and the calendar that they count by where the engine knows that of the language's country. */
function ownDocuments({ timeZone, currency, languages }: NewWorkspace['settings']): readonly Document[] {
  const calendar = languages[0] === CHINESE ? chineseCalendar() : undefined;
  const body = {
    timeZone,
    currency,
    languages,
    weekStart: 1,
    yearStart: '01-01',
    ...(calendar && { calendar: calendar.name }),
  };
  const home = { package: LOCAL_PACKAGE };
  return [
    completeIds({ kind: 'settings', key: 'workspace', ...home, body }),
    ...(calendar
      ? [completeIds({ kind: 'calendar', key: String(calendar.name), ...home, body: calendar })]
      : []),
  ];
}

/** Publishes what every workspace begins with: the engine's own objects, settings and calendar. Done once. */
async function publishFirst(
  { db, models, steps }: WorkspaceParts,
  workspace: Workspace,
  settings: NewWorkspace['settings'],
): Promise<void> {
  const own = ownDocuments(settings).map((document) => [addressOf(document), document] as const);
  await publishDocuments(
    { db, workspace, models, ...(steps && { steps }) },
    (current) => (current.size > 0 ? current : new Map([...systemDocuments(), ...own])),
    { actor: null, note: 'guanxi' },
  );
}

/** Whether nothing was published in the workspace yet: it is new, or its making was interrupted. */
async function isUnpublished({ db }: WorkspaceParts, { schema }: Workspace): Promise<boolean> {
  const { rows } = await query<{ v: number }>(db.direct(), {
    text: `SELECT v FROM "${schema}"."_meta_current"`,
  });
  return rows[0]?.v === 0;
}

/** Makes a workspace, with the engine's own objects and its settings as version 1. */
export async function createWorkspace(
  parts: WorkspaceParts,
  { name, settings }: NewWorkspace,
): Promise<Workspace> {
  if (!NAME.test(name)) {
    const item = problemItem('/name', 'workspace.name', { name: name.slice(0, 80) });
    throw new Problem('workspace.name', { name: name.slice(0, 80) }, [item]);
  }
  const { db } = parts;
  if (await findWorkspace(db, name)) throw new Problem('workspace.taken', { name });
  const now = new Date(Date.now() + db.clockOffset());
  const workspace = await transaction(db.direct(), (client) => makeWorkspace(client, name, now));
  await publishFirst(parts, workspace, settings);
  return workspace;
}

/** The workspace of that name, made when it is not there, its making finished when it was interrupted. */
export async function ensureWorkspace(
  parts: WorkspaceParts,
  wanted: NewWorkspace,
): Promise<{ readonly workspace: Workspace; readonly isNew: boolean }> {
  const known = await findWorkspace(parts.db, wanted.name);
  if (!known) return { workspace: await createWorkspace(parts, wanted), isNew: true };
  const isNew = await isUnpublished(parts, known);
  if (isNew) await publishFirst(parts, known, wanted.settings);
  return { workspace: known, isNew };
}
