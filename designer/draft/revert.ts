import type { Change } from '../api/types.ts';
import {
  type Body,
  type Documents,
  type MetaDocument,
  objectDocument,
  withBody,
  withDocument,
  withoutDocument,
} from './documents.ts';
import { removeObject } from './new-object.ts';
import { type OptionBody, type Property, propertiesOf, requiredOf, withProperties } from './object.ts';
import { removeField } from './remove-field.ts';
import { renameField } from './rename-field.ts';

/** What a change of the plan is about, as far as taking it back needs it. */
export type Reverted = Pick<Change, 'document' | 'object' | 'field' | 'option' | 'rule' | 'words'>;

/** An object with a member as another one has it; absent there, it is left out. */
function withMember<T extends object>(now: T, before: object | undefined, name: string): T {
  const { [name]: _, ...others } = now as Record<string, unknown>;
  const value = (before as Record<string, unknown> | undefined)?.[name];
  return (value === undefined ? others : { ...now, [name]: value }) as T;
}

/** Members in the order that they had, new ones behind. */
function inOrder<T>(now: readonly T[], before: readonly T[], keyOf: (member: T) => unknown): readonly T[] {
  const places = new Map(before.map((member, place) => [keyOf(member), place]));
  const placeOf = (member: T): number => places.get(keyOf(member)) ?? before.length;
  return now.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** A member put in at the place that it had. */
function insertedAt<T>(list: readonly T[], member: T, place: number): readonly T[] {
  return list.toSpliced(Math.min(Math.max(place, 0), list.length), 0, member);
}

/** One option as it was: its words, its archiving, or whether it is there at all. */
function restoreOption(
  now: readonly OptionBody[],
  before: readonly OptionBody[],
  value: string,
  words: readonly string[] | undefined,
): readonly OptionBody[] {
  const was = before.find((option) => option.value === value);
  const is = now.find((option) => option.value === value);
  if (!was) return now.filter((option) => option.value !== value);
  if (!is) return insertedAt(now, was, before.indexOf(was));
  const restored = (words ?? ['archived']).reduce((option, word) => withMember(option, was, word), is);
  return now.map((option) => (option === is ? restored : option));
}

/** A property with one of its words as it was, wherever that stands. */
function restoreWord(now: Property, before: Property, word: string): Property {
  const [field, was] = [now['x-field'], before['x-field']];
  if (word === 'options') {
    const options = inOrder(field.options ?? [], was.options ?? [], ({ value }) => value);
    return { ...now, 'x-field': { ...field, options } };
  }
  if (word in now || word in before) return withMember(now, before, word);
  return { ...now, 'x-field': withMember(field, was, word) };
}

function restoreProperty(now: Property, before: Property, { option, words }: Reverted): Property {
  if (option === undefined)
    return (words ?? ['archived']).reduce((property, word) => restoreWord(property, before, word), now);
  const [field, was] = [now['x-field'], before['x-field']];
  const options = restoreOption(field.options ?? [], was.options ?? [], option, words);
  return { ...now, 'x-field': { ...field, options } };
}

const idOf = (property: Property | undefined): string | undefined => property?.['x-field'].id;

/** The name of the field that is the same one in a document. */
const nameIn = ({ body }: MetaDocument, id: string | undefined): string | undefined =>
  Object.entries(propertiesOf(body)).find(([, property]) => id !== undefined && idOf(property) === id)?.[0];

/** Whether a field is required, as it was. */
function restoredRequired(now: MetaDocument, before: MetaDocument, name: string, oldName: string) {
  const others = requiredOf(now.body).filter((one) => one !== name);
  if (!requiredOf(before.body).includes(oldName)) return others;
  return insertedAt(others, name, requiredOf(before.body).indexOf(oldName));
}

function revertField(documents: Documents, published: Documents, object: string, reverted: Reverted) {
  const field = reverted.field!;
  const before = objectDocument(published, object);
  const now = objectDocument(documents, object);
  if (!before || !now) return documents;
  const property = propertiesOf(now.body)[field];
  const oldName = property ? nameIn(before, idOf(property)) : field;
  if (oldName === undefined) return removeField(documents, object, field);
  const old = propertiesOf(before.body)[oldName];
  if (!old) return documents;
  if (!property) return withEntry(documents, now, before, oldName, old);
  if (reverted.words?.includes('name')) return renameField(documents, { object, from: field, to: oldName });
  const words = reverted.words?.filter((word) => word !== 'required');
  const restored = restoreProperty(property, old, { ...reverted, words });
  const required = reverted.words?.includes('required')
    ? restoredRequired(now, before, field, oldName)
    : requiredOf(now.body);
  const properties = { ...propertiesOf(now.body), [field]: restored };
  return withBody(documents, now, withProperties(now.body, properties, required));
}

/** A field that the draft left out, back at its place. */
function withEntry(
  documents: Documents,
  now: MetaDocument,
  before: MetaDocument,
  name: string,
  old: Property,
) {
  const place = Object.keys(propertiesOf(before.body)).indexOf(name);
  const entries = insertedAt(
    Object.entries(propertiesOf(now.body)),
    [name, old] as [string, Property],
    place,
  );
  const required = restoredRequired(now, before, name, name);
  return withBody(documents, now, withProperties(now.body, Object.fromEntries(entries), required));
}

/** An object's own words as they were; its fields stay as drafted, but for their order. */
function revertHead(documents: Documents, before: MetaDocument, now: MetaDocument, { words }: Reverted) {
  const head: Body = (words ?? ['archived'])
    .filter((word) => word !== 'fields' && word !== 'rules')
    .reduce((one, word) => withMember(one, before.body['x-object'], word), now.body['x-object']);
  const body = words?.includes('rules')
    ? withRules(
        now.body,
        inOrder(rulesOf(now.body), rulesOf(before.body), ({ id }) => id),
      )
    : now.body;
  const next = withBody(documents, now, { ...body, 'x-object': head });
  if (!words?.includes('fields')) return next;
  const [was, is] = [before, now].map(({ body }) => Object.entries(propertiesOf(body)));
  const entries = inOrder(is!, was!, ([name, property]) => idOf(property) ?? name);
  const document = objectDocument(next, now.key)!;
  return withBody(next, document, withProperties(document.body, Object.fromEntries(entries)));
}

const rulesOf = (body: Body): readonly Body[] => body['x-rules'] ?? [];

function withRules({ 'x-rules': _, ...body }: Body, rules: readonly Body[]): Body {
  return rules.length > 0 ? { ...body, 'x-rules': rules } : body;
}

/** One rule as it was, or whether it is there at all. */
function revertRule(documents: Documents, before: MetaDocument, now: MetaDocument, rule: string) {
  const [was, is] = [rulesOf(before.body), rulesOf(now.body)];
  const [old, at] = [was.find(({ id }) => id === rule), is.findIndex(({ id }) => id === rule)];
  if (!old)
    return withBody(
      documents,
      now,
      withRules(
        now.body,
        is.filter(({ id }) => id !== rule),
      ),
    );
  const rules = at < 0 ? insertedAt(is, old, was.indexOf(old)) : is.with(at, old);
  return withBody(documents, now, withRules(now.body, rules));
}

/** The draft without one change of the plan; what else it changes stays. */
export function revertChange(documents: Documents, published: Documents, reverted: Reverted): Documents {
  const { document: address, field } = reverted;
  const before = published.get(address);
  const now = documents.get(address);
  if (field && now?.kind === 'object') return revertField(documents, published, now.key, reverted);
  if (before && now?.kind === 'object' && reverted.rule !== undefined)
    return revertRule(documents, before, now, reverted.rule);
  if (before && now?.kind === 'object') return revertHead(documents, before, now, reverted);
  if (before) return withDocument(documents, before);
  return now?.kind === 'object' ? removeObject(documents, now.key) : withoutDocument(documents, address);
}
