import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Problem } from '../errors.ts';
import { type Call, defineCommand, EXIT, type Exit } from './define-command.ts';
import { labels } from './texts.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const UIS = ['runtime-ui', 'designer'] as const;
/** What besides its own folder decides how a UI turns out. The designer builds on the runtime's forms. */
const SHARED = ['engine/expression/**/*.ts', 'schemas/*.json', 'package-lock.json', 'runtime-ui/**/*'];

/** One hash of everything that a build of the UI reads. */
function sourceHash(ui: string): string {
  const hash = createHash('sha256');
  const files = globSync([`${ui}/**/*`, ...SHARED], {
    cwd: ROOT,
    withFileTypes: true,
    exclude: (entry) => entry.name === 'dist' || entry.name === 'node_modules',
  });
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of [...new Set(paths)].sort())
    hash.update(path.slice(ROOT.length)).update(readFileSync(path));
  return hash.digest('base64url');
}

const stampOf = (ui: string): string => join(ROOT, ui, 'dist', '.sources');

function isCurrent(ui: string, hash: string): boolean {
  try {
    return readFileSync(stampOf(ui), 'utf8') === hash;
  } catch {
    return false;
  }
}

async function buildUi(ui: string, { terminal }: Call): Promise<void> {
  const started = performance.now();
  terminal.say(terminal.text('build.start', { name: ui }));
  // Vite takes over what is set: with `test` or `development` the page would carry React's slow half
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  const root = join(ROOT, ui);
  await build({ root, configFile: join(root, 'vite.config.ts'), configLoader: 'native', logLevel: 'warn' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  terminal.say(terminal.text('build.done', { name: ui, seconds }));
}

async function run(call: Call): Promise<Exit> {
  const { terminal, options } = call;
  const built: string[] = [];
  for (const ui of UIS) {
    if (!existsSync(join(ROOT, ui, 'vite.config.ts'))) {
      // an installed package has the built UIs and not their sources
      if (options['if-changed'] && existsSync(join(ROOT, ui, 'dist'))) continue;
      throw new Problem('cli.sources');
    }
    const hash = sourceHash(ui);
    if (options['if-changed'] && isCurrent(ui, hash)) continue;
    await buildUi(ui, call);
    writeFileSync(stampOf(ui), hash);
    built.push(ui);
  }
  terminal.answer({ built }, () => {
    if (built.length === 0) terminal.say(terminal.text('build.current'));
  });
  return EXIT.ok;
}

export const buildUiCommand = defineCommand({
  name: 'build-ui',
  usage: '[--if-changed]',
  summary: labels('Builds the two UIs from their sources.', '从源代码构建两个界面。'),
  words: [0, 0],
  options: {
    'if-changed': {
      type: 'boolean',
      help: labels('only those whose sources have changed', '仅构建源代码有变化的界面'),
    },
  },
  run,
});
