import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Listening, listen } from '../../engine/http/index.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

let engine: TestEngine;
let server: Listening;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  engine = await testEngine();
  server = await listen(engine.engine.app, { ...engine.engine.config, port: 0 });
  const { address } = engine.engine.listensAt(server.port);
  env = { ...process.env, GUANXI_URL: address, GUANXI_KEY: engine.keyOf('admin') };
});

afterAll(async () => {
  await server.stop(0);
  await engine.close();
});

const run = async (file: string): Promise<string> =>
  (await promisify(execFile)(process.execPath, [file], { env })).stdout;

test.each(globSync('examples/0*.ts').sort())('%s does what it says, twice', async (file) => {
  expect(await run(file)).not.toBe('');
  expect(await run(file)).not.toBe('');
});
