/**
 * `npm run dev`: the engine with restart on change, and a Vite server for each UI. The engine is told the
 * address of the UI, so that its requests are of the same site.
 */
import { type ChildProcess, spawn } from 'node:child_process';

const RUNTIME_PORT = '5173';
const DESIGNER_PORT = '5174';
const port = process.env.PORT ?? '3000';
const env = {
  ...process.env,
  GUANXI_PUBLIC_URL: `http://localhost:${RUNTIME_PORT}`,
  GUANXI_URL: `http://127.0.0.1:${port}`,
};

const vite = (folder: string, vitePort: string): string[] => [
  'node_modules/vite/bin/vite.js',
  folder,
  '--config',
  `${folder}/vite.config.ts`,
  '--port',
  vitePort,
  '--strictPort',
];

const COMMANDS: readonly (readonly string[])[] = [
  ['--watch-path=engine', '--watch-path=schemas', '--watch-preserve-output', 'engine/cli.ts', 'start'],
  vite('runtime-ui', RUNTIME_PORT),
  vite('designer', DESIGNER_PORT),
];

const children: ChildProcess[] = COMMANDS.map((args) =>
  spawn(process.execPath, args, { env, stdio: 'inherit' }),
);

function stop(): void {
  for (const child of children) child.kill('SIGINT');
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.on('exit', stop);
console.log(`http://localhost:${RUNTIME_PORT}  ·  http://localhost:${DESIGNER_PORT}/designer/`);
