import pg, { type Pool, type PoolConfig } from 'pg';

/** With what a workspace's connections log in; null: with the engine's own login, where roles cannot be made. */
export type Login = { readonly role: string; readonly password: string } | null;

/** Reads logins from `control.workspace` and remembers them. */
export class WorkspaceLogins {
  readonly #control: Pool;
  readonly #known = new Map<string, Login>();

  constructor(control: Pool) {
    this.#control = control;
  }

  async get(workspaceId: string): Promise<Login> {
    const known = this.#known.get(workspaceId);
    if (known !== undefined) return known;
    const { rows } = await this.#control.query<{ role_name: string | null; role_password: string | null }>({
      text: 'SELECT role_name, role_password FROM control.workspace WHERE id = $1::uuid',
      values: [workspaceId],
    });
    const [row] = rows;
    if (!row) throw new Error(`there is no workspace ${workspaceId}`);
    const login = row.role_name === null ? null : { role: row.role_name, password: row.role_password ?? '' };
    this.#known.set(workspaceId, login);
    return login;
  }

  /** After a refused login: the password was changed, or the workspace restored under another role. */
  forget(workspaceId: string): void {
    this.#known.delete(workspaceId);
  }
}

/** The driver's client, with the members through which a login can be chosen as late as it connects. */
interface LateClient {
  connectionParameters: { user: string };
  password: string;
}

type Connected = (error: Error | null) => void;

/** SQLSTATE class of refused logins. */
const isRefused = (error: unknown): boolean => /^28/.test((error as { code?: string } | null)?.code ?? '');

/**
 * The client of a workspace's pool. The pool is made at once, for code that only names it; the login is
 * looked up when a connection is really opened.
 */
export function workspaceClient(
  logins: WorkspaceLogins,
  workspaceId: string,
): NonNullable<PoolConfig['Client']> {
  return class extends pg.Client {
    // only the pool calls this, and with a callback
    override connect(connected?: any): any {
      const done: Connected = (error) => {
        if (isRefused(error)) logins.forget(workspaceId);
        connected(error);
      };
      logins.get(workspaceId).then((login) => {
        if (login) {
          const late = this as unknown as LateClient;
          late.connectionParameters.user = login.role;
          late.password = login.password;
        }
        super.connect(done);
      }, done);
    }
  };
}
