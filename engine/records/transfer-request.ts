import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';
import { LIMITS } from '../limits.ts';

/** Which records are to change hands, and to whom. */
export interface TransferRequest {
  /** the id of a user */
  readonly to: unknown;
  /** absent where a filter says which */
  readonly ids?: readonly string[];
  readonly filter?: string;
  /** records that point at those by `via`, and are whose those were, go along */
  readonly related: readonly { readonly object: string; readonly via: string; readonly path: string }[];
}

const isBody = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

const MOST_RELATED = 20;

function readRelated(given: unknown, problems: ProblemItem[]): TransferRequest['related'] {
  const expected = '[{object, via}]';
  const lines = Array.isArray(given) && given.length <= MOST_RELATED ? given : undefined;
  if (!lines) {
    problems.push(
      problemItem('/related', 'request.value', { name: 'related', given: quoted(given), expected }),
    );
    return [];
  }
  return lines.flatMap((line, index) => {
    const path = `/related/${index}`;
    const { object, via, ...others } = isBody(line) ? line : {};
    if (typeof object === 'string' && typeof via === 'string' && Object.keys(others).length === 0)
      return [{ object, via, path }];
    problems.push(problemItem(path, 'request.value', { name: 'related', given: quoted(line), expected }));
    return [];
  });
}

const isIdList = (given: unknown): given is readonly string[] =>
  Array.isArray(given) &&
  given.length > 0 &&
  given.length <= LIMITS.transferSize &&
  given.every((one) => typeof one === 'string' && isUuid(one));

const idsIn = (given: readonly string[]): readonly string[] => [
  ...new Set(given.map((one) => one.toLowerCase())),
];

const EXPECTED_IDS = `1 – ${LIMITS.transferSize} ids`;

/** Reads a body that names records, and nothing else. */
export function readIds(body: unknown): readonly string[] {
  if (!isBody(body)) throw new Problem('record.shape', { given: quoted(body ?? null) });
  const { ids, ...others } = body;
  const problems = Object.keys(others).map((name) =>
    problemItem(`/${name}`, 'request.parameter', { name, known: 'ids' }),
  );
  if (!isIdList(ids)) {
    const params = { name: 'ids', given: quoted(ids ?? null), expected: EXPECTED_IDS };
    throw new Problem('record.invalid', {}, [...problems, problemItem('/ids', 'request.value', params)]);
  }
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
  return idsIn(ids);
}

/** Reads the body of a transfer, every problem at once. With `id` it is of that record alone. */
export function readTransfer(body: unknown, id?: string): TransferRequest {
  if (!isBody(body)) throw new Problem('record.shape', { given: quoted(body ?? null) });
  const known = id === undefined ? ['to', 'ids', 'filter', 'related'] : ['to', 'related'];
  const problems = Object.keys(body)
    .filter((name) => !known.includes(name))
    .map((name) => problemItem(`/${name}`, 'request.parameter', { name, known: known.join(', ') }));
  const { to, ids, filter, related = [] } = body;
  const refuse = (name: string, given: unknown, expected: string) =>
    problems.push(problemItem(`/${name}`, 'request.value', { name, given: quoted(given ?? null), expected }));
  const along = readRelated(related, problems);
  if (id !== undefined) {
    if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
    return { to, ids: [id], related: along };
  }
  // an empty filter would give everything away by a slip
  const isFilter = typeof filter === 'string' && filter.trim() !== '';
  if (ids !== undefined && !isIdList(ids)) refuse('ids', ids, EXPECTED_IDS);
  if (filter !== undefined && !isFilter) refuse('filter', filter, 'an expression');
  if ((ids === undefined) === (filter === undefined)) refuse('ids', ids, 'ids | filter');
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
  return {
    to,
    ...(isIdList(ids) && { ids: idsIn(ids) }),
    ...(isFilter && { filter }),
    related: along,
  };
}
