import type { RequestContext } from '../context.ts';
import type { Workspace } from '../db/connect.ts';
import { concernsUsers, engineActor, type People } from '../people/index.ts';
import { handOver, takeBack } from './hand-over.ts';
import { type Handover, takeHandover } from './ledger.ts';

/** What the jobs need of the engine. */
export interface HandoverParts {
  readonly people: People;
  readonly workspaces: () => Promise<readonly Workspace[]>;
  readonly contextFor: (workspace: Workspace, source: string) => Promise<RequestContext>;
  readonly report: (error: unknown) => void;
}

const SWEEP = 60_000;
/** Seconds without a word after which a job's process is taken to be gone. */
const SILENT = 60;

/** Hands over beside requests: at once what is asked here, and what other processes have left behind. */
export class HandoverRunner {
  readonly #parts: HandoverParts;
  #isStopping = false;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: HandoverParts) {
    this.#parts = parts;
  }

  start(): void {
    const sweep = (): void => {
      this.#work = this.#work.then(() => this.#sweep()).catch(this.#parts.report);
    };
    this.#timer = setInterval(sweep, SWEEP);
    sweep();
  }

  /** A job that was just asked for. */
  run(workspace: Workspace, one: Handover): void {
    this.#work = this.#work.then(() => this.#do(workspace, one)).catch(this.#parts.report);
  }

  /** Resolves when nothing is left to do that this process knows of. */
  settled(): Promise<void> {
    return this.#work;
  }

  /** Ends after the batch that is under way; another process, or the next start, goes on. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#isStopping = true;
    await this.#work;
  }

  async #sweep(): Promise<void> {
    for (const workspace of await this.#parts.workspaces()) {
      const ctx = await this.#parts.contextFor(workspace, 'handover');
      for (let one = await takeHandover(ctx, SILENT); one && !this.#isStopping; ) {
        await this.#do(workspace, one);
        one = await takeHandover(ctx, SILENT);
      }
    }
  }

  /** Under the name of whoever asked for it, with the engine's rights: who leaves holds what others may not see. */
  async #do(workspace: Workspace, one: Handover): Promise<void> {
    const { people, contextFor } = this.#parts;
    const engine = await contextFor(workspace, 'handover');
    const user = one.actor === null ? undefined : await people.users.byId(workspace, engine.model, one.actor);
    const actor = user ? { ...engineActor('handover'), userId: user.id, name: user.name } : engine.actor;
    const ctx: RequestContext = { ...engine, actor, touched: new Set() };
    const isStopping = () => this.#isStopping;
    try {
      await (one.state === 'undoing' ? takeBack : handOver)(ctx, one, isStopping);
    } finally {
      if (concernsUsers(ctx.touched!)) await people.changed(workspace);
    }
  }
}
