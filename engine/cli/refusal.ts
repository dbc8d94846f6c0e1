import { Problem, textIn } from '../errors.ts';

/** A refusal in one language, wherever it comes from. */
export interface SaidProblem {
  readonly code: string;
  readonly title: string;
  readonly errors: readonly {
    readonly path: string;
    readonly code: string;
    readonly message: string;
    readonly suggestion?: string;
  }[];
}

/** A refusal that a server has answered, in the language of the terminal. */
export class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal';
  readonly status: number;
  readonly said: SaidProblem;

  constructor(status: number, said: SaidProblem) {
    super(said.title);
    this.status = status;
    this.said = said;
  }
}

/** What an error says to people; undefined where it is no refusal but a fault. */
export function saidProblem(error: unknown, locale: string): SaidProblem | undefined {
  if (error instanceof ServerRefusal) return error.said;
  if (!(error instanceof Problem)) return undefined;
  return {
    code: error.code,
    title: textIn(error.text, locale),
    errors: error.items.map((item) => ({ ...item, message: textIn(item.message, locale) })),
  };
}
