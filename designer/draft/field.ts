import type { Labels } from '../../runtime-ui/api/types.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import {
  addressOf,
  cleanLabels,
  type Documents,
  type MetaDocument,
  objectDocument,
  ofKind,
  under,
  withBody,
  withoutBlanks,
} from './documents.ts';
import { newId } from './ids.ts';
import {
  fieldsOf,
  type OptionBody,
  type Property,
  propertiesOf,
  requiredOf,
  withProperties,
} from './object.ts';
import { defaultSection, hasColumn, sectionOf, withColumn, withSection } from './places.ts';
import { canRead, fieldRight, presetRight, type Right, withRight } from './rights.ts';

export const CLASSIFICATIONS = ['none', 'personal', 'sensitive'] as const;

/** Everything that the panel of a field asks, whichever documents it stands in. */
export interface FieldDraft {
  readonly name: string;
  readonly type: string;
  readonly labels: Labels;
  readonly help: Labels;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly isSearched: boolean;
  readonly classification: (typeof CLASSIFICATIONS)[number];
  readonly options: readonly OptionBody[];
  /** the type's own words of `x-field`, options apart */
  readonly settings: Readonly<Record<string, unknown>>;
  /** JSON Schema's words beside `x-field` */
  readonly words: Readonly<Record<string, unknown>>;
  /** by layout: the section that shows it, null for none */
  readonly sections: Readonly<Record<string, string | null>>;
  /** by view: whether it is a column */
  readonly columns: Readonly<Record<string, boolean>>;
  /** by role that reads the object */
  readonly rights: Readonly<Record<string, Right>>;
}

const byAddress = <T>(documents: readonly MetaDocument[], value: (document: MetaDocument) => T) =>
  Object.fromEntries(documents.map((document) => [addressOf(document), value(document)]));

const rolesThatRead = (documents: Documents, object: string): readonly MetaDocument[] =>
  ofKind(documents, 'role').filter((role) => canRead(role, object));

/** Members of `given` that a type has words for. */
const wordsIn = (given: Readonly<Record<string, unknown>>, words: object) =>
  Object.fromEntries(Object.entries(given).filter(([word]) => word in words && word !== 'options'));

/** How sensitive values of a type are where nothing is said of a field. */
const classificationBy = ({ classification, isPersonal }: FieldTypeInfo): FieldDraft['classification'] =>
  classification ?? (isPersonal ? 'personal' : 'none');

/** A field to begin with: on every form's section for new fields, in no list, with the rights that roles have over the rest. */
export const blankField = (documents: Documents, object: string, type: FieldTypeInfo): FieldDraft => ({
  name: '',
  type: type.name,
  labels: {},
  help: {},
  isRequired: false,
  isUnique: false,
  isSearched: false,
  classification: classificationBy(type),
  options: [],
  settings: {},
  words: {},
  sections: byAddress(under(documents, 'layout', object), defaultSection),
  columns: byAddress(under(documents, 'view', object), () => false),
  rights: byAddress(rolesThatRead(documents, object), (role) => presetRight(role, object)),
});

/** Whether the search box of a list can look into values of a type. */
export const isSearchable = ({ kind, isRelation }: FieldTypeInfo): boolean =>
  kind === 'string' && !isRelation;

/** Whether roles can see values of a type masked. */
export const canMask = ({ settings }: FieldTypeInfo): boolean => 'mask' in settings.properties;

/** How much a field counts in searching that was not weighed by hand. */
const SEARCH_WEIGHT = 'C';

/** Whether an object can have one more field of a type: stages come from a pipeline, and a record is in one at a time. */
export function mayHave(
  documents: Documents,
  object: MetaDocument,
  type: FieldTypeInfo,
  types: readonly FieldTypeInfo[],
): boolean {
  if (!type.hasStages) return true;
  const staged = new Set(types.filter(({ hasStages }) => hasStages).map(({ name }) => name));
  return (
    under(documents, 'pipeline', object.key).length > 0 &&
    !fieldsOf(object).some((field) => staged.has(field.type))
  );
}

/** The same answers for another type: its settings begin anew, options stay where it has options too. */
export const withType = (draft: FieldDraft, type: FieldTypeInfo): FieldDraft => ({
  ...draft,
  type: type.name,
  settings: wordsIn(draft.settings, type.settings.properties),
  words: {},
  options: type.hasOptions ? draft.options : [],
  isUnique: draft.isUnique && type.unique === true,
  classification: draft.classification === 'none' ? classificationBy(type) : draft.classification,
  isSearched: draft.isSearched && isSearchable(type),
});

