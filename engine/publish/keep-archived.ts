import { addressOf, type Body, type Document, type Documents, toDocuments } from '../model/index.ts';

/**
 * The members of `next`, and between them those of `before` that it leaves out, archived: each after
 * the one that it followed.
 */
function reinserted<T>(
  before: readonly T[],
  next: readonly T[],
  keyOf: (member: T) => unknown,
  archive: (member: T) => T,
): readonly T[] {
  const result = [...next];
  let place = 0;
  for (const member of before) {
    const at = result.findIndex((one) => keyOf(one) === keyOf(member));
    if (at < 0) result.splice(place, 0, archive(member));
    place = (at < 0 ? place : at) + 1;
  }
  return result;
}

const archived = (member: Body): Body => ({ ...member, archived: true });

const list = (value: unknown): readonly Body[] => (Array.isArray(value) ? value : []);

/** The body with the members of one of its lists that it leaves out; without a list it holds no such things any more. */
function withList(before: Body, next: Body, word: string, key: string): Body {
  const was = list(before[word]);
  if (was.length === 0 || !Array.isArray(next[word])) return next;
  return { ...next, [word]: reinserted(was, list(next[word]), (member) => member[key], archived) };
}

type Entry = readonly [name: string, property: Body];

const fieldId = ([, property]: Entry): unknown => property['x-field']?.id;

/** What is archived gives its name way to what is new. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number++) {
    const free = `${name.slice(0, 44)}_${number}`;
    if (!taken.has(free)) return free;
  }
}

function withProperties(before: Body, next: Body): Body {
  const was: readonly Entry[] = Object.entries<Body>(before.properties ?? {});
  const is: readonly Entry[] = Object.entries<Body>(next.properties ?? {});
  const known = new Map(was.map((entry) => [fieldId(entry), entry[1]]));
  const kept = is.map(([name, property]): Entry => {
    const { 'x-field': field } = known.get(fieldId([name, property])) ?? {};
    return [name, { ...property, 'x-field': withList(field ?? {}, property['x-field'], 'options', 'value') }];
  });
  const own = was.filter(([, property]) => property['x-field'].system === undefined);
  const taken = new Set([...is, ...was].map(([name]) => name));
  const isNew = new Set(is.map(([name]) => name));
  const entries = reinserted<Entry>(own, kept, fieldId, ([name, property]) => {
    const free = isNew.has(name) ? freeName(name, taken) : name;
    taken.add(free);
    return [free, { ...property, 'x-field': archived(property['x-field']) }];
  });
  return { ...withConsents(before, next), properties: Object.fromEntries(entries) };
}

/** Consents that an object does not say any more are switched off, not unknown: their fields have rows. */
function withConsents({ 'x-object': before }: Body, next: Body): Body {
  const { 'x-object': head } = next;
  const isLeftOut = before.capabilities?.consent !== undefined && head.capabilities?.consent === undefined;
  return isLeftOut
    ? { ...next, 'x-object': { ...head, capabilities: { ...head.capabilities, consent: false } } }
    : next;
}

/** A document with the parts that it leaves out of the one before. */
function withParts({ kind, body: before }: Document, document: Document): Document {
  const { body } = document;
  if (kind === 'object') return { ...document, body: withProperties(before, body) };
  if (kind === 'pipeline') return { ...document, body: withList(before, body, 'stages', 'id') };
  if (kind === 'option-set') return { ...document, body: withList(before, body, 'options', 'value') };
  return document;
}

/** An object that is left out, under a name that is free. */
function archivedObject(document: Document, taken: ReadonlySet<string>): Document {
  const { body } = document;
  const key = taken.has(document.key) ? freeName(document.key, taken) : document.key;
  return { ...document, key, body: { ...body, 'x-object': { ...archived(body['x-object']), name: key } } };
}

/**
 * The next documents with everything that has rows and that they leave out: objects, fields, options and
 * stages stay, archived. So nobody loses data by leaving a line out, and a folder that never knew
 * them differs in nothing from what is published.
 */
export function keepArchived(before: Documents, next: Documents): Documents {
  const known = new Map([...before.values()].map((document) => [document.id, document]));
  const ids = new Set([...next.values()].map(({ id }) => id));
  const objects = [...next.values()].filter(({ kind }) => kind === 'object');
  const taken = new Set(objects.map(({ key }) => key));
  const left = [...before.values()].filter(({ kind, id }) => kind === 'object' && !ids.has(id));
  const kept = [...next.values()].map((document) => {
    const was = known.get(document.id);
    return was && was !== document && was.kind === document.kind ? withParts(was, document) : document;
  });
  const all = [...kept, ...left.map((document) => archivedObject(document, taken))];
  return toDocuments(all.sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1)));
}
