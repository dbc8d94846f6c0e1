import type { Values } from '../api/records.ts';
import { workspacePath } from '../api/request.ts';

const keyOf = (object: string, id: string | undefined): string =>
  `guanxi.draft${workspacePath}/${object}/${id ?? 'new'}`;

/** What somebody typed and did not save, in this browser only. */
export function readDraft(object: string, id: string | undefined): Values | undefined {
  try {
    return JSON.parse(localStorage.getItem(keyOf(object, id)) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(object: string, id: string | undefined, changes: Values): void {
  try {
    if (Object.keys(changes).length === 0) localStorage.removeItem(keyOf(object, id));
    else localStorage.setItem(keyOf(object, id), JSON.stringify(changes));
  } catch {
    // a full storage costs the draft, not the form
  }
}

export const dropDraft = (object: string, id: string | undefined): void =>
  localStorage.removeItem(keyOf(object, id));
