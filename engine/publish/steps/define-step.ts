import type { Pool } from '../../db/connect.ts';
import type { Vault } from '../../encryption/index.ts';
import type { Labels } from '../../errors.ts';

/** What is still to be done after a switch, as a row of `_meta_step` begins. */
export interface StepDraft {
  readonly kind: string;
  /** the statement; a fill's takes `$1` the last id done and `$2` the size of a batch */
  readonly sql: string;
  /** the statement that takes it back; '' where nothing needs to be */
  readonly undo: string;
  /** of a fill the last id done, else the name that the step looks up in the catalogue first */
  readonly cursor: string | null;
  readonly rowsTotal?: number | undefined;
}

/** A row of `_meta_step` that this process has taken. */
export interface Step {
  readonly id: string;
  readonly kind: string;
  readonly sql: string;
  readonly cursor: string | null;
}

export interface StepScene {
  readonly direct: Pool;
  readonly schema: string;
  /** keys of what the workspace keeps encrypted */
  readonly vault: Vault;
  /** names the backend at work, so that stopping can cancel it; undefined when it is done */
  readonly busy: (backend: number | undefined) => void;
  readonly isStopping: () => boolean;
}

/** A kind of step. May be run any number of times: it looks at the catalogue before it acts. */
export interface StepKind {
  readonly name: string;
  /** what people who wait for it read */
  readonly labels: Labels;
  /** it writes values of records: steps behind it, which look at them, wait for its end */
  readonly writes?: true;
  readonly run: (step: Step, scene: StepScene) => Promise<void>;
}

export const defineStep = (kind: StepKind): StepKind => Object.freeze(kind);

/** What Postgres says of a statement that was cancelled. */
const CANCELLED = '57014';

/** Runs work on a connection of its own that is closed afterwards: what it has set leaves with it. */
export async function onOwnConnection(
  { direct, busy, isStopping }: StepScene,
  run: (execute: (text: string, values?: unknown[]) => Promise<readonly any[]>) => Promise<void>,
): Promise<void> {
  const client = await direct.connect();
  busy((client as unknown as { readonly processID: number }).processID);
  try {
    await client.query('SET lock_timeout = 0');
    await run(async (text, values) => {
      if (isStopping()) throw Object.assign(new Error('the process stops'), { code: CANCELLED });
      return (await client.query(text, values)).rows;
    });
  } finally {
    busy(undefined);
    client.release(true);
  }
}
