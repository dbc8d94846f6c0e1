import type { Server } from './server.ts';
import type { Terminal } from './terminal.ts';

/** An import as the API tells it, as far as one waits for it. */
export interface AwaitedImport {
  readonly id: string;
  readonly state: string;
  readonly progress?: {
    readonly rows: number;
    readonly taken: number;
    readonly rate?: number;
    readonly seconds_left?: number;
  };
}

const UNDER_WAY: ReadonlySet<string> = new Set(['running', 'stopping', 'undoing']);
/** Milliseconds between two looks. */
const PAUSE = 500;

/** Waits until an import, or its undoing, has ended, and shows how far it is. */
export async function waitForImport<Answer extends AwaitedImport>(
  terminal: Terminal,
  server: Server,
  begun: Answer,
): Promise<Answer> {
  let known = begun;
  for (let pause = 50; UNDER_WAY.has(known.state); pause = Math.min(pause * 2, PAUSE)) {
    if (known.progress) {
      const { rows, taken, rate = 0, seconds_left: left } = known.progress;
      terminal.progress(terminal.text('import.progress', { rows, taken, rate, left: left ?? '…' }));
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    known = await server.call('GET', `/api/imports/${known.id}`);
  }
  terminal.progress('');
  return known;
}
