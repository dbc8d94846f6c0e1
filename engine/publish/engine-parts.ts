import { type ProblemItem, problemItem } from '../errors.ts';
import { ENGINE_PACKAGE, isRetired } from '../model/index.ts';
import type { Difference } from './differences.ts';
import { placeOf, type Subject } from './subjects.ts';

const packageOf = ({ document, words }: Subject): string => words.package ?? document.package;

/** What the engine itself needs can be relabelled and added to; it cannot be taken away or be something else. */
const KEPT: ReadonlySet<string> = new Set(['type', 'target', 'unique', 'ownership', 'name']);

function touches({ on, subject, words }: Difference): boolean {
  if (subject.kind === 'system-field' || packageOf(subject) !== ENGINE_PACKAGE) return false;
  if (isRetired(subject.id)) return false;
  return on === 'archive' || on === 'rename' || words.some((word) => KEPT.has(word));
}

/** Refuses to take away or to turn into something else what the engine relies on. */
export const refuseEngineParts = (differences: readonly Difference[]): readonly ProblemItem[] =>
  differences
    .filter(({ before }) => before !== undefined)
    .filter(touches)
    .map(({ subject }) => problemItem(placeOf(subject), 'publish.system', { name: subject.name }));
