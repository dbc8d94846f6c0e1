import { isProblem } from '../../runtime-ui/api/problem.ts';
import type { Documents } from './documents.ts';
import { type History, type HistoryAction, rebased, settled, step } from './history.ts';
import { SaveRefused } from './save.ts';

/** Milliseconds after which a server that could not be reached is tried again. */
const AGAIN = 5_000;

/** What stands on screen, and how far the server has it. */
export interface Shown {
  readonly history: History;
  /** grows with every save: says which plan is meant */
  readonly revision: number;
  /** `waiting`: the server cannot be reached; what was done is kept and sent when it is back */
  readonly state: 'saved' | 'saving' | 'waiting';
}

/** An action on its way to the server; those behind it build on it. */
interface Pending {
  readonly action: HistoryAction;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** An edit of what is not there any more does nothing; its turn will say so. */
function attempt(history: History, action: HistoryAction): History {
  try {
    return step(history, action);
  } catch {
    return history;
  }
}

const isUnreachable = (error: unknown): boolean => error instanceof SaveRefused && isProblem(error.cause, 0);

export interface DraftQueue {
  readonly shown: () => Shown;
  /** Shows what an action makes of the draft and saves it. Rejects with SaveRefused; then it leaves the screen again. */
  readonly act: (action: HistoryAction) => Promise<void>;
  /** documents that came from elsewhere, after a publish or from another page */
  readonly load: (documents: Documents) => void;
  /** tries at once what could not be sent */
  readonly retry: () => void;
}

/**
 * The draft between the screen and the server: what is done shows at once and is saved one after the
 * other. On screen stands what is saved with all that is on its way. What is refused leaves it, and what
 * came after stays; what cannot be sent waits.
 */
export function draftQueue(
  first: History,
  save: (from: Documents, to: Documents) => Promise<Documents>,
  onChange: () => void,
): DraftQueue {
  let saved = first;
  let revision = 0;
  let isWaiting = false;
  let wake = () => {};
  const pending: Pending[] = [];
  let shown: Shown = { history: first, revision, state: 'saved' };

  const show = () => {
    const state = isWaiting ? 'waiting' : pending.length > 0 ? 'saving' : 'saved';
    const history = pending.reduce((now, { action }) => attempt(now, action), saved);
    shown = { history, revision, state };
    onChange();
  };

  /** Waits to be woken, or a while. */
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, AGAIN);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const saveOnce = async (action: HistoryAction): Promise<void> => {
    const wanted = step(saved, action);
    if (wanted === saved) return;
    const documents = await save(saved.present, wanted.present);
    saved = settled(wanted, documents);
    revision++;
  };

  /** Undefined when it is saved, else why it was refused. */
  async function saveSurely(action: HistoryAction): Promise<{ readonly refused: unknown } | undefined> {
    for (;;) {
      try {
        return void (await saveOnce(action));
      } catch (refused) {
        if (!isUnreachable(refused)) return { refused };
        isWaiting = true;
        show();
        await rest();
        isWaiting = false;
      }
    }
  }

  async function work(): Promise<void> {
    for (let first = pending[0]; first; first = pending[0]) {
      const { action, resolve, reject } = first;
      const fault = await saveSurely(action);
      pending.shift();
      show();
      if (fault) reject(fault.refused);
      else resolve();
    }
  }

  return {
    shown: () => shown,
    act: (action) =>
      new Promise((resolve, reject) => {
        pending.push({ action, resolve, reject });
        show();
        if (pending.length === 1) void work();
      }),
    load: (documents) => {
      saved = rebased(saved, documents);
      revision++;
      show();
    },
    retry: () => wake(),
  };
}