/** A field of the documents as its panel shows it. */
export function readField(
  documents: Documents,
  object: string,
  name: string,
  type: FieldTypeInfo,
): FieldDraft {
  const body = objectDocument(documents, object)!.body;
  const { 'x-field': field, ...words } = propertiesOf(body)[name]!;
  return {
    name,
    type: field.type,
    labels: field.labels,
    help: field.help ?? {},
    isRequired: requiredOf(body).includes(name),
    isUnique: field.unique === true,
    isSearched: field.search !== undefined,
    classification: (field.classification ?? classificationBy(type)) as FieldDraft['classification'],
    options: field.options ?? [],
    settings: wordsIn(field, type.settings.properties),
    words: wordsIn(words, type.words),
    sections: byAddress(under(documents, 'layout', object), (layout) => sectionOf(layout, name)),
    columns: byAddress(under(documents, 'view', object), (view) => hasColumn(view, name)),
    rights: byAddress(rolesThatRead(documents, object), (role) => fieldRight(role, object, name)),
  };
}

/** The members of `next` in the order of `before`, new ones behind: what is not changed reads as it did. */
const inOrderOf = <T extends object>(before: object | undefined, next: T): T =>
  Object.fromEntries(
    [...new Set([...Object.keys(before ?? {}), ...Object.keys(next)])]
      .filter((name) => name in next)
      .map((name) => [name, next[name as keyof T]]),
  ) as T;

/** The property of a draft; what the panel does not ask about stays as it was. */
function propertyOf(draft: FieldDraft, type: FieldTypeInfo, old: Property | undefined): Property {
  const { 'x-field': oldField, ...oldWords } = old ?? { 'x-field': undefined };
  const asked = new Set([
    ...['help', 'unique', 'search', 'classification', 'options'],
    ...Object.keys(type.settings.properties),
  ]);
  const kept = Object.entries(oldField ?? { id: newId('fld') });
  const field = {
    ...Object.fromEntries(kept.filter(([word]) => !asked.has(word))),
    type: draft.type,
    labels: cleanLabels(draft.labels),
    ...withoutBlanks({ help: cleanLabels(draft.help), unique: draft.isUnique }),
    ...(draft.isSearched && { search: oldField?.search ?? SEARCH_WEIGHT }),
    ...(draft.classification !== classificationBy(type) && { classification: draft.classification }),
    ...withoutBlanks(draft.settings),
    ...(draft.options.length > 0 && { options: draft.options }),
  };
  return inOrderOf(old, {
    'x-field': inOrderOf(oldField, field),
    ...Object.fromEntries(Object.entries(oldWords).filter(([word]) => !(word in type.words))),
    ...Object.fromEntries(Object.entries(draft.words).filter(([, value]) => !isBlank(value))),
  });
}

/** A default of `false` says something, so only what is absent is blank. */
const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

function writeProperty(object: MetaDocument, draft: FieldDraft, type: FieldTypeInfo) {
  const { body } = object;
  const properties = {
    ...propertiesOf(body),
    [draft.name]: propertyOf(draft, type, propertiesOf(body)[draft.name]),
  };
  const others = requiredOf(body);
  const required = !draft.isRequired
    ? others.filter((name) => name !== draft.name)
    : others.includes(draft.name)
      ? others
      : [...others, draft.name];
  return withProperties(body, properties, required);
}

/** Writes a field into its object, the layouts and views that show it and the roles that see it. */
export function writeField(
  documents: Documents,
  object: string,
  draft: FieldDraft,
  type: FieldTypeInfo,
): Documents {
  const document = objectDocument(documents, object)!;
  let next = withBody(documents, document, writeProperty(document, draft, type));
  const each = <T>(
    values: Readonly<Record<string, T>>,
    write: (at: MetaDocument, value: T) => MetaDocument['body'],
  ) => {
    for (const [address, value] of Object.entries(values)) {
      const at = next.get(address);
      if (at) next = withBody(next, at, write(at, value));
    }
  };
  each(draft.sections, (layout, section) => withSection(layout, draft.name, section));
  each(draft.columns, (view, isShown) => withColumn(view, draft.name, isShown));
  each(draft.rights, (role, right) => withRight(role, object, draft.name, right));
  return next;
}

/** Archives a field (its values are kept, nobody sees it) or takes it back. */
export function archiveField(
  documents: Documents,
  object: string,
  name: string,
  isArchived: boolean,
): Documents {
  const document = objectDocument(documents, object)!;
  const properties = propertiesOf(document.body);
  const { archived: _, ...field } = properties[name]!['x-field'];
  const property = {
    ...properties[name],
    'x-field': isArchived ? { ...field, archived: true } : field,
  } as Property;
  return withBody(documents, document, withProperties(document.body, { ...properties, [name]: property }));
}

/** Moves a field before or behind its neighbour: the order of forms and lists that state none. */
export function moveField(documents: Documents, object: string, name: string, by: -1 | 1): Documents {
  const document = objectDocument(documents, object)!;
  const entries = Object.entries(propertiesOf(document.body));
  const from = entries.findIndex(([at]) => at === name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= entries.length) return documents;
  [entries[from], entries[to]] = [entries[to]!, entries[from]!];
  return withBody(documents, document, withProperties(document.body, Object.fromEntries(entries)));
}
