import type { Config, Environment } from '../config.ts';
import type { Labels } from '../errors.ts';
import type { Server } from './server.ts';
import type { Terminal } from './terminal.ts';

/** How a command ends. */
export const EXIT = { ok: 0, error: 1, changes: 2, destructive: 3 } as const;

export type Exit = (typeof EXIT)[keyof typeof EXIT];

export interface CommandOption {
  readonly type: 'boolean' | 'string';
  /** what stands behind it: `<file>` */
  readonly value?: string;
  readonly help: Labels;
}

/** One call of a command. */
export interface Call {
  /** how the command is typed */
  readonly usage: string;
  /** what follows the name, without options */
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly terminal: Terminal;
  readonly env: Environment;
  readonly config: Config;
  /** runs `use` with the server, or with the workspace opened here where none runs */
  withServer<Result>(use: (server: Server) => Promise<Result>): Promise<Result>;
}

/** A command of `guanxi`. One file per command states it. */
export interface Command {
  readonly name: string;
  /** what follows the name: `<object> <file>` */
  readonly usage: string;
  readonly summary: Labels;
  /** least and most words that follow the name */
  readonly words: readonly [least: number, most: number];
  readonly options?: Readonly<Record<string, CommandOption>>;
  /** speaks with the operator's own key where it can be read: what it tells is for who runs the machine */
  readonly asOperator?: boolean;
  run(call: Call): Promise<Exit>;
}

export const defineCommand = (command: Command): Command => Object.freeze(command);

/** The text of an option that takes one. */
export function textOption({ options }: Call, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}
