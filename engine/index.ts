import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { destination, type Logger, pino } from 'pino';
import { accessOf } from './access/index.ts';
import { routesOf as fileRoutes, sweepFiles } from './attachments/index.ts';
import { removeOldEntries, Sealer } from './audit/index.ts';
import { type Config, loadSecretKey } from './config.ts';
import { sweepConsents } from './consent/index.ts';
import type { RequestContext } from './context.ts';
import { connectDatabase, type Database, transaction, type Workspace } from './db/connect.ts';
import {
  checkServer,
  type EmbeddedServer,
  makePartitions,
  migrateControl,
  migrateWorkspace,
  startEmbedded,
} from './db/index.ts';
import { routesOf as describeRoutes } from './describe.ts';
import { routesOf as duplicateRoutes, scanRunner } from './duplicates/index.ts';
import { routesOf as effectRoutes } from './effects/index.ts';
import { createVaults, type Vaults } from './encryption/index.ts';
import { Problem, textIn } from './errors.ts';
import { routesOf as explainRoutes } from './explain/index.ts';
import { routesOf as exportRoutes, exportRunner, sweepExports } from './exports/index.ts';
import { type FileStore, openFolderStore } from './files/index.ts';
import { HandoverRunner, routesOf as handoverRoutes } from './handover/index.ts';
import { type Api, createApp, type Hosts, hostsOf, MAIN } from './http/index.ts';
import { uuidv7 } from './ids.ts';
import { ImportRunner, routesOf as importRoutes } from './imports/index.ts';
import type { JobRunner } from './job-runner.ts';
import { CurrentModels } from './model/index.ts';
import { openVault } from './open-vault.ts';
import { routes as organizationRoutes } from './organization/index.ts';
import {
  engineVersion,
  installTemplate,
  routesOf as packageRoutes,
  removeSeed,
  seedPackage,
} from './packages/index.ts';
import {
  type Auth,
  createFirstAdmin,
  createPeople,
  engineActor,
  openAuth,
  openOperatorKey,
  type People,
  resealFactors,
  sessionCookie,
  type UserRecords,
} from './people/index.ts';
import { routesOf as privacyRoutes } from './privacy/index.ts';
import { routesOf as metadataRoutes, StepRunner } from './publish/index.ts';
import {
  insertRecords,
  lockCounting,
  objectAccessOf,
  prepareRecords,
  readRecord,
  sweepMerges,
} from './records/index.ts';
import { routesOf as trialRoutes } from './trial.ts';
import {
  ensureWorkspace,
  findWorkspace,
  listWorkspaces,
  upgradeWorkspace,
  routesOf as workspaceRoutes,
} from './workspaces/index.ts';

/** What a start has come to; the first one takes a while. */
export type Progress = 'database' | 'workspace' | 'template' | 'demo';

export interface EngineOptions {
  readonly log?: Logger;
  readonly onProgress?: (what: Progress) => void;
}

