import type { RequestContext } from '../context.ts';
import type { Workspace } from '../db/connect.ts';
import { takeScan } from './ledger.ts';
import { runScan } from './scan.ts';

/** What the jobs need of the engine. */
export interface ScanParts {
  readonly workspaces: () => Promise<readonly Workspace[]>;
  readonly contextFor: (workspace: Workspace, source: string) => Promise<RequestContext>;
  readonly report: (error: unknown) => void;
}

const SWEEP = 30_000;
/** Seconds without a word after which a job's process is taken to be gone: sorting a step's numbers is the longest it is silent. */
const SILENT = 300;

/** Scans beside requests, one after the other: what is asked for here at once, what other processes left behind a little later. */
export class DuplicateRunner {
  readonly #parts: ScanParts;
  #isStopping = false;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: ScanParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => this.sweep(), SWEEP);
    this.sweep();
  }

  /** Looks at what waits in every workspace. */
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
    for (const workspace of await this.#parts.workspaces()) await this.#runAll(workspace);
  }

  async #runAll(workspace: Workspace): Promise<void> {
    while (!this.#isStopping) {
      const ctx = await this.#parts.contextFor(workspace, 'duplicates');
      const scan = await takeScan(ctx, SILENT);
      if (!scan) return;
      await runScan(ctx, scan, () => this.#isStopping);
    }
  }
}
