import { type ProblemItem, problemItem } from '../errors.ts';
import type { Alias, Documents } from '../model/index.ts';
import type { Difference } from './differences.ts';
import { placeOf, type Subject, subjectsOf } from './subjects.ts';

const ALIASED: ReadonlySet<string> = new Set<Alias['kind']>(['object', 'field']);

const parentOf = ({ parent }: Subject): string => parent?.id ?? '';

/** A name that something takes from now on. */
const taken = ({ on, subject }: Difference): boolean =>
  ALIASED.has(subject.kind) && (on === 'add' || on === 'rename' || on === 'restore');

/**
 * The old names that are answered after these differences. A rename leaves one behind; a name that is
 * taken again by its own subject is no old one any more; that of another one is refused.
 */
export function nextAliases(
  before: readonly Alias[],
  differences: readonly Difference[],
  after: Documents,
): { readonly aliases: readonly Alias[]; readonly problems: readonly ProblemItem[] } {
  const subjects = before.length === 0 ? new Map<string, Subject>() : subjectsOf(after);
  const problems: ProblemItem[] = [];
  // an old name of what is archived or gone is free
  let aliases = before.filter(({ id }) => subjects.get(id)?.archived === false);
  const takers = differences.filter(taken);
  for (const { subject } of takers) {
    const same = aliases.filter(
      ({ kind, parentId, oldName }) =>
        kind === subject.kind && parentId === parentOf(subject) && oldName === subject.name,
    );
    for (const { id } of same.filter((alias) => alias.id !== subject.id)) {
      const owner = subjects.get(id)!.name;
      problems.push(problemItem(placeOf(subject), 'publish.alias', { name: subject.name, owner }));
    }
    aliases = aliases.filter((alias) => !same.includes(alias));
  }
  const left = differences
    .filter(({ on, subject }) => on === 'rename' && ALIASED.has(subject.kind))
    .map(
      ({ subject, before: was }): Alias => ({
        kind: subject.kind as Alias['kind'],
        parentId: parentOf(subject),
        oldName: was!.name,
        id: subject.id,
      }),
    );
  // a name that somebody else has now leads there
  const live = new Set(takers.map(({ subject }) => `${subject.kind} ${parentOf(subject)} ${subject.name}`));
  return {
    aliases: [
      ...aliases,
      ...left.filter(({ kind, parentId, oldName }) => !live.has(`${kind} ${parentId} ${oldName}`)),
    ],
    problems,
  };
}
