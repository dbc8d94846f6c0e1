import type { RequestContext } from '../context.ts';
import type { Workspace } from '../db/connect.ts';
import type { FileStore } from '../files/index.ts';
import type { People } from '../people/index.ts';
import { takeExport } from './ledger.ts';
import { runExport } from './run.ts';
import { askForDue } from './schedules.ts';

/** What the jobs need of the engine. */
export interface ExportParts {
  readonly people: People;
  readonly files: FileStore;
  readonly workspaces: () => Promise<readonly Workspace[]>;
  readonly contextFor: (workspace: Workspace, source: string) => Promise<RequestContext>;
  readonly report: (error: unknown) => void;
}

const SWEEP = 30_000;
/** Seconds without a word after which a job's process is taken to be gone. */
const SILENT = 60;

/** Writes exports beside requests, one after the other: what is asked for here at once, what other processes left behind a little later. */
export class ExportRunner {
  readonly #parts: ExportParts;
  #isStopping = false;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: ExportParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => this.sweep(), SWEEP);
    this.sweep();
  }

  /** Looks at what is due, and at what waits, in every workspace. */
  sweep(): void {
    this.#work = this.#work.then(() => this.#sweep()).catch(this.#parts.report);
  }

  /** Something was asked for in the workspace. */
  wake(workspace: Workspace): void {
    this.#work = this.#work.then(() => this.#runAll(workspace)).catch(this.#parts.report);
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

  async #sweep(): Promise<void> {
    for (const workspace of await this.#parts.workspaces()) {
      await askForDue(await this.#parts.contextFor(workspace, 'export'), this.#parts.people);
      await this.#runAll(workspace);
    }
  }

  async #runAll(workspace: Workspace): Promise<void> {
    const { people, files, contextFor } = this.#parts;
    while (!this.#isStopping) {
      const ctx = await contextFor(workspace, 'export');
      const one = await takeExport(ctx, SILENT);
      if (!one) return;
      await runExport(ctx, people, files, one, () => this.#isStopping);
    }
  }
}
