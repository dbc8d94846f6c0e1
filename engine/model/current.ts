import { type Database, query, type Workspace } from '../db/connect.ts';
import type { Model } from './model.ts';
import { resolvePublished } from './resolve.ts';
import { loadPublished } from './store.ts';

const POLL = 1_000;
/** milliseconds after which a lost connection is tried again */
const RECONNECT = 1_000;

export interface CurrentModelsOptions {
  /** something about people of the workspace (id) was changed, here or elsewhere */
  readonly onPeopleChanged?: (workspaceId: string) => void;
  /** what goes wrong in the background; it is tried again by itself */
  readonly onError?: (error: unknown) => void;
}

interface Held {
  readonly workspace: Workspace;
  model: Promise<Model>;
  /** of the Model that is held now; 0 while the first one is loading */
  version: number;
  people: number | undefined;
}

interface Revision {
  readonly id: string;
  readonly model: number;
  readonly people: number;
}

/** Reads and resolves what a workspace has published. */
export async function loadModel(db: Database, workspace: Workspace): Promise<Model> {
  const { version, documents, physical, aliases } = await loadPublished(db.forReading(workspace), workspace);
  const { name, schema } = workspace;
  return resolvePublished(documents, { version, workspace: name, schema, physical, aliases });
}

/**
 * The Model of each workspace as this process knows it: one pointer, swapped when another version is
 * published, here or elsewhere. A notice makes it quick, a poll of all workspaces once a second makes it
 * certain.
 */
export class CurrentModels {
  readonly #db: Database;
  readonly #options: CurrentModelsOptions;
  readonly #held = new Map<string, Held>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #isAsked = false;
  #polling: Promise<void> | undefined;
  #listening: Promise<void> | undefined;
  #hangUp: (() => void) | undefined;

  constructor(db: Database, options: CurrentModelsOptions = {}) {
    this.#db = db;
    this.#options = options;
  }

  /** The Model of a workspace, loaded on first demand. */
  get(workspace: Workspace): Promise<Model> {
    const held = this.#held.get(workspace.id);
    if (held) return held.model;
    const first = loadModel(this.#db, workspace);
    const made: Held = { workspace, model: first, version: 0, people: undefined };
    this.#held.set(workspace.id, made);
    first.then(
      ({ version }) => {
        made.version = Math.max(made.version, version);
      },
      () => {
        if (made.model === first) this.#held.delete(workspace.id);
      },
    );
    return first;
  }

  /** Loads what is published now; whoever asks meanwhile gets the Model before. */
  async refresh(workspace: Workspace): Promise<Model> {
    const model = await loadModel(this.#db, workspace);
    this.swap(workspace, model);
    return this.get(workspace);
  }

  /** Puts a Model in place of an older one. */
  swap(workspace: Workspace, model: Model): void {
    const held = this.#held.get(workspace.id);
    if (held && held.version > model.version) return;
    this.#held.set(workspace.id, {
      workspace,
      model: Promise.resolve(model),
      version: model.version,
      people: held?.people,
    });
  }

  /** Forgets a workspace that is gone. */
  forget(workspaceId: string): void {
    this.#held.delete(workspaceId);
  }

  start(): void {
    this.#listening = this.#listen();
    this.#timer = setInterval(() => this.#look(), POLL);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#hangUp?.();
    await Promise.all([this.#polling, this.#listening]);
  }

  /** Polls now; a notice that comes while one runs asks for another. */
  #look(): void {
    if (this.#isStopped) return;
    this.#isAsked = true;
    this.#polling ??= this.#answer().finally(() => {
      this.#polling = undefined;
    });
  }

  async #answer(): Promise<void> {
    while (this.#isAsked && !this.#isStopped) {
      this.#isAsked = false;
      await this.#poll().catch((error) => this.#options.onError?.(error));
    }
  }

  /** Compares the numbers of all workspaces with those that are held, and measures the clock. */
  async #poll(): Promise<void> {
    const { rows } = await query<Revision>(this.#db.forControl(), {
      text: 'SELECT id, model_revision AS model, people_revision AS people FROM control.workspace',
    });
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const [id, held] of this.#held) {
      const revision = known.get(id);
      if (revision) await this.#compare(held, revision);
      else this.#held.delete(id);
    }
    await this.#db.measureClock();
  }

  async #compare(held: Held, { id, model, people }: Revision): Promise<void> {
    // at the first look too: what was read before it may be older than the number
    if (held.people !== people) this.#options.onPeopleChanged?.(id);
    held.people = people;
    if (held.version > 0 && model > held.version) await this.refresh(held.workspace);
  }

  /** Hears notices on a connection of its own, a new one whenever it is lost. */
  async #listen(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#hear();
      } catch (error) {
        this.#options.onError?.(error);
      }
      if (!this.#isStopped) await this.#pause(RECONNECT);
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#hangUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Resolves when the connection is lost or hung up. */
  async #hear(): Promise<void> {
    const client = await this.#db.direct().connect();
    try {
      const ended = new Promise<void>((resolve) => {
        client.once('error', () => resolve());
        client.once('end', () => resolve());
        this.#hangUp = resolve;
      });
      // a notice only says that it is worth looking now
      client.on('notification', () => this.#look());
      await query(client, { text: 'LISTEN meta' });
      await query(client, { text: 'LISTEN people' });
      if (!this.#isStopped) await ended;
    } finally {
      client.release(true);
    }
  }
}
