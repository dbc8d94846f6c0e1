import { Problem, type ProblemCode } from '../errors.ts';

/** SQLSTATE classes and codes, and codes of sockets, that mean: there is no database now. */
const GONE =
  /^(08...|57P0[1-4]|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;
/** Too many connections, or a statement that was stopped because it took too long. */
const BUSY = /^(53300|57014|25P03)$/;

/** What the driver says without a code. */
const MESSAGES: readonly (readonly [RegExp, ProblemCode])[] = [
  [/^timeout exceeded when trying to connect/, 'engine.busy'],
  [/^Connection terminated/, 'engine.unavailable'],
  [/^timeout expired/, 'engine.unavailable'],
  [/connection error and is not queryable/, 'engine.unavailable'],
  [/^Cannot use a pool after calling end/, 'engine.unavailable'],
];

/**
 * What an error of the connection, not of the statement, means for the caller: `engine.busy` or
 * `engine.unavailable`; undefined for everything else.
 */
export function connectionProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || error instanceof Problem) return undefined;
  const { code = '' } = error as { code?: string };
  if (GONE.test(code)) return new Problem('engine.unavailable');
  if (BUSY.test(code)) return new Problem('engine.busy');
  const [, problem] = MESSAGES.find(([pattern]) => pattern.test(error.message)) ?? [];
  return problem && new Problem(problem);
}
