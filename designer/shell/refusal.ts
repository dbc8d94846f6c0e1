import { isProblem, type ProblemDetail } from '../../runtime-ui/api/problem.ts';
import { SaveRefused } from '../draft/save.ts';
import type { Translate } from '../i18n/index.ts';

/** The problem behind an error of saving. */
export const causeOf = (error: unknown): unknown => (error instanceof SaveRefused ? error.cause : error);

/** What is said of one fault: the reason, and the nearest right thing. */
export const messageOf = ({ message, suggestion }: ProblemDetail): string =>
  suggestion ? `${message} → ${suggestion}` : message;

/** Everything that is said of an error, in sentences. */
export function messagesOf(error: unknown, t: Translate): readonly string[] {
  const cause = causeOf(error);
  if (isProblem(cause, 0)) return [t('problem.network')];
  if (isProblem(cause) && cause.details.length > 0) return cause.details.map(messageOf);
  return [cause instanceof Error && cause.message ? cause.message : String(cause)];
}
