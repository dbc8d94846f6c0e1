import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../errors.ts';
import { type Call, defineCommand, EXIT, type Exit } from './define-command.ts';
import { labels } from './texts.ts';

/** What `GET /api/encryption` tells. */
interface Keys {
  readonly master: string;
  readonly fields: number;
  readonly keys: readonly {
    readonly purpose: 'data' | 'index';
    readonly version: number;
    readonly master: string;
    readonly createdAt: string;
    readonly opens: boolean;
    readonly values?: number;
  }[];
}

/** What `POST /api/encryption/rotate` tells. */
interface Rotation {
  readonly version: number;
  readonly turned: number;
  readonly left: number;
  readonly unopened: number;
  readonly done: boolean;
}

/** Milliseconds between two looks for what other processes still write under the key before. */
const PAUSE = 500;

async function list(call: Call): Promise<Exit> {
  const found = await call.withServer((server) => server.call<Keys>('GET', '/api/encryption'));
  const { terminal } = call;
  terminal.answer(found, () => {
    for (const { purpose, version, master, createdAt, opens, values } of found.keys) {
      const sign = opens ? terminal.style('green', '✓') : terminal.style('red', '✗');
      const day = createdAt.slice(0, 10);
      const told =
        purpose === 'index'
          ? terminal.text('keys.index', { day, master })
          : terminal.text('keys.data', { version, day, master, values: values ?? 0 });
      terminal.say(`${sign} ${told}`);
    }
    terminal.say(terminal.text('keys.master', { master: found.master, fields: found.fields }));
  });
  return found.keys.every(({ opens }) => opens) ? EXIT.ok : EXIT.error;
}

async function rotate(call: Call): Promise<Exit> {
  const { terminal } = call;
  const ended = await call.withServer(async (server) => {
    let sum = 0;
    let rotation = await server.call<Rotation>('POST', '/api/encryption/rotate', {});
    for (; !rotation.done; ) {
      sum += rotation.turned;
      if (rotation.left > rotation.unopened)
        terminal.warn(terminal.text('keys.turned', { turned: sum, left: rotation.left }));
      else await sleep(PAUSE);
      const { version } = rotation;
      rotation = await server.call<Rotation>('POST', '/api/encryption/rotate', { version });
    }
    return { ...rotation, turned: sum + rotation.turned };
  });
  terminal.answer(ended, () => {
    terminal.say(terminal.text('keys.rotated', { turned: ended.turned, version: ended.version }));
    if (ended.unopened > 0) terminal.say(terminal.text('keys.unopened', { unopened: ended.unopened }));
  });
  return ended.unopened === 0 ? EXIT.ok : EXIT.error;
}

async function run(call: Call): Promise<Exit> {
  const [what = 'list'] = call.words;
  if (what === 'list') return list(call);
  if (what === 'rotate') return rotate(call);
  throw new Problem('cli.usage', { usage: call.usage });
}

export const keysCommand = defineCommand({
  name: 'keys',
  usage: '[list|rotate]',
  summary: labels(
    'Shows the keys of encrypted fields, or makes a new one and seals every value with it.',
    '查看加密字段的密钥，或生成新密钥并重新加密全部值。',
  ),
  words: [0, 1],
  asOperator: true,
  run,
});
