import { type Body, isBody } from './document.ts';
import { type Path, pointerOf } from './report.ts';

/** A property that both sides changed, each to something else; absent where one took it away. */
export interface Conflict {
  /** JSON pointer into `mine` */
  readonly path: string;
  readonly base?: unknown;
  readonly mine?: unknown;
  readonly theirs?: unknown;
}

export type Merge =
  | { readonly merged: Body; readonly conflicts?: undefined }
  | { readonly conflicts: readonly Conflict[] };

/** A member of a list or an object, under what identifies it for good. */
interface Entry {
  readonly id: string;
  /** of an object: the name under which it stands */
  readonly name?: string;
  readonly value: unknown;
}

const IDENTIFIERS = ['id', 'value', 'name', 'field', 'object', 'view'];

/** What identifies a member of a list: its id, else what it is called, else what it is. */
function identityOf(member: unknown): string {
  if (!isBody(member)) return JSON.stringify(member);
  const word = IDENTIFIERS.find((one) => typeof member[one] === 'string');
  return word === undefined ? JSON.stringify(member) : `${word}:${member[word]}`;
}

const idOfField = (value: unknown): string | undefined =>
  isBody(value) && isBody(value['x-field']) ? value['x-field'].id : undefined;

/** Fields are identified by their id, so that one side may rename what the other changes. */
const membersOf = (value: Body): Entry[] =>
  Object.entries(value).map(([name, member]) => {
    const id = idOfField(member);
    return { id: id === undefined ? `name:${name}` : `id:${id}`, name, value: member };
  });

function listMembers(list: readonly unknown[]): Entry[] {
  const seen = new Map<string, number>();
  return list.map((value) => {
    const identity = identityOf(value);
    const count = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, count);
    return { id: count === 1 ? identity : `${identity} ${count}`, value };
  });
}

const NOTHING = Symbol('nothing');

/** Whether two values are written alike: the order of fields is their author's and counts as well. */
const isAlike = (a: unknown, b: unknown): boolean =>
  a === b || (a !== NOTHING && b !== NOTHING && JSON.stringify(a) === JSON.stringify(b));

interface Merging {
  readonly conflicts: Conflict[];
}

function conflict(merging: Merging, path: Path, base: unknown, mine: unknown, theirs: unknown): unknown {
  merging.conflicts.push({
    path: pointerOf(path),
    ...(base !== NOTHING && { base }),
    ...(mine !== NOTHING && { mine }),
    ...(theirs !== NOTHING && { theirs }),
  });
  return mine;
}

/** The order of one side where the other left it alone; of two new orders mine, theirs put where they followed. */
function mergedOrder(base: readonly Entry[], mine: readonly Entry[], theirs: readonly Entry[]): string[] {
  const ids = (entries: readonly Entry[]): string[] => entries.map(({ id }) => id);
  const [was, ours, others] = [ids(base), ids(mine), ids(theirs)];
  const isKept = (id: string): boolean => was.includes(id);
  const isMoved = !isAlike(
    ours.filter(isKept),
    was.filter((id) => ours.includes(id)),
  );
  const [first, follow] = isMoved ? [ours, others] : [others, ours];
  const result = [...first];
  for (const [at, id] of follow.entries()) {
    if (result.includes(id)) continue;
    const previous = follow.slice(0, at).findLast((one) => result.includes(one));
    result.splice(previous === undefined ? 0 : result.indexOf(previous) + 1, 0, id);
  }
  return result;
}

function mergeEntries(
  merging: Merging,
  path: Path,
  [base, mine, theirs]: readonly [readonly Entry[], readonly Entry[], readonly Entry[]],
): Entry[] {
  const [was, ours, others] = [base, mine, theirs].map((side) => new Map(side.map((one) => [one.id, one])));
  return mergedOrder(base, mine, theirs).flatMap((id) => {
    const [b, m, t] = [was!.get(id), ours!.get(id), others!.get(id)];
    const step = m?.name ?? t?.name ?? b?.name ?? mine.findIndex((one) => one.id === id);
    const value = mergeValue(
      merging,
      [...path, step],
      b ? b.value : NOTHING,
      m ? m.value : NOTHING,
      t ? t.value : NOTHING,
    );
    if (value === NOTHING) return [];
    const name = mergeValue(merging, [...path, step], b?.name, m?.name ?? b?.name, t?.name ?? b?.name);
    return [{ id, value, ...(typeof name === 'string' && { name }) }];
  });
}

/** Both sides may have made a field of one name: two things, of which an object can hold one. */
function refuseSameNames(merging: Merging, path: Path, entries: readonly Entry[]): void {
  const byName = Map.groupBy(entries, ({ name }) => name!);
  for (const [name, [mine, theirs]] of byName) {
    if (mine && theirs) conflict(merging, [...path, name], NOTHING, mine.value, theirs.value);
  }
}

function mergeValue(merging: Merging, path: Path, base: unknown, mine: unknown, theirs: unknown): unknown {
  if (isAlike(mine, theirs) || isAlike(base, theirs)) return mine;
  if (isAlike(base, mine)) return theirs;
  if (isBody(mine) && isBody(theirs)) {
    const sides = [isBody(base) ? base : {}, mine, theirs].map(membersOf);
    const entries = mergeEntries(merging, path, sides as [Entry[], Entry[], Entry[]]);
    refuseSameNames(merging, path, entries);
    return Object.fromEntries(entries.map(({ name, value }) => [name!, value]));
  }
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const sides = [Array.isArray(base) ? base : [], mine, theirs].map(listMembers);
    return mergeEntries(merging, path, sides as [Entry[], Entry[], Entry[]]).map(({ value }) => value);
  }
  return conflict(merging, path, base, mine, theirs);
}

/**
 * Two changes of one body made one. Fields, stages, options and sections are matched by what identifies
 * them, not by place or name; only where both sides changed the same property to different values is
 * there a conflict, and then nothing is merged.
 */
export function mergeThreeWays(base: Body | undefined, mine: Body, theirs: Body): Merge {
  const merging: Merging = { conflicts: [] };
  const merged = mergeValue(merging, [], base ?? NOTHING, mine, theirs) as Body;
  return merging.conflicts.length > 0 ? merging : { merged };
}
