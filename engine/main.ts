import { join } from 'node:path';
import type { Config } from './config.ts';
import { Problem } from './errors.ts';
import { type App, listen, problemAnswer } from './http/index.ts';
import { createEngine, type Engine, type Progress } from './index.ts';
import { loadAuth } from './people/index.ts';

type Texts = Readonly<
  Record<Progress | 'ready' | 'email' | 'password' | 'once' | 'stop' | 'stopping', string>
>;

const TEXTS: Readonly<Record<Config['locale'], Texts>> = {
  en: {
    database: 'Starting the database …',
    workspace: 'Setting up the workspace …',
    template: 'Installing the template “{template}” …',
    demo: 'Adding demo data …',
    ready: 'Guanxi is ready:',
    email: 'E-mail',
    password: 'Password',
    once: '(shown this once; change it after signing in)',
    stop: 'Ctrl-C stops it.',
    stopping: 'Stopping …',
  },
  'zh-CN': {
    database: '正在启动数据库…',
    workspace: '正在创建工作区…',
    template: '正在安装模板“{template}”…',
    demo: '正在写入演示数据…',
    ready: 'Guanxi 已就绪：',
    email: '邮箱',
    password: '密码',
    once: '（仅显示这一次，登录后请修改）',
    stop: '按 Ctrl-C 停止。',
    stopping: '正在停止…',
  },
};

/** Milliseconds that requests under way have to end when the server stops. */
const PATIENCE = 5_000;
/** A terminal and the process above it may both pass on one Ctrl-C. */
const SAME_SIGNAL = 500;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Starts the server and resolves when it has stopped: by Ctrl-C or SIGTERM. It listens first of all, so
 * that a port that is taken is told before anything is made.
 */
export async function startServer(config: Config): Promise<void> {
  const texts = TEXTS[config.locale];
  let app: App = { fetch: async () => problemAnswer(new Problem('engine.starting'), config.locale) };
  const server = await listen({ fetch: (request, bindings) => app.fetch(request, bindings) }, config);
  try {
    void loadAuth();
    const engine = await createEngine(config, {
      onProgress: (what) => say(texts[what].replace('{template}', config.template)),
    });
    try {
      await engine.people.auth();
      const { address } = engine.listensAt(server.port);
      const admin = await engine.firstAdmin();
      app = engine.app;
      engine.start();
      sayReady(config, texts, address, admin);
      await Promise.race([signalled(), databaseEnds(engine)]);
      say(texts.stopping);
      engine.stopping();
      await server.stop(PATIENCE);
    } finally {
      await engine.close();
    }
  } finally {
    await server.stop(0);
  }
}

function sayReady(
  { adminPassword }: Config,
  texts: Texts,
  address: string,
  admin: { readonly email: string; readonly password: string } | undefined,
): void {
  say(`\n${texts.ready}  ${address}`);
  if (admin) {
    say(`  ${texts.email}  ${admin.email}`);
    if (adminPassword === undefined) say(`  ${texts.password}  ${admin.password}  ${texts.once}`);
  }
  say(`${texts.stop}\n`);
}

/** Resolves at the first signal; a second one waits for nothing. Until then a signal ends the process at once. */
function signalled(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let first = 0;
  const onSignal = (): void => {
    if (first > 0 && Date.now() - first > SAME_SIGNAL) process.exit(1);
    first ||= Date.now();
    resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return promise;
}

/** Without its database the server is of no use: it ends, so that whoever watches it starts it again. */
async function databaseEnds({ databaseEnded, config }: Engine): Promise<never> {
  await (databaseEnded ?? new Promise<never>(() => {}));
  throw new Problem('engine.database_ended', { log: join(config.dataDir, 'postgres', 'postgres.log') });
}
