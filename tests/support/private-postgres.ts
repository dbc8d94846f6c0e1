import { startServer } from './global-setup.ts';

/** A server of its own for one proof or suite, in a temporary folder, gone when it is stopped. */
export interface PrivatePostgres {
  /** as a superuser */
  readonly connectionString: string;
  stop(): Promise<void>;
}

export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const { superuser, stop } = await startServer();
  return { connectionString: superuser, stop };
}
