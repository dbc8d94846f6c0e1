import { statfs } from 'node:fs/promises';
import type { RequestContext } from '../context.ts';
import { type Database, query } from '../db/connect.ts';
import { checkServer, qualified } from '../db/index.ts';
import { type Labels, Problem, textIn } from '../errors.ts';
import { findDrift } from '../publish/index.ts';
import { verifyRollups } from '../rollups/index.ts';
import { checkEncryption } from './check-encryption.ts';
import { checkFactors } from './check-factors.ts';

/** One thing that was looked at. */
interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly text: Labels;
  /** what to do */
  readonly fix?: Labels;
}

export interface Diagnosis {
  /** versions */
  readonly node: string;
  readonly engine: string;
  readonly postgres: string;
  /** connection string; without its password for all but the operator */
  readonly database: string;
  readonly workspace: string;
  readonly schema: string;
  /** of the model */
  readonly version: number;
  readonly dataDir: string;
  readonly ok: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly text: string;
    readonly fix?: string;
  }[];
}

export interface DoctorOptions {
  readonly dataDir: string;
  readonly engineVersion: string;
  /** name of the master that follows from the secret key in use */
  readonly master: string;
}

const GIGABYTE = 1_073_741_824;
const LEAST_DISK = GIGABYTE;
/** Milliseconds: sign-in and what is due depend on clocks that agree. */
const MOST_OFFSET = 5_000;
const LISTED = 5;

const labels = (en: string, zh: string): Labels => ({ en, 'zh-CN': zh });

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 22 || (major === 22 && minor >= 18);
  return {
    name: 'node',
    ok,
    text: labels(`Node.js ${process.versions.node}`, `Node.js ${process.versions.node}`),
    ...(!ok && { fix: labels('Install Node.js 22.18 or newer.', '请安装 Node.js 22.18 或更高版本。') }),
  };
}

async function checkDisk(dataDir: string): Promise<Check> {
  const { bavail, bsize } = await statfs(dataDir).catch(() => statfs('.'));
  const free = bavail * bsize;
  const ok = free >= LEAST_DISK;
  const size = (free / GIGABYTE).toFixed(1);
  return {
    name: 'disk',
    ok,
    text: labels(`${size} GB free in ${dataDir}`, `${dataDir} 剩余 ${size} GB`),
    ...(!ok && { fix: labels('Make room, or move GUANXI_DATA_DIR.', '请清理磁盘或更改 GUANXI_DATA_DIR。') }),
  };
}

