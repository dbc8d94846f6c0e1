import type { Database, Workspace } from '../db/connect.ts';
import { sealWorkspace } from './seal.ts';
import { writtenLately } from './written.ts';

/** Milliseconds between two rounds: what is committed is sealed within five seconds. */
const ROUND = 2_000;
/** Rounds between two looks at all workspaces: what another process has left, or has written and not sealed. */
const SWEEP = 150;

export interface SealerOptions {
  readonly db: Database;
  readonly secretKey: string;
  readonly workspaces: () => Promise<readonly Workspace[]>;
  readonly onError: (error: unknown) => void;
}

/** Seals the audit of the workspaces that this process writes in, beside everything else. */
export class Sealer {
  readonly #options: SealerOptions;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #rounds = 0;
  #isStopped = false;

  constructor(options: SealerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), ROUND);
    this.#look();
  }

  /** What is being sealed is finished, nothing else begun. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  #look(): void {
    // a round that takes long is not run into by the next
    this.#round ??= this.#seal().finally(() => {
      this.#round = undefined;
    });
  }

  async #seal(): Promise<void> {
    const { db, secretKey, workspaces, onError } = this.#options;
    try {
      const due = this.#rounds++ % SWEEP === 0 ? await workspaces() : writtenLately(db);
      for (const workspace of due) {
        if (this.#isStopped) return;
        await sealWorkspace(db, workspace, secretKey, () => !this.#isStopped).catch(onError);
      }
    } catch (error) {
      onError(error);
    }
  }
}
