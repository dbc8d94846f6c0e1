import { Problem, type ProblemItem, textIn } from '../errors.ts';

const saidItem = (item: ProblemItem, locale: string) => ({
  path: item.path,
  code: item.code,
  message: textIn(item.message, locale),
  ...(item.suggestion !== undefined && { suggestion: item.suggestion }),
  ...item.values,
});

/** A refusal that passes by itself after some seconds. */
export class TooManyAttempts extends Problem {
  readonly seconds: number;

  constructor(seconds: number) {
    super('auth.too_many', { seconds });
    this.seconds = seconds;
  }
}

/** An address that takes other methods than this one. */
export class MethodNotAllowed extends Problem {
  readonly allowed: readonly string[];

  constructor(method: string, known: readonly string[]) {
    super('request.method', { method: method.slice(0, 20) });
    this.allowed = known.includes('GET') ? [...known, 'HEAD'] : known;
  }
}

/** Seconds after which asking again makes sense, of problems that pass by themselves. */
const RETRY_AFTER: Readonly<Record<number, string>> = { 503: '1' };

/** A refusal as RFC 9457 has it, in the caller's language. */
export function problemAnswer(problem: Problem, locale: string): Response {
  const errors = problem.items.map((item) => saidItem(item, locale));
  const title = textIn(problem.text, locale);
  const body = {
    type: `urn:guanxi:${problem.code}`,
    title,
    status: problem.status,
    detail: errors.length === 0 ? title : errors.map(({ message }) => message).join(' '),
    code: problem.code,
    errors,
  };
  const retry = problem instanceof TooManyAttempts ? String(problem.seconds) : RETRY_AFTER[problem.status];
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Content-Language': locale,
      ...(retry && { 'Retry-After': retry }),
      ...(problem.status === 401 && { 'WWW-Authenticate': 'Bearer' }),
      ...(problem instanceof MethodNotAllowed && { Allow: problem.allowed.join(', ') }),
    },
  });
}
