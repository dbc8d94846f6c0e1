import type { Config } from './config.ts';
import { listen } from './http/index.ts';
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

/** Starts the server and resolves when it has stopped: by Ctrl-C, SIGTERM, or because its database ended. */
export async function startServer(config: Config): Promise<void> {
  const texts = TEXTS[config.locale];
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  void loadAuth();
  const engine = await createEngine(config, {
    onProgress: (what) => say(texts[what].replace('{template}', config.template)),
  });
  try {
    await engine.people.auth();
    const admin = await engine.firstAdmin();
    const server = await listen(engine.app, config);
    const { address } = engine.listensAt(server.port);
    engine.start();
    say(`\n${texts.ready}  ${address}`);
    if (admin) {
      say(`  ${texts.email}  ${admin.email}`);
      if (config.adminPassword === undefined) say(`  ${texts.password}  ${admin.password}  ${texts.once}`);
    }
    say(`${texts.stop}\n`);
    await untilStopped(engine);
    say(texts.stopping);
    engine.stopping();
    await server.stop(PATIENCE);
  } finally {
    await engine.close();
  }
}

/** Resolves at the first signal; a second one does not wait for anything. */
async function untilStopped({ databaseEnded, log }: Engine): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let askedAt = 0;
  const onSignal = (): void => {
    if (askedAt === 0) {
      askedAt = Date.now();
      resolve();
    } else if (Date.now() - askedAt > SAME_SIGNAL) process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  void databaseEnded?.then(() => {
    if (askedAt > 0) return;
    log.fatal('the database has ended by itself');
    process.exitCode = 1;
    resolve();
  });
  await promise;
}