async function checkPostgres(db: Database): Promise<{ version: string; checks: Check[] }> {
  try {
    const { version, warnings } = await checkServer(db.direct());
    const checks = warnings.map((text): Check => ({ name: 'postgres', ok: false, text }));
    const good: Check = {
      name: 'postgres',
      ok: true,
      text: labels(`PostgreSQL ${version}`, `PostgreSQL ${version}`),
    };
    return { version, checks: [good, ...checks] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { version: '', checks: [{ name: 'postgres', ok: false, text: error.text }] };
  }
}

async function checkClock(db: Database): Promise<Check> {
  const offset = await db.measureClock();
  const ok = Math.abs(offset) <= MOST_OFFSET;
  return {
    name: 'clock',
    ok,
    text: labels(`the database's clock is ${offset} ms ahead`, `数据库时钟快 ${offset} 毫秒`),
    ...(!ok && { fix: labels('Let both machines keep time by NTP.', '请为两台机器启用 NTP 对时。') }),
  };
}

/** Whether the workspace has a login of its own: the second wall between workspaces. */
async function checkLogin({ db, workspace }: RequestContext): Promise<Check> {
  const { rows } = await query<{ role: string | null }>(db.forControl(), {
    text: 'SELECT role_name AS role FROM control.workspace WHERE id = $1::uuid',
    values: [workspace.id],
  });
  const role = rows[0]?.role;
  return role
    ? {
        name: 'login',
        ok: true,
        text: labels(`${workspace.name} logs in as ${role}`, `${workspace.name} 使用 ${role} 登录`),
      }
    : {
        name: 'login',
        ok: false,
        text: labels('all workspaces share one login to the database', '所有工作区共用同一数据库登录'),
        fix: labels('Give the engine’s login CREATEROLE.', '请授予引擎登录 CREATEROLE 权限。'),
      };
}

async function checkTables({ db, workspace, model }: RequestContext): Promise<Check> {
  const drift = (await findDrift(db.direct(), workspace, model)).filter(({ is }) => is !== 'extra');
  const listed = drift.slice(0, LISTED).map(({ is, what, table, name }) => `${is} ${what} ${table}.${name}`);
  return drift.length === 0
    ? {
        name: 'tables',
        ok: true,
        text: labels(`as version ${model.version} says`, `与版本 ${model.version} 一致`),
      }
    : {
        name: 'tables',
        ok: false,
        text: labels(
          `${drift.length} differ: ${listed.join(', ')}`,
          `${drift.length} 处不一致：${listed.join('，')}`,
        ),
        fix: labels(
          'Wait for the steps of the last publish, then restart.',
          '请等待上次发布的后续步骤完成，然后重启。',
        ),
      };
}

/** Steps of publishes that have failed or are still to be done. */
async function checkSteps({ db, model }: RequestContext): Promise<Check> {
  const { rows } = await query<{ state: string; n: number; error: string | null }>(db.direct(), {
    text: `SELECT state, count(*)::int AS n, max(error) AS error FROM ${qualified(model.schema, '_meta_step')} WHERE state NOT IN ('done', 'cancelled') GROUP BY state ORDER BY state`,
  });
  const failed = rows.find(({ error }) => error !== null);
  const open = rows.reduce((sum, { n }) => sum + n, 0);
  return {
    name: 'steps',
    ok: !failed,
    text: failed
      ? labels(`a step of a publish fails: ${failed.error}`, `发布的后续步骤失败：${failed.error}`)
      : labels(`${open} to be done`, `待完成 ${open} 步`),
  };
}

/** Whether every roll-up is what the records that it is over come to. */
async function checkRollups({ model, db, workspace }: RequestContext): Promise<Check> {
  const reports = await verifyRollups(model, db.forWorkspace(workspace));
  const wrong = reports.filter((report) => report.wrong > 0);
  const named = wrong.map(({ object, fields }) => `${object}.${fields.join('/')}`).join(', ');
  const count = wrong.reduce((sum, report) => sum + report.wrong, 0);
  const compared = reports.reduce((sum, { records }) => sum + records, 0);
  return {
    name: 'rollups',
    ok: wrong.length === 0,
    text:
      wrong.length === 0
        ? labels(`${compared} records compared`, `已核对 ${compared} 条记录`)
        : labels(`${count} records differ: ${named}`, `${count} 条记录不一致：${named}`),
    ...(wrong.length > 0 && {
      fix: labels('POST /api/doctor/rollups computes them anew', 'POST /api/doctor/rollups 可重新计算'),
    }),
  };
}

const withoutPassword = (connectionString: string): string => {
  const url = new URL(connectionString);
  if (url.password) url.password = '…';
  return decodeURI(url.href);
};

/** Looks at everything that the engine stands on, for one workspace. */
export async function diagnose(ctx: RequestContext, options: DoctorOptions): Promise<Diagnosis> {
  const { db, workspace, model, actor, locale } = ctx;
  const postgres = await checkPostgres(db);
  const checks = [
    checkNode(),
    await checkDisk(options.dataDir),
    ...postgres.checks,
    await checkClock(db),
    await checkLogin(ctx),
    await checkTables(ctx),
    await checkSteps(ctx),
    await checkRollups(ctx),
    await checkEncryption(ctx),
    await checkFactors(ctx),
  ];
  return {
    node: process.versions.node,
    engine: options.engineVersion,
    postgres: postgres.version,
    // who has the engine's own key can read the data folder, where the password is
    database: actor.kind === 'engine' ? db.connectionString : withoutPassword(db.connectionString),
    workspace: workspace.name,
    schema: workspace.schema,
    version: model.version,
    dataDir: options.dataDir,
    ok: checks.every(({ ok }) => ok),
    checks: checks.map(({ text, fix, ...check }) => ({
      ...check,
      text: textIn(text, locale),
      ...(fix && { fix: textIn(fix, locale) }),
    })),
  };
}