/** The engine of one data folder: everything that a server or a command needs. */
export interface Engine {
  readonly config: Config;
  readonly db: Database;
  readonly models: CurrentModels;
  readonly people: People;
  readonly exports: JobRunner;
  readonly duplicates: JobRunner;
  readonly log: Logger;
  /** where people find it; known for sure once a server listens */
  readonly address: string;
  readonly app: Api;
  /** the app, for who stands in the same process */
  readonly fetch: (request: Request) => Promise<Response>;
  /** A context for work of the engine's own; `source` is kept in audit and records. */
  contextFor(workspaceName: string, source?: string): Promise<RequestContext>;
  /** Makes the first admin, when nobody can sign in yet. The password is told this once. */
  firstAdmin(): Promise<{ readonly email: string; readonly password: string } | undefined>;
  /** What runs beside requests: polls, steps of publishes, partitions to come. */
  start(): void;
  listensAt(port: number): Hosts;
  /** Probes are told that no more requests are wanted. */
  stopping(): void;
  /** when the database of its own has ended, wanted or not */
  readonly databaseEnded: Promise<void> | undefined;
  close(): Promise<void>;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Users are records like all others: the room that knows who signs in stands below the one that writes. */
const userRecords: UserRecords = {
  newId: uuidv7,
  create: async (ctx, on, values, id) => {
    const { access, object } = objectAccessOf(ctx, 'user');
    const given = { values, path: '', ...(id !== undefined && { id }) };
    const [judged] = await prepareRecords(ctx, on, access, object, [given]);
    if ('problems' in judged!) throw new Problem('record.invalid', {}, judged.problems);
    await lockCounting(ctx, on, { known: [object.object] });
    await insertRecords(ctx, on, object, [judged!.prepared]);
    return judged!.prepared.id;
  },
  sees: async (ctx, { object, id }) =>
    accessOf(ctx.model, ctx.actor).can(object, 'read') &&
    (await readRecord(ctx, object, id, ['id'])) !== undefined,
};

/** Opens the engine: its database, and at the first start the workspace `main` with its template. */
export async function createEngine(config: Config, options: EngineOptions = {}): Promise<Engine> {
  const log = options.log ?? pino({ level: config.logLevel }, destination(2));
  const progress = options.onProgress ?? (() => {});
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (let next = closers.pop(); next; next = closers.pop()) await next();
  };
  try {
    progress('database');
    const own = config.databaseUrl === undefined ? await startEmbedded(config.dataDir) : undefined;
    if (own) closers.push(() => own.stop());
    const db = await connectDatabase({ connectionString: config.databaseUrl ?? own!.connectionString });
    closers.push(() => db.close());
    if (!own) await warnOfServer(db, log, config.locale);
    await migrateControl(db.direct());
    const engine = await assemble({ config, db, log, own, closers, close });
    await install(engine, progress);
    return engine;
  } catch (error) {
    await close();
    throw error;
  }
}

async function warnOfServer(db: Database, log: Logger, locale: string): Promise<void> {
  const { warnings } = await checkServer(db.direct());
  for (const warning of warnings) log.warn(textIn(warning, locale));
}

interface Parts {
  readonly config: Config;
  readonly db: Database;
  readonly log: Logger;
  readonly own: EmbeddedServer | undefined;
  /** what `close` ends, the last first */
  readonly closers: (() => Promise<unknown>)[];
  readonly close: () => Promise<void>;
}

type Assembled = Engine & {
  readonly steps: StepRunner;
  readonly vaults: Vaults;
  /** Second factors under the secret key before, sealed anew; their recovery codes are lost with it. */
  readonly takeOverFactors: () => Promise<void>;
};

