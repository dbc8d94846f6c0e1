import { type Database, query, type Workspace } from '../db/connect.ts';
import type { Vaults } from '../encryption/index.ts';
import { runSteps } from './run-steps.ts';

const SWEEP = 60_000;

/**
 * Does in this process what publishes leave to be done: at once when it is told of one, and what other
 * processes left behind at the start and once a minute.
 */
export class StepRunner {
  readonly #db: Database;
  readonly #vaults: Vaults;
  readonly #report: (error: unknown) => void;
  readonly #stopping = new AbortController();
  readonly #waiting = new Map<string, Workspace>();
  #work: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database, vaults: Vaults, report: (error: unknown) => void = () => {}) {
    this.#db = db;
    this.#vaults = vaults;
    this.#report = report;
  }

  /** Begins to look after every workspace. */
  start(): void {
    const sweep = (): void => void this.#sweep().catch(this.#report);
    this.#timer = setInterval(sweep, SWEEP);
    sweep();
  }

  /** There is something to do in the workspace. */
  wake(workspace: Workspace): void {
    if (this.#stopping.signal.aborted) return;
    this.#waiting.set(workspace.id, workspace);
    this.#work ??= this.#run().finally(() => {
      this.#work = undefined;
    });
  }

  /** Resolves when nothing is left to do that this process knows of. */
  async settled(): Promise<void> {
    while (this.#work) await this.#work;
  }

  /** Ends what can be taken up again later, at once. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.settled();
  }

  async #run(): Promise<void> {
    for (let next = this.#next(); next; next = this.#next()) {
      await runSteps(this.#db, next, {
        vaults: this.#vaults,
        signal: this.#stopping.signal,
      }).catch(this.#report);
    }
  }

  #next(): Workspace | undefined {
    const [workspace] = this.#waiting.values();
    if (workspace) this.#waiting.delete(workspace.id);
    return this.#stopping.signal.aborted ? undefined : workspace;
  }

  async #sweep(): Promise<void> {
    const { rows } = await query<Workspace>(this.#db.direct(), {
      text: 'SELECT id, name, schema FROM control.workspace ORDER BY id',
    });
    for (const workspace of rows) this.wake(workspace);
  }
}
