import type { Workspace } from './db/connect.ts';

/** What a room's jobs are, whose rows are the truth: a runner only wakes up. */
export interface Jobs {
  /** Takes the next job of a workspace and does it; false where none waits. One that a process leaves is taken by another. */
  next(workspace: Workspace, isStopping: () => boolean): Promise<boolean>;
  /** Asks for what is due, before the jobs of a workspace are looked at. */
  due?(workspace: Workspace): Promise<void>;
}

/** What every runner needs of the engine. */
export interface RunnerParts {
  readonly workspaces: () => Promise<readonly Workspace[]>;
  readonly report: (error: unknown) => void;
}

const SWEEP = 30_000;

/** Does jobs beside requests, one after the other: what is asked for here at once, what other processes left behind a little later. */
export class JobRunner {
  readonly #parts: RunnerParts;
  readonly #jobs: Jobs;
  #isStopping = false;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: RunnerParts, jobs: Jobs) {
    this.#parts = parts;
    this.#jobs = jobs;
  }

  start(): void {
    this.#timer = setInterval(() => this.sweep(), SWEEP);
    this.sweep();
  }

  /** Looks at what is due, and at what waits, in every workspace. */
  sweep(): void {
    this.#then(async () => {
      for (const workspace of await this.#parts.workspaces()) {
        await this.#jobs.due?.(workspace);
        await this.#runAll(workspace);
      }
    });
  }

  /** Something was asked for in the workspace. */
  wake(workspace: Workspace): void {
    this.#then(() => this.#runAll(workspace));
  }

  /** Resolves when nothing is left to do that this process knows of. */
  settled(): Promise<void> {
    return this.#work;
  }

  /** Leaves what is under way to another process, or to the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#isStopping = true;
    await this.#work;
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(this.#parts.report);
  }

  async #runAll(workspace: Workspace): Promise<void> {
    let isMore = true;
    while (isMore && !this.#isStopping) isMore = await this.#jobs.next(workspace, () => this.#isStopping);
  }
}