/** Puts the rooms together. */
async function assemble({ config, db, log, own, closers, close }: Parts): Promise<Assembled> {
  const secretKey = await loadSecretKey(config);
  const vaults = createVaults(db, { secretKey, previous: config.previousSecretKey });
  const operatorKey = await openOperatorKey(config.dataDir);
  closers.push(() => operatorKey.remove());
  let hosts = hostsOf(config, config.port);
  let isStopping = false;
  let isStarted = false;

  const report = (error: unknown): void => log.error({ err: error }, 'work beside requests failed');
  const models = new CurrentModels(db, { onPeopleChanged: (id) => people.refresh(id), onError: report });
  const steps = new StepRunner(db, vaults, report);
  // a server takes up at its next start what a publish has left; a command finishes it
  closers.push(() => (isStarted ? steps.stop() : steps.settled()));

  const contextIn = async (workspace: Workspace, source: string): Promise<RequestContext> => {
    const model = await models.get(workspace);
    const now = new Date(Date.now() + db.clockOffset());
    const locale = model.settings.languages[0] ?? config.locale;
    const vault = await openVault(vaults, workspace, model);
    return { db, workspace, model, secretKey, vault, actor: engineActor(source), locale, now };
  };

  let auth: Promise<Auth> | undefined;
  const people = createPeople({
    db,
    secretKey,
    auth: () => {
      auth ??= openAuth({
        pool: db.forAuth(),
        secret: secretKey,
        address: hosts.address,
        origins: hosts.origins,
        onError: (message) => log.error({ room: 'auth' }, message),
      });
      return auth;
    },
    records: userRecords,
    operatorKey,
    engineContext: (workspace) => contextIn(workspace, 'engine'),
    onError: report,
  });

  closers.push(() => people.signInTrail.settled());

  const files = openFolderStore(config.dataDir);
  const jobs = { people, files, workspaces: () => listWorkspaces(db), contextFor: contextIn, report };
  const handovers = new HandoverRunner(jobs);
  const imports = new ImportRunner(jobs);
  const exports = exportRunner(jobs);
  const duplicates = scanRunner(jobs);
  for (const runner of [handovers, imports, exports, duplicates]) closers.push(() => runner.stop());
  const workspaces = knownWorkspaces(db);
  const app = createApp({
    db,
    people,
    secretKey,
    vaults,
    log,
    models: {
      find: workspaces.find,
      get: (workspace) => models.get(workspace),
      refresh: (workspace) => models.refresh(workspace),
    },
    cookieName: sessionCookie(hosts.address),
    hosts: () => hosts,
    isStopping: () => isStopping,
    oidc: config.oidc,
    routes: [
      ...describeRoutes({ models }),
      ...fileRoutes(files),
      ...exportRoutes(files, exports),
      ...duplicateRoutes(duplicates),
      ...trialRoutes({ models }),
      ...explainRoutes(people),
      ...effectRoutes({ models, people }),
      ...handoverRoutes(people, handovers),
      ...importRoutes({ files, runner: imports }),
      ...organizationRoutes,
      ...privacyRoutes(files),
      ...metadataRoutes({ models, steps }),
      ...packageRoutes({ models, steps, people }),
      ...workspaceRoutes({
        dataDir: config.dataDir,
        engineVersion: engineVersion(),
        master: vaults.master,
      }),
    ],
  });

  const contextFor = async (name: string, source = 'engine'): Promise<RequestContext> => {
    const workspace = await workspaces.find(name);
    if (!workspace) throw new Problem('request.not_found');
    return contextIn(workspace, source);
  };

  return {
    config,
    db,
    models,
    steps,
    vaults,
    takeOverFactors: async () => {
      const { previousSecretKey: previous } = config;
      if (previous === undefined) return;
      const count = await resealFactors(db, { secretKey, previous });
      if (count > 0)
        log.warn({ people: count }, 'second factors are sealed anew; recovery codes have to be made anew');
    },
    people,
    exports,
    duplicates,
    log,
    app,
    contextFor,
    get address() {
      return hosts.address;
    },
    fetch: async (request) => app.fetch(request),
    firstAdmin: async () => {
      const { adminEmail: email, adminPassword: password } = config;
      const given = { email, ...(password !== undefined && { password }) };
      return createFirstAdmin(await contextFor(MAIN), people, given);
    },
    start: () => {
      isStarted = true;
      models.start();
      closers.push(() => models.stop());
      steps.start();
      handovers.start();
      imports.start();
      exports.start();
      duplicates.start();
      const sealer = new Sealer({
        db,
        secretKey,
        workspaces: () => listWorkspaces(db),
        onError: report,
      });
      sealer.start();
      closers.push(() => sealer.stop());
      const daily = async (): Promise<void> => {
        await makeAllPartitions(db);
        await removeOldAudit({ db, models, secretKey });
      };
      const partitions = setInterval(() => void daily().catch(report), DAY);
      closers.push(async () => clearInterval(partitions));
      const hourly = async (): Promise<void> => {
        await sweepAllFiles(db, files);
        await sweepAllExports(db, files);
        await sweepAllConsents({ db, models });
        await sweepAllMerges(db);
      };
      const sweep = setInterval(() => void hourly().catch(report), HOUR);
      closers.push(async () => clearInterval(sweep));
    },
    listensAt: (port) => {
      hosts = hostsOf(config, port);
      return hosts;
    },
    stopping: () => {
      isStopping = true;
    },
    databaseEnded: own?.ended,
    close,
  };
}

/** milliseconds that a workspace's row is trusted: a name may come to mean another one */
const TRUST = 2_000;

function knownWorkspaces(db: Database) {
  const known = new Map<string, { readonly workspace: Workspace; readonly until: number }>();
  return {
    find: async (name: string): Promise<Workspace | undefined> => {
      const entry = known.get(name);
      if (entry && entry.until > Date.now()) return entry.workspace;
      known.delete(name);
      const workspace = await findWorkspace(db, name);
      if (workspace) known.set(name, { workspace, until: Date.now() + TRUST });
      return workspace;
    },
  };
}

