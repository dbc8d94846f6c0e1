import { type ProblemItem, problemItem } from '../../errors.ts';
import { documentId, partId, withValue } from '../complete-ids.ts';
import { addressOf, type Body, type Document, type Documents } from '../document.ts';
import { pathOf } from '../folder.ts';
import { kindOf, type Part } from '../kinds/index.ts';
import { isExtension } from '../kinds/object.ts';
import { placeIn } from '../report.ts';
import { checkExtension } from './check-extension.ts';
import { inFieldOrder, mergeExtension, weave, withoutPackage } from './merge-extension.ts';
import { guestsOf, splitByPackage } from './split.ts';

export interface Taken {
  /** what the workspace's documents come to */
  readonly documents: Documents;
  readonly problems: readonly ProblemItem[];
}

const sameThing = (part: Part): string => `${part.kind} ${part.name} ${part.value.package ?? ''}`;

/**
 * Ids that no author wrote give way to those that the workspace has under the same names: a field that was
 * made in the designer and then exported, its ids cut off by hand, is still the same field.
 */
function withKnownIds(document: Document, known: Document | undefined): Document {
  if (!known) return document;
  const ids = new Map(
    kindOf(known)
      .parts(known.body)
      .map((part) => [sameThing(part), part.value.id]),
  );
  const taken = new Set(ids.values());
  let { body } = document;
  for (const part of kindOf(document).parts(body)) {
    const { id, package: home = document.package } = part.value;
    const mark = home === known.package ? '' : home;
    const before = ids.get(`${part.kind} ${part.name} ${mark}`);
    if (before === undefined || taken.has(id) || part.prefix === undefined) continue;
    if (id === partId(document, part)) body = withValue(body, [...part.path, 'id'], before);
  }
  if (isExtension(body) || document.id !== documentId(document)) return { ...document, body };
  const { head } = kindOf(document);
  return {
    ...document,
    id: known.id,
    body: withValue(body, head === undefined ? ['id'] : [head, 'id'], known.id),
  };
}

/** Lists of documents that are no objects whose members know their package, and what identifies these. */
const LISTS: Readonly<Partial<Record<Document['kind'], readonly [word: string, key: string]>>> = {
  pipeline: ['stages', 'id'],
  'option-set': ['options', 'value'],
};

/** The members of a list with those that other packages added, each where it stood. */
function withGuestMembers(
  document: Document,
  known: Document,
  [word, key]: readonly [string, string],
): Document {
  const guests = new Map(
    known.body[word].filter((one: Body) => one.package !== undefined).map((one: Body) => [one[key], one]),
  );
  if (guests.size === 0) return document;
  const members = new Map<string, Body>([
    ...guests,
    ...document.body[word].map((one: Body) => [one[key], one]),
  ]);
  const [before, own] = [known, document].map(({ body }) => body[word].map((one: Body) => one[key]));
  const list = weave(before, own, [...members.keys()]).map((id) => {
    const { package: home } = (guests.get(id) as Body | undefined) ?? {};
    return { ...members.get(id), ...(home !== undefined && { package: home }) };
  });
  return { ...document, body: { ...document.body, [word]: list } };
}

/** A document of the package itself, with what other packages have in it. */
function withGuests(document: Document, known: Document | undefined): Document {
  if (!known) return document;
  const list = LISTS[document.kind];
  if (list) return withGuestMembers(document, known, list);
  if (document.kind !== 'object') return document;
  const guests = [...splitByPackage(known).values()].filter((one) => one.package !== document.package);
  const merged = guests.reduce(mergeExtension, document);
  if (merged === document) return document;
  const [before, own, all] = [known, document, merged].map(({ body }) => Object.keys(body.properties ?? {}));
  return { ...merged, body: inFieldOrder(merged.body, weave(before!, own!, all!)) };
}

/**
 * The documents of the workspace when a package has exactly those of `folder`: other packages' parts stay
 * as they are, what the folder lacks is gone (publish archives what has rows instead). Applied to its own
 * folder, nothing changes.
 */
export function takeFolder(current: Documents, folder: Documents, home: string): Taken {
  const problems: ProblemItem[] = [];
  const next = new Map<string, Document>();
  // settings belong to the workspace, and with them the calendar that they count by
  const counted = `calendar/${current.get('settings/workspace')?.body.calendar}`;
  for (const [address, document] of current) {
    if (document.kind === 'settings' || address === counted) next.set(address, document);
    else if (document.package !== home) {
      const isLeft = !folder.has(address) && document.kind === 'object' && guestsOf(document).includes(home);
      const body = isLeft ? withoutPackage(document.body, home) : document.body;
      next.set(address, isLeft ? { ...document, body } : document);
    }
  }
  for (const given of folder.values()) {
    const address = addressOf(given);
    const known = current.get(address);
    const document = withKnownIds(given, known);
    const place = (...path: string[]): string => placeIn(pathOf(document), path);
    if (isExtension(document.body)) {
      if (!known) {
        const params = { name: document.key };
        problems.push(problemItem(place('x-object', 'extends'), 'document.no_object', params));
        continue;
      }
      const wrong = checkExtension(known, document);
      problems.push(...wrong);
      if (wrong.length === 0) next.set(address, mergeExtension(known, document));
    } else if (known && known.package !== home) {
      const params = { name: document.key, package: known.package };
      problems.push(problemItem(place(), 'document.owned', params));
    } else next.set(address, withGuests(document, known));
  }
  return { documents: next, problems };
}
