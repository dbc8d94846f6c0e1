import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { readConfig } from '../../../engine/config.ts';
import { createEngine, type Engine } from '../../../engine/index.ts';
import type { TestEngine } from '../../support/engine.ts';

/** An engine on a database of its own on a server, called by its operator. */
export interface ProofEngine {
  readonly engine: Engine;
  readonly call: TestEngine['call'];
  close(): Promise<void>;
}

export async function proofEngine(
  connectionString: string,
  database: string,
  environment = {},
): Promise<ProofEngine> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${database}`);
  const address = new URL(connectionString);
  address.pathname = `/${database}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'guanxi-proof-'));
  const config = readConfig({
    DATABASE_URL: address.href,
    GUANXI_DATA_DIR: dataDir,
    GUANXI_SECRET_KEY: 'of a proof, and of nothing but proofs: 0123456789',
    GUANXI_TEMPLATE: '',
    ...environment,
  });
  const engine = await createEngine(config, { log: pino({ level: process.env.LOG_LEVEL ?? 'fatal' }) });
  const key = (await readFile(join(dataDir, 'cli.key'), 'utf8')).trim();
  return {
    engine,
    call: async (_user, method, path, body) => {
      const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const response = await engine.fetch(new Request(`${engine.address}${path}`, init));
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
    close: async () => {
      await engine.close();
      await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      await client.end();
      await rm(dataDir, { recursive: true });
    },
  };
}
