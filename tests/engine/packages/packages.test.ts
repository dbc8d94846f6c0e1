import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestContext } from '../../../engine/context.ts';
import { connectDatabase, type Database, type Workspace } from '../../../engine/db/connect.ts';
import { migrateControl } from '../../../engine/db/index.ts';
import type { Problem } from '../../../engine/errors.ts';
import { CurrentModels } from '../../../engine/model/index.ts';
import {
  applyFolder,
  exportPackages,
  installTemplate,
  planFolder,
  removeSeed,
  seedPackage,
  writeFolder,
} from '../../../engine/packages/index.ts';
import { type PublishParts, readState, runSteps } from '../../../engine/publish/index.ts';
import { ensureWorkspace } from '../../../engine/workspaces/index.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { vaultsOf } from '../../support/vaults.ts';

const SETTINGS = { timeZone: 'Asia/Shanghai', currency: 'CNY', languages: ['zh-CN', 'en'] };

let database: FreshDatabase;
let db: Database;
let models: CurrentModels;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  db = await connectDatabase({ connectionString: database.connectionString });
  models = new CurrentModels(db);
  await migrateControl(db.direct());
  folder = mkdtempSync(join(tmpdir(), 'guanxi-packages-'));
});

afterAll(async () => {
  await db?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function workspaceNamed(name: string): Promise<PublishParts> {
  const { workspace } = await ensureWorkspace({ db, models }, { name, settings: SETTINGS });
  return { db, workspace, models };
}

const engine = { actor: null };

async function contextOf(workspace: Workspace): Promise<RequestContext> {
  const model = await models.get(workspace);
  const actor = {
    kind: 'engine',
    userId: null,
    name: 'engine',
    email: null,
    roles: [],
    source: 'engine',
  } as const;
  const vault = vaultsOf(db).of(workspace);
  return { db, workspace, model, actor, locale: 'en', now: new Date(), secretKey: 'x'.repeat(32), vault };
}

/** Every file of an export, by path. */
async function exported(parts: PublishParts): Promise<Record<string, string>> {
  const packages = exportPackages((await readState(parts)).documents);
  return Object.fromEntries(
    packages.flatMap(({ name, files }) => files.map(({ path, text }) => [`${name}/${path}`, text])),
  );
}

const refusal = (promise: Promise<unknown>): Promise<Problem> =>
  promise.then(
    () => Promise.reject(new Error('not refused')),
    (error: Problem) => error,
  );

describe('a template', () => {
  it('is installed once; planned and applied again it changes nothing', async () => {
    const main = await workspaceNamed('main');
    const installed = await installTemplate(main, 'crm', engine);
    expect(installed.packages).toEqual(['crm']);
    expect(installed.plan.changes.length).toBeGreaterThan(20);
    await runSteps(db, main.workspace, { vaults: vaultsOf(db) });
    expect((await planFolder(main, 'templates/crm')).plan.changes).toEqual([]);
    const again = await applyFolder(main, 'templates/crm', engine);
    expect(again).toMatchObject({ version: installed.version, plan: { changes: [] } });
  }, 60_000);

  it('is exported as it was written', async () => {
    const files = await exported(await workspaceNamed('main'));
    for (const [path, text] of Object.entries(files)) {
      if (path.startsWith('crm/')) expect(text).toBe(readFileSync(join('templates', path), 'utf8'));
    }
    expect(Object.keys(files)).toContain('local/settings.json');
    expect(Object.keys(files).filter((path) => path.startsWith('guanxi/'))).toEqual([]);
  });

  it('takes extensions of other packages, and does not lose them when it is applied again', async () => {
    const main = await workspaceNamed('main');
    expect((await applyFolder(main, 'examples/maven', engine)).packages).toEqual(['maven']);
    expect((await planFolder(main, 'examples/maven')).plan.changes).toEqual([]);
    expect((await planFolder(main, 'templates/crm')).plan.changes).toEqual([]);
    const files = await exported(main);
    expect(Object.keys(files)).toContain('maven/objects/user.json');
    expect(files['crm/objects/account.json']).not.toContain('maven');
  }, 60_000);

  it('comes through an empty workspace byte for byte', async () => {
    const main = await workspaceNamed('main');
    for (const { name, files } of exportPackages((await readState(main)).documents)) {
      await writeFolder(join(folder, name), files);
    }
    expect(readdirSync(join(folder, 'crm', '.schemas'))).toContain('object.schema.json');
    const copy = await workspaceNamed('copy');
    const { packages } = await applyFolder(copy, folder, engine);
    expect(packages).toEqual(['crm', 'maven', 'local']);
    expect(await exported(copy)).toEqual(await exported(main));
  }, 60_000);

  it('leaves to the others what is theirs when parts of it go', async () => {
    const copy = await workspaceNamed('copy');
    const crm = join(folder, 'crm');
    rmSync(join(crm, 'views', 'contact.birthdays.json'));
    const { plan } = await planFolder(copy, crm);
    expect(plan.changes).toMatchObject([{ op: '-', document: 'view/contact.birthdays' }]);
    const object = JSON.parse(readFileSync(join(crm, 'objects', 'task.json'), 'utf8'));
    object.required = object.required.filter((name: string) => name !== 'description');
    delete object.properties.description;
    writeFileSync(join(crm, 'objects', 'task.json'), JSON.stringify(object));
    const problem = await refusal(planFolder(copy, crm));
    expect(problem.items.map(({ path }) => path)).toContainEqual(expect.stringMatching(/^layouts\/task/));
  });
});

describe('demo data', () => {
  it('comes in as one import, dated from today, and goes again', async () => {
    const { workspace } = await workspaceNamed('main');
    const ctx = await contextOf(workspace);
    const answer = await seedPackage(ctx, 'templates/crm');
    expect(answer).toMatchObject({ name: 'demo:crm@0.1.0', state: 'done', failed: 0 });
    expect(answer!.created).toBeGreaterThan(300);
    const [removed] = await removeSeed(ctx, 'crm');
    expect(removed).toMatchObject({ state: 'undone', undo: { removed: answer!.created, kept: [] } });
    expect(await removeSeed(ctx)).toEqual([]);
  }, 60_000);
});

describe('a folder', () => {
  it('is refused with everything that is wrong in it', async () => {
    const copy = await workspaceNamed('copy');
    const path = mkdtempSync(join(tmpdir(), 'guanxi-broken-'));
    writeFileSync(join(path, 'settings.json'), '{"timeZone": "Asia/Shanghia", "currency": "CNY"');
    expect(await refusal(planFolder(copy, path))).toMatchObject({ code: 'publish.refused' });
    expect(await refusal(planFolder(copy, join(path, 'nothing')))).toMatchObject({ code: 'package.folder' });
    rmSync(path, { recursive: true });
    expect(await refusal(installTemplate(copy, 'crn', engine))).toMatchObject({ code: 'package.template' });
  });

  it('says which packages and versions it needs', async () => {
    const empty = await workspaceNamed('empty');
    const problem = await refusal(planFolder(empty, 'examples/maven'));
    expect(problem.items.map(({ path, code }) => [path, code])).toContainEqual([
      'package.guanxi.json#/requires/crm',
      'package.missing',
    ]);
  });
});
