import type { RequestContext } from '../context.ts';
import type { Workspace } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { concernsUsers } from '../people/index.ts';
import { Cancelled, Leaving, takeAll, underLease } from './job.ts';
import { type Taken, takeLease } from './lease.ts';
import { type KnownImport, readImport } from './ledger.ts';
import { contextOf, type ResumeParts, workOf } from './resume.ts';
import { undoRecords } from './undo.ts';

/** What the imports need of the engine. */
export interface ImportParts extends ResumeParts {
  readonly workspaces: () => Promise<readonly Workspace[]>;
  readonly report: (error: unknown) => void;
}

const SWEEP = 20_000;
/** Imports that a process is at work on at once: a small one does not wait for a large one. */
const MOST = 2;
/** How often an import is taken up in a row that does not get on by a row: it may be what ends its processes. */
const ATTEMPTS = 5;

/** An import that this process is at work on. */
interface Running {
  readonly stopping: AbortController;
  readonly done: Promise<void>;
}

/** Imports beside requests: at once what is asked for here, and what other processes have left behind. */
export class ImportRunner {
  readonly #parts: ImportParts;
  readonly #running = new Map<string, Running>();
  readonly #waiting = new Map<string, Workspace>();
  #looking: Promise<void> | undefined;
  #isStopping = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ImportParts) {
    this.#parts = parts;
  }

  /** Begins to look after every workspace. */
  start(): void {
    const sweep = async (): Promise<void> => {
      for (const workspace of await this.#parts.workspaces()) this.wake(workspace);
    };
    const look = (): void => void sweep().catch(this.#parts.report);
    this.#timer = setInterval(look, SWEEP);
    look();
  }

  /** There is something to do in the workspace. */
  wake(workspace: Workspace): void {
    if (this.#isStopping) return;
    this.#waiting.set(workspace.id, workspace);
    this.#looking ??= this.#lookOn();
  }

  /** Somebody wants an import to end: at once where this process is at work on it. */
  cancel(id: string): void {
    this.#running.get(id)?.stopping.abort(new Cancelled());
  }

  /** Ends after the rows that are being written; another process, or the next start, goes on. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#isStopping = true;
    for (const { stopping } of this.#running.values()) stopping.abort(new Leaving());
    await this.#looking;
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  get #isFree(): boolean {
    return this.#waiting.size > 0 && this.#running.size < MOST && !this.#isStopping;
  }

  async #lookOn(): Promise<void> {
    try {
      while (this.#isFree) await this.#look();
    } catch (error) {
      // the next sweep looks again
      this.#waiting.clear();
      this.#parts.report(error);
    } finally {
      this.#looking = undefined;
    }
  }

  /** Takes up one import of the workspace that has waited for longest. */
  async #look(): Promise<void> {
    const [workspace] = this.#waiting.values();
    this.#waiting.delete(workspace!.id);
    const engine = await this.#parts.contextFor(workspace!, 'import');
    const taken = await takeLease(engine);
    if (!taken) return;
    this.#begin(engine, taken);
    this.#waiting.set(workspace!.id, workspace!);
  }

  #begin(engine: RequestContext, taken: Taken): void {
    const { id } = taken.lease;
    const stopping = new AbortController();
    const done = this.#do(engine, taken, stopping)
      .catch((error: unknown) => {
        // of a Problem the import itself tells
        if (!(error instanceof Problem)) this.#parts.report(error);
      })
      .finally(() => {
        this.#running.delete(id);
        this.wake(engine.workspace);
      });
    this.#running.set(id, { stopping, done });
    if (this.#isStopping) stopping.abort(new Leaving());
  }

  async #do(engine: RequestContext, taken: Taken, stopping: AbortController): Promise<void> {
    const { lease, isResumed, attempts } = taken;
    const { workspace } = engine;
    const known = (await readImport(engine, lease.id))!;
    const touched = new Set<string>();
    if (known.isStopping) stopping.abort(new Cancelled());
    try {
      await underLease(engine, lease, { report: known.report, stopping }, async (signal) => {
        signal.throwIfAborted();
        if (attempts > ATTEMPTS) throw new Problem('import.gives_up');
        const ctx = { ...(await contextOf(this.#parts, workspace, known)), touched };
        if (known.state === 'undoing') return undoRecords(ctx, lease, known, signal);
        await takeAll(ctx, await workOf(this.#parts, ctx, known), { lease, isResumed, stopping: signal });
      });
    } finally {
      if (concernsUsers(touched)) await this.#parts.people.changed(workspace);
      await this.#removeFiles(workspace, known);
    }
  }

  /** What was kept for an import that has ended. What a process that ends here leaves goes with the sweep of files. */
  async #removeFiles(workspace: Workspace, { id, files }: KnownImport): Promise<void> {
    const engine = await this.#parts.contextFor(workspace, 'import');
    const now = await readImport(engine, id);
    const named = new Set(now?.files.map(({ upload }) => upload));
    for (const { upload } of files) {
      if (upload !== null && !named.has(upload)) await this.#parts.files.remove(workspace.schema, upload);
    }
  }
}
