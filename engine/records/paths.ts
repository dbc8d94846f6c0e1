import { Problem, problemItem } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/** The names of a path that a parameter of the request holds; each relation on it costs a join, so they are counted. */
export function namesOf(parameter: string, path: string): readonly string[] {
  const names = path.split('.');
  if (names.length - 1 <= LIMITS.pathHops) return names;
  const params = { name: path.slice(0, 200), limit: LIMITS.pathHops };
  throw new Problem('query.hops', params, [problemItem(`/${parameter}`, 'query.hops', params)]);
}
