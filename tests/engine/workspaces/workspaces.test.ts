import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, RequestContext } from '../../../engine/context.ts';
import { connectDatabase, type Database, query, transaction } from '../../../engine/db/connect.ts';
import { createWorkspaceTables, migrateControl, quote } from '../../../engine/db/index.ts';
import type { Problem } from '../../../engine/errors.ts';
import { CurrentModels } from '../../../engine/model/index.ts';
import {
  createWorkspace,
  diagnose,
  ensureWorkspace,
  findWorkspace,
  listWorkspaces,
  type WorkspaceParts,
} from '../../../engine/workspaces/index.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { vaultsOf } from '../../support/vaults.ts';

const SETTINGS = { timeZone: 'Europe/Berlin', currency: 'EUR', languages: ['en', 'zh-CN'] };
const ENGINE: Actor = {
  kind: 'engine',
  userId: null,
  name: 'engine',
  email: null,
  roles: [],
  source: 'engine',
};

let database: FreshDatabase;
let db: Database;
let parts: WorkspaceParts;

beforeAll(async () => {
  database = await freshDatabase();
  db = await connectDatabase({ connectionString: database.connectionString });
  await migrateControl(db.direct());
  parts = { db, models: new CurrentModels(db) };
});

afterAll(async () => {
  await db?.close();
  await database?.drop();
});

const refusal = (promise: Promise<unknown>): Promise<Problem> =>
  promise.then(
    () => Promise.reject(new Error('not refused')),
    (error: Problem) => error,
  );

async function contextOf(name: string): Promise<RequestContext> {
  const workspace = (await findWorkspace(db, name))!;
  const model = await parts.models.get(workspace);
  const vault = vaultsOf(db).of(workspace);
  return {
    db,
    workspace,
    model,
    actor: ENGINE,
    locale: 'en',
    now: new Date(),
    secretKey: 'x'.repeat(32),
    vault,
  };
}

describe('a workspace', () => {
  it('is made with its settings, its own login and the engine’s objects', async () => {
    const workspace = await createWorkspace(parts, { name: 'main', settings: SETTINGS });
    expect(workspace).toMatchObject({ name: 'main', schema: 'ws_main' });
    expect(await listWorkspaces(db)).toEqual([workspace]);
    const model = await parts.models.get(workspace);
    expect(model.settings).toMatchObject(SETTINGS);
    expect([...model.objects.keys()].sort()).toEqual([
      'delegation',
      'department',
      'team',
      'team_member',
      'territory',
      'territory_member',
      'user',
      'view',
    ]);
    const { rows } = await query<{ who: string }>(db.forWorkspace(workspace), {
      text: 'SELECT current_user AS who',
    });
    expect(rows[0]!.who).toMatch(/^gx_main_/);
  });

  it('in Chinese begins with China’s calendar, as its own', async () => {
    const settings = { timeZone: 'Asia/Shanghai', currency: 'CNY', languages: ['zh-CN', 'en'] };
    const workspace = await createWorkspace(parts, { name: 'shanghai', settings });
    const { calendar } = await parts.models.get(workspace);
    expect(calendar).toMatchObject({ name: 'china', workdays: [1, 2, 3, 4, 5] });
    const year = new Date().getFullYear();
    expect(calendar.days.get(`${year}-10-01`)).toBe(false);
    expect([...calendar.days].some(([date, works]) => works && date.startsWith(`${year}-`))).toBe(true);
    const english = await parts.models.get((await findWorkspace(db, 'main'))!);
    expect(english.calendar.days.size).toBe(0);
    await transaction(db.direct(), (client) =>
      query(client, { text: `DELETE FROM control.workspace WHERE name = 'shanghai'` }),
    );
  });

  it('needs a name of its own', async () => {
    const create = (name: string) => refusal(createWorkspace(parts, { name, settings: SETTINGS }));
    expect(await create('main')).toMatchObject({ code: 'workspace.taken' });
    for (const name of ['', 'Main', 'a-b', '1a', 'x'.repeat(41), '主']) {
      expect((await create(name)).code).toBe('workspace.name');
    }
    expect(await listWorkspaces(db)).toHaveLength(1);
  });

  it('is found when it is there, and finished when its making was interrupted', async () => {
    const wanted = { name: 'broken', settings: SETTINGS };
    await transaction(db.direct(), async (client) => {
      await createWorkspaceTables(client, 'ws_broken');
      await query(client, {
        text: "INSERT INTO control.workspace (id, name, schema, created_at) VALUES (gen_random_uuid(), 'broken', 'ws_broken', now())",
      });
    });
    expect(await ensureWorkspace(parts, wanted)).toMatchObject({ isNew: true });
    expect(await ensureWorkspace(parts, wanted)).toMatchObject({ isNew: false });
    expect((await contextOf('broken')).model.version).toBe(1);
  });
});

describe('doctor', () => {
  const options = { dataDir: '/nowhere', engineVersion: '0.1.0', master: '' };
  const failing = async (ctx: RequestContext) =>
    (await diagnose(ctx, options)).checks.filter(({ ok }) => !ok).map(({ name, text }) => `${name}: ${text}`);

  it('finds nothing wrong in what was just made', async () => {
    expect(await diagnose(await contextOf('main'), options)).toMatchObject({
      ok: true,
      node: process.versions.node,
      postgres: expect.stringMatching(/^\d+/),
      database: database.connectionString,
      schema: 'ws_main',
      version: 1,
    });
  });

  it('tells the password of the database to nobody but the operator', async () => {
    const ctx = await contextOf('main');
    const admin: RequestContext = { ...ctx, actor: { ...ENGINE, kind: 'user', userId: null } };
    const { database: shown } = await diagnose(admin, options);
    expect(shown).not.toContain(new URL(database.connectionString).password || 'no password');
  });

  it('sees a shared login, and tables that are not as the Model says', async () => {
    expect(await failing(await contextOf('broken'))).toEqual([
      expect.stringMatching(/^login: all workspaces share one login/),
    ]);
    const ctx = await contextOf('main');
    const user = ctx.model.objects.get('user')!;
    const column = user.fields.get('time_zone')!.columns[0]!.name;
    await query(db.direct(), {
      text: `ALTER TABLE "ws_main".${quote(user.table)} DROP COLUMN ${quote(column)}`,
    });
    expect(await failing(ctx)).toEqual([expect.stringContaining(`missing column ${user.table}.${column}`)]);
  });
});
