import type { History } from './history.ts';

type Steps = Omit<History, 'present'>;

/** Steps that outlive a reload: as many as a browser surely takes. */
const KEPT = 60;

const NONE: Steps = { past: [], future: [] };

const keyOf = (person: string, place: string): string => `guanxi.designer.steps ${place} ${person}`;

/** Keeps the way back of one tab over a reload; documents themselves are with the server. */
export function keepSteps(person: string, place: string, { past, future }: Steps): void {
  const kept = { past: past.slice(-KEPT), future: future.slice(0, KEPT) };
  try {
    sessionStorage.setItem(keyOf(person, place), JSON.stringify(kept));
  } catch {
    // no room: the way back ends at the reload, nothing of the draft is lost
    sessionStorage.removeItem(keyOf(person, place));
  }
}

export function keptSteps(person: string, place: string): Steps {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(person, place)) ?? 'null') ?? NONE;
  } catch {
    return NONE;
  }
}
