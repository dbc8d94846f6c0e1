import { randomUUID } from 'node:crypto';
import type { Actor, RequestContext } from '../../engine/context.ts';
import {
  connectDatabase,
  type Database,
  query,
  transaction,
  type Workspace,
} from '../../engine/db/connect.ts';
import {
  createWorkspaceRole,
  createWorkspaceTables,
  migrateControl,
  qualified,
  quote,
} from '../../engine/db/index.ts';
import { columnDefinition } from '../../engine/field-types/index.ts';
import type { Model, ModelObject } from '../../engine/model/model.ts';
import { openVault } from '../../engine/open-vault.ts';
import { makeSearchTable } from '../../engine/publish/search-tables.ts';
import { vaultsOf } from '../support/vaults.ts';

/** Tables for a Model made by hand: what publish does, without publish. */

const SYSTEM = [
  'id uuid NOT NULL PRIMARY KEY',
  'owner uuid',
  'created_at timestamptz(3) NOT NULL',
  'created_by uuid',
  'updated_at timestamptz(3) NOT NULL',
  'updated_by uuid',
  'deleted_at timestamptz(3)',
  'deletion uuid',
  'version int NOT NULL',
  'source text',
];

function createTable(model: Model, object: ModelObject): string {
  const columns = [...object.fields.values()]
    .filter(({ system }) => !system)
    .flatMap(({ columns }) => columns.map((column) => `${quote(column.name)} ${columnDefinition(column)}`));
  return `CREATE TABLE ${qualified(model.schema, object.table)} (${[...SYSTEM, ...columns].join(', ')})`;
}

function uniqueIndexes(model: Model, object: ModelObject): string[] {
  return [...object.fields.values()].flatMap(({ unique, type, columns, name }) => {
    if (!unique) return [];
    const source = (part: string) => quote(columns.find((column) => column.part === part)!.name);
    const key = type.uniqueKey?.(source) ?? source('');
    const index = quote(`uq_${object.name}_${name}`);
    return [
      `CREATE UNIQUE INDEX ${index} ON ${qualified(model.schema, object.table)} ((${key})) WHERE deleted_at IS NULL`,
    ];
  });
}

/** The stages of the pipelines, as publish keeps them. */
const stagesOf = (model: Model): unknown[][] =>
  [...model.objects.values()].flatMap(({ id, pipelines }) =>
    pipelines.flatMap(({ name, stages }) =>
      stages.map((stage, index) => [id, name, stage.name, stage.kind, stage.probability, index]),
    ),
  );

export interface SampleWorkspace {
  readonly db: Database;
  readonly workspace: Workspace;
  /** the context of a request by a user, made at first use, with these roles */
  as(name: string, ...roles: readonly string[]): Promise<RequestContext>;
  close(): Promise<void>;
}

export async function createSampleWorkspace(
  connectionString: string,
  model: Model,
): Promise<SampleWorkspace> {
  const db = await connectDatabase({ connectionString });
  await migrateControl(db.direct());
  const workspace: Workspace = { id: randomUUID(), name: model.workspace, schema: model.schema };
  await transaction(db.direct(), async (client) => {
    await createWorkspaceTables(client, model.schema);
    for (const object of model.objects.values()) {
      for (const text of [
        createTable(model, object),
        ...uniqueIndexes(model, object),
        ...makeSearchTable(model, object),
      ]) {
        await query(client, { text });
      }
    }
    for (const values of stagesOf(model)) {
      const text = `INSERT INTO ${qualified(model.schema, '_stage')} (object_id, pipeline, stage, kind, probability, ord) VALUES ($1, $2, $3, $4, $5, $6)`;
      await query(client, { text, values });
    }
    const text = `UPDATE ${qualified(model.schema, '_meta_current')} SET v = $1`;
    await query(client, { text, values: [model.version] });
    const login = await createWorkspaceRole(client, workspace);
    await query(client, {
      text: 'INSERT INTO control.workspace (id, name, schema, role_name, role_password, created_at) VALUES ($1, $2, $3, $4, $5, now())',
      values: [workspace.id, workspace.name, workspace.schema, login?.role ?? null, login?.password ?? null],
    });
  });

  const users = new Map<string, string>();
  const userId = async (name: string): Promise<string> => {
    const known = users.get(name);
    if (known) return known;
    const id = randomUUID();
    users.set(name, id);
    const user = model.objects.get('user')!;
    const column = quote(user.fields.get('name')!.columns[0]!.name);
    await query(db.forWorkspace(workspace), {
      text: `INSERT INTO ${qualified(model.schema, user.table)} (id, ${column}, created_at, updated_at, version, source) VALUES ($1, $2, now(), now(), 1, 'engine')`,
      values: [id, name],
    });
    return id;
  };
  return {
    db,
    workspace,
    as: async (name, ...roles) => {
      const id = await userId(name);
      const actor: Actor = { kind: 'user', userId: id, name, email: null, roles, source: 'api' };
      const vault = await openVault(vaultsOf(db), workspace, model);
      return { db, workspace, actor, model, locale: 'en', now: new Date(), secretKey: 'x'.repeat(32), vault };
    },
    close: () => db.close(),
  };
}
