import { randomUUID } from 'node:crypto';
import {
  connectDatabase,
  type Database,
  query,
  transaction,
  type Workspace,
} from '../../../engine/db/connect.ts';
import {
  createWorkspaceRole,
  createWorkspaceTables,
  migrateControl,
  qualified,
  quote,
} from '../../../engine/db/index.ts';
import { uuidv7 } from '../../../engine/ids.ts';
import {
  addressOf,
  type Body,
  CurrentModels,
  completeIds,
  type Document,
  type DocumentKind,
  type Documents,
  kindOf,
  systemDocuments,
} from '../../../engine/model/index.ts';
import type { Model } from '../../../engine/model/model.ts';
import {
  findDrift,
  type PublishParts,
  planDocuments,
  publishDocuments,
  runSteps,
} from '../../../engine/publish/index.ts';
import { freshDatabase } from '../../support/postgres.ts';
import { vaultsOf } from '../../support/vaults.ts';

/** A database with any number of workspaces, made as the engine makes them. */
export interface PublishWorld {
  readonly db: Database;
  /** a new workspace with the engine's documents as version 1, and `documents` on top as version 2 */
  workspace(...documents: readonly Document[]): Promise<TestWorkspace>;
  close(): Promise<void>;
}

export interface TestWorkspace extends PublishParts {
  /** as the next version; steps are run too */
  publish(change: (documents: Map<string, Document>) => void, options?: Options): Promise<number>;
  plan(
    change: (documents: Map<string, Document>) => void,
    options?: Options,
  ): ReturnType<typeof planDocuments>;
  model(): Promise<Model>;
  /** inserts a row by names of fields */
  insert(object: string, values: Readonly<Record<string, unknown>>): Promise<string>;
  /** a field of all rows, in the order in which they were inserted */
  values(object: string, field: string): Promise<unknown[]>;
  drift(): ReturnType<typeof findDrift>;
}

type Options = Partial<Parameters<typeof publishDocuments>[2]>;

/** What `documents` becomes when the function has changed it. */
export const changed =
  (change: (documents: Map<string, Document>) => void) =>
  (documents: Documents): Documents => {
    const next = new Map(documents);
    change(next);
    return next;
  };

export async function publishWorld(): Promise<PublishWorld> {
  const fresh = await freshDatabase();
  const db = await connectDatabase({ connectionString: fresh.connectionString });
  await migrateControl(db.direct());
  const models = new CurrentModels(db);
  return {
    db,
    workspace: async (...documents) => {
      const workspace = await makeWorkspace(db);
      const parts: PublishParts = { db, models, workspace };
      await publishDocuments(parts, new Map([...systemDocuments(), ...addressed([settings()])]), {
        actor: null,
      });
      const made = testWorkspace(parts);
      if (documents.length > 0) {
        await made.publish((all) => {
          for (const document of documents) all.set(addressOf(document), document);
        });
      }
      return made;
    },
    close: async () => {
      await db.close();
      await fresh.drop();
    },
  };
}

/** A workspace with the engine's own tables, and nothing published yet. */
export async function makeWorkspace(db: Database, name = `w${randomUUID().slice(0, 8)}`): Promise<Workspace> {
  const workspace = { id: randomUUID(), name, schema: `ws_${name}` };
  await transaction(db.direct(), async (client) => {
    await createWorkspaceTables(client, workspace.schema);
    const login = await createWorkspaceRole(client, workspace);
    await query(client, {
      text: 'INSERT INTO control.workspace (id, name, schema, role_name, role_password, created_at) VALUES ($1, $2, $3, $4, $5, now())',
      values: [workspace.id, name, workspace.schema, login?.role ?? null, login?.password ?? null],
    });
  });
  return workspace;
}

export function testWorkspace(parts: PublishParts): TestWorkspace {
  const { db, workspace, models } = parts;
  const tableAndColumns = async (object: string) => {
    const found = (await models.get(workspace)).objects.get(object)!;
    return { table: qualified(workspace.schema, found.table), fields: found.fields };
  };
  return {
    ...parts,
    publish: async (change, options) => {
      const { version, hasSteps } = await publishDocuments(parts, changed(change), {
        actor: null,
        ...options,
      });
      if (hasSteps) await runSteps(db, workspace, { vaults: vaultsOf(db) });
      return version;
    },
    plan: (change, options) => planDocuments(parts, changed(change), { remedies: options?.remedies }),
    model: () => models.get(workspace),
    insert: async (object, values) => {
      const { table, fields } = await tableAndColumns(object);
      const id = uuidv7();
      const cells = Object.entries(values).map(([name, value]) => {
        const [field, part = ''] = name.split('/') as [string, string?];
        return [quote(fields.get(field)!.columns.find((one) => one.part === part)!.name), value] as const;
      });
      const columns = ['id', 'created_at', 'updated_at', 'version', ...cells.map(([name]) => name)];
      const places = ['$1', 'now()', 'now()', '1', ...cells.map((_, index) => `$${index + 2}`)];
      await query(db.forWorkspace(workspace), {
        text: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`,
        values: [id, ...cells.map(([, value]) => value)],
      });
      return id;
    },
    values: async (object, field) => {
      const { table, fields } = await tableAndColumns(object);
      const column = quote(fields.get(field)!.columns[0]!.name);
      const text = `SELECT ${column} AS value FROM ${table} ORDER BY id`;
      const { rows } = await query<{ value: unknown }>(db.forWorkspace(workspace), { text });
      return rows.map(({ value }) => value);
    },
    drift: async () => findDrift(db.direct(), workspace, await models.get(workspace)),
  };
}

const labels = (name: string) => ({ en: name, 'zh-CN': `${name}（中）` });

const addressed = (documents: readonly Document[]): (readonly [string, Document])[] =>
  documents.map((document) => [addressOf(document), document]);

/** A document by its body; ids are derived as for files written by hand. */
export function document(kind: DocumentKind, body: Body, home = 'local'): Document {
  const key = kindOf({ kind }).keyOf(body) ?? '';
  return completeIds({ kind, key, package: home, body });
}

export const settings = (rest: Body = {}): Document =>
  document('settings', { timeZone: 'Asia/Shanghai', currency: 'CNY', languages: ['zh-CN', 'en'], ...rest });

/** A property: its type, what `x-field` says besides, and the words beside it. */
export const field = (type: string, { label, ...rest }: Body = {}, words: Body = {}): Body => ({
  'x-field': { type, labels: label ? { en: label, 'zh-CN': label } : labels(type), ...rest },
  ...words,
});

/** An object with a name and further fields. */
export const object = (name: string, properties: Body = {}, rest: Body = {}, head: Body = {}): Document =>
  document('object', {
    'x-object': { name, labels: labels(name), ...head },
    properties: { name: field('text', { search: 'A' }), ...properties },
    ...rest,
  });

/** The same document with another body; its id is kept. */
export const edit = (before: Document, change: (body: any) => void): Document => {
  const body = structuredClone(before.body) as any;
  change(body);
  const key = kindOf(before).keyOf(body) ?? before.key;
  const { id } = before;
  return { ...completeIds({ ...before, key, body }), id };
};

/** Changes one document of a set in place, whatever it is called afterwards. */
export const editing =
  (address: string, change: (body: any) => void) =>
  (documents: Map<string, Document>): void => {
    const after = edit(documents.get(address)!, change);
    documents.delete(address);
    documents.set(addressOf(after), after);
  };