async function makeAllPartitions(db: Database): Promise<void> {
  const now = new Date(Date.now() + db.clockOffset());
  for (const { schema } of await listWorkspaces(db)) await makePartitions(db.direct(), schema, now);
}

/** Removes what the audit of each workspace has that is older than its settings keep. */
async function removeOldAudit({
  db,
  models,
  secretKey,
}: Pick<Engine, 'db' | 'models'> & { readonly secretKey: string }): Promise<void> {
  const now = new Date(Date.now() + db.clockOffset());
  for (const workspace of await listWorkspaces(db)) {
    const { settings, version } = await models.get(workspace);
    const months = settings.auditMonths;
    if (months !== undefined) await removeOldEntries(db, workspace, secretKey, { now, months, version });
  }
}

async function sweepAllFiles(db: Database, store: FileStore): Promise<void> {
  const now = new Date(Date.now() + db.clockOffset());
  for (const workspace of await listWorkspaces(db)) await sweepFiles(db, store, workspace, now);
}

async function sweepAllExports(db: Database, store: FileStore): Promise<void> {
  const now = new Date(Date.now() + db.clockOffset());
  for (const workspace of await listWorkspaces(db)) await sweepExports(db, store, workspace, now);
}

async function sweepAllMerges(db: Database): Promise<void> {
  const now = new Date(Date.now() + db.clockOffset());
  for (const workspace of await listWorkspaces(db)) await sweepMerges(db, workspace, now);
}

async function sweepAllConsents({ db, models }: Pick<Engine, 'db' | 'models'>): Promise<void> {
  const now = new Date(Date.now() + db.clockOffset());
  for (const workspace of await listWorkspaces(db))
    await sweepConsents(await models.get(workspace), db.forWorkspace(workspace), now);
}

/** Says in the data folder that a first start has begun: an interrupted one is taken up by the next. */
const INSTALLING = 'installing';

/** The engine's own tables, and what it ships by now. A workspace that cannot take that works on with what it has. */
async function bringUpToDate(engine: Assembled, workspace: Workspace): Promise<void> {
  const { config, db, models, steps, vaults, log } = engine;
  await transaction(db.direct(), (client) => migrateWorkspace(client, workspace.schema));
  // what the secret key of before has wrapped is wrapped anew as it is read
  if (config.previousSecretKey !== undefined) await vaults.of(workspace).list();
  try {
    const parts = { db, workspace, models, steps };
    await upgradeWorkspace(parts, () => engine.contextFor(workspace.name));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { name } = workspace;
    const told = error.items.map(({ path, message }) => `${path}: ${message.en}`);
    log.warn({ workspace: name, problems: told }, 'the workspace keeps the objects of an earlier version');
  }
}

/** Brings every workspace up to date; at the first start makes `main`, with its template and demo data. */
async function install(engine: Assembled, progress: (what: Progress) => void): Promise<void> {
  const { config, db, models, steps } = engine;
  const { dataDir, template, demoData, locale, timeZone, currency } = config;
  const marker = join(dataDir, INSTALLING);
  for (const workspace of await listWorkspaces(db)) await bringUpToDate(engine, workspace);
  await engine.takeOverFactors();
  const isKnown = (await findWorkspace(db, MAIN)) !== undefined;
  const isInterrupted = (await stat(marker).catch(() => undefined)) !== undefined;
  if (isKnown && !isInterrupted) return;
  await mkdir(dataDir, { recursive: true });
  await writeFile(marker, '');
  progress('workspace');
  const languages = locale === 'en' ? ['en', 'zh-CN'] : ['zh-CN', 'en'];
  const settings = { timeZone, currency, languages };
  const { workspace } = await ensureWorkspace({ db, models, steps }, { name: MAIN, settings });
  if (template !== '') {
    progress('template');
    const parts = { db, workspace, models, steps };
    const { folder } = await installTemplate(parts, template, { actor: null, note: template });
    await steps.settled();
    if (demoData) await seed(engine, folder, progress);
  }
  await rm(marker);
}

/** Brings the demo rows in; those of a start that was interrupted go first. */
async function seed(engine: Assembled, folder: string, progress: (what: Progress) => void): Promise<void> {
  progress('demo');
  const ctx = await engine.contextFor(MAIN, 'seed');
  await removeSeed(ctx);
  await seedPackage(ctx, folder);
}
