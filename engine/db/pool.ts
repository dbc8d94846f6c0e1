import pg, { type Pool, type PoolConfig } from 'pg';
import { WIRE_TYPES } from './session.ts';

/** Milliseconds. */
const WAIT = 2_000;
const IDLE = 60_000;
/** Bounds what a connection gathers: prepared statements and the catalogue cache of its backend. */
const LIFETIME_SECONDS = 1_800;

/**
 * The driver's pool closes a connection whenever a statement on it fails. A refused statement, such as a
 * value that is taken, leaves the connection as good as it was; a lost one is noticed by `release` itself.
 */
class StatementPool extends pg.Pool {
  override async query(...statement: any[]): Promise<any> {
    const client = await this.connect();
    try {
      return await client.query(...(statement as [any]));
    } finally {
      client.release();
    }
  }
}

export function openPool(name: string, settings: PoolConfig): Pool {
  const pool = new StatementPool({
    application_name: `guanxi ${name}`,
    connectionTimeoutMillis: WAIT,
    idleTimeoutMillis: IDLE,
    maxLifetimeSeconds: LIFETIME_SECONDS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: WIRE_TYPES,
    ...settings,
  });
  // the statement that meets a lost connection tells it; without these listeners it would end the process
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Pools by key. The one that was asked for longest ago is forgotten first. */
export class RecentPools {
  readonly #most: number;
  readonly #pools = new Map<string, Pool>();
  /** still used by whoever holds them; their connections close when they have been idle */
  #forgotten: Pool[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, open: () => Pool): Pool {
    const pool = this.#pools.get(key) ?? open();
    this.#pools.delete(key);
    this.#pools.set(key, pool);
    if (this.#pools.size > this.#most) this.#forgetOldest();
    return pool;
  }

  #forgetOldest(): void {
    const [key, pool] = this.#pools.entries().next().value!;
    this.#pools.delete(key);
    this.#forgotten = [...this.#forgotten.filter((one) => one.totalCount > 0), pool];
  }

  async end(): Promise<void> {
    await Promise.all([...this.#pools.values(), ...this.#forgotten].map((pool) => pool.end()));
  }
}
