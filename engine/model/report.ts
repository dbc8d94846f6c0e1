import { type ProblemCode, type ProblemItem, type ProblemParams, problemItem } from '../errors.ts';

/** A place inside a document: the keys that lead there. */
export type Path = readonly (string | number)[];

/** A path as a JSON pointer (RFC 6901). */
export const pointerOf = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** `objects/x.json#/properties/a`: where in which file; the file alone for the whole of it. */
export const placeIn = (file: string, path: Path): string =>
  path.length === 0 ? file : `${file}#${pointerOf(path)}`;

/** The steps inside the file of a place that `placeIn` made. */
export const stepsIn = (place: string): string[] =>
  stepsOf(place.slice(place.indexOf('#') + 1 || place.length));

/** The steps of a JSON pointer. */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Notes what is wrong at a place of the document at hand. */
export type Report = (path: Path, code: ProblemCode, params?: ProblemParams, suggestion?: string) => void;

/** A list of problems of one file, and the function that adds to it. */
export function reportOn(file: string): { readonly problems: ProblemItem[]; readonly report: Report } {
  const problems: ProblemItem[] = [];
  return {
    problems,
    report: (path, code, params, suggestion) =>
      problems.push(problemItem(placeIn(file, path), code, params, suggestion)),
  };
}
