import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { type TextName, textOf } from './texts.ts';

type Style = Parameters<typeof styleText>[0];
type Params = Readonly<Record<string, string | number>>;

/** Where a command speaks: to people in words, to programs in one JSON value. */
export interface Terminal {
  /** zh-CN or en */
  readonly locale: string;
  /** `--json`: what is said in words is left out */
  readonly isJson: boolean;
  text(name: TextName, params?: Params): string;
  /** one line for people */
  say(line: string): void;
  /** one line for people that belongs to no answer */
  warn(line: string): void;
  /** how far something is, for people who watch: one line in place of the one before; empty ends it */
  progress(line: string): void;
  /** the answer: `value` for programs, `words` for people */
  answer(value: unknown, words: () => void): void;
  /** plain output that is the answer in itself, for people and programs alike */
  print(text: string): void;
  style(style: Style, text: string): string;
  /** asks a person; undefined where nobody is there to answer */
  ask(question: string): Promise<string | undefined>;
}

export interface Streams {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
}

export function makeTerminal({ stdout, stderr, stdin }: Streams, locale: string, isJson: boolean): Terminal {
  const print = (text: string): void => void stdout.write(`${text}\n`);
  return {
    locale,
    isJson,
    text: (name, params) => textOf(name, locale, params),
    say: (line) => {
      if (!isJson) print(line);
    },
    warn: (line) => {
      if (!isJson) stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (!isJson && stderr.isTTY) stderr.write(`\r\u001b[K${line}`);
    },
    answer: (value, words) => {
      if (isJson) print(JSON.stringify(value, null, 2));
      else words();
    },
    print,
    style: (style, text) =>
      stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text, { validateStream: false }) : text,
    ask: async (question) => {
      if (isJson || !stdin.isTTY || !stdout.isTTY) return undefined;
      const lines = createInterface({ input: stdin, output: stdout });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
  };
}
