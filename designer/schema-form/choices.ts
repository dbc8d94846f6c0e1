import type { Labels } from '../../runtime-ui/api/types.ts';
import type { WidgetOption } from '../../runtime-ui/form/widget.ts';
import type { Language } from '../../runtime-ui/i18n/index.ts';
import type { SettingSchema } from '../api/types.ts';
import { type Body, type Documents, ofKind, under } from '../draft/documents.ts';
import { factsOf, propertiesOf, systemFields } from '../draft/object.ts';
import type { TextKey, Translate } from '../i18n/index.ts';

/** What words of a document may refer to, and the language they are shown in. */
export interface SchemaContext {
  readonly documents: Documents;
  readonly object: string;
  readonly currency: string;
  /** of labels, the one that is spoken here first */
  readonly languages: readonly Language[];
  readonly t: Translate;
  readonly label: (labels: Labels | undefined) => string;
  /** what only the document itself knows: its options, its tabs */
  readonly own?: Readonly<Partial<Record<'option' | 'tab', readonly WidgetOption[]>>>;
  /** how values of the field are typed that the words are about */
  readonly value?: { readonly type: string; readonly widget: string; readonly scale: unknown };
  /** what values of a type are in expressions; nothing of those that the engine works out */
  readonly kindOf: (type: string) => string | undefined;
  /** the object of whose records a type holds one without being told */
  readonly pointsAt: (type: string) => string | undefined;
}

export const choice = (value: string, label: string): WidgetOption => ({ value, label: label || value });

interface NamedField {
  readonly name: string;
  readonly label: string;
  readonly target: string | undefined;
}

/** The fields of an object in use, those that every object has behind them. */
function fieldsIn({ documents, t, label, pointsAt }: SchemaContext, object: string): readonly NamedField[] {
  const document = documents.get(`object/${object}`);
  if (!document) return [];
  const properties = Object.entries(propertiesOf(document.body));
  const own = properties
    .filter(([, { 'x-field': field }]) => field.archived !== true && field.system === undefined)
    .map(([name, { 'x-field': field }]) => ({
      name,
      label: label(field.labels),
      // any number of records are no way back to one
      target: field.manyToMany === true ? undefined : (field.target ?? pointsAt(field.type)),
    }));
  const relabelled = new Map(properties.map(([name, property]) => [name, property['x-field'].labels]));
  const system = systemFields(document).map(({ name, target }) => ({
    name,
    label: label(relabelled.get(name)) || t(`systemFields.${name}` as TextKey),
    target,
  }));
  return [...own, ...system];
}

/** Fields of an object by API name; of its relations those that point at `target`. */
const fieldChoices = (context: SchemaContext, object: string, target?: string): readonly WidgetOption[] =>
  fieldsIn(context, object)
    .filter((field) => target === undefined || field.target === target)
    .map(({ name, label }) => choice(name, label));

/** Fields of an object and, a step further, those of what it points at. */
const pathChoices = (context: SchemaContext, object: string): readonly WidgetOption[] =>
  fieldsIn(context, object).flatMap((field) => [
    choice(field.name, field.label),
    ...(field.target === undefined ? [] : fieldsIn(context, field.target)).map(({ name, label }) =>
      choice(`${field.name}.${name}`, `${field.label || field.name} › ${label || name}`),
    ),
  ]);

const sortChoices = (context: SchemaContext, object: string): readonly WidgetOption[] =>
  fieldChoices(context, object).flatMap(({ value, label }) => [
    choice(value, `${label} ↑`),
    choice(`-${value}`, `${label} ↓`),
  ]);

/** What a name may be, by the kind of thing that it names. */
type Choosing = (
  context: SchemaContext,
  around: Readonly<Record<string, unknown>>,
  word: string,
) => readonly WidgetOption[];

const objectOf = (context: SchemaContext, around: Readonly<Record<string, unknown>>): string =>
  String(around.object ?? context.object);

/** Words that name a relation which points at the object the words are about. */
const LEADS_HERE: ReadonlySet<string> = new Set(['via', 'throughFrom']);

const REFERENCES: Readonly<Record<string, Choosing>> = {
  object: ({ documents, label }) =>
    ofKind(documents, 'object')
      .filter((document) => !factsOf(document).isArchived)
      .map((document) => choice(document.key, label(factsOf(document).labels))),
  'option-set': ({ documents, label }) =>
    ofKind(documents, 'option-set').map(({ key, body }) => choice(key, label(body.labels))),
  role: ({ documents, label }) =>
    ofKind(documents, 'role').map(({ key, body }) => choice(key, label(body.labels))),
  stage: ({ documents, object, label }) =>
    (under(documents, 'pipeline', object)[0]?.body.stages ?? []).map((stage: Body) =>
      choice(stage.name, label(stage.labels)),
    ),
  // of relations those count that point at the object the words are about
  field: (context, around, word) =>
    fieldChoices(context, objectOf(context, around), LEADS_HERE.has(word) ? context.object : undefined),
  path: (context, around) => pathChoices(context, objectOf(context, around)),
  sort: (context, around) => sortChoices(context, objectOf(context, around)),
  option: ({ own }) => own?.option ?? [],
  tab: ({ own }) => own?.tab ?? [],
};

/** What a word may be, when it names something or is one of several; `around` are the words beside it. */
export function choicesOf(
  word: string,
  schema: SettingSchema,
  context: SchemaContext,
  around: Readonly<Record<string, unknown>>,
): readonly WidgetOption[] | undefined {
  const named = schema['x-ref'] ?? (schema.items as SettingSchema | undefined)?.['x-ref'];
  const choosing = named === undefined ? undefined : REFERENCES[named];
  // what is named may stand in the object that another word names
  const place = schema['x-in'];
  const inside = typeof place === 'string' ? { ...around, object: around[place] ?? '' } : around;
  if (choosing) return choosing(context, inside, word);
  // a list of what is not counted up may name some that people take most
  const some = (schema.items as SettingSchema | undefined)?.['x-values'];
  if (some) return Object.entries(some).map(([value, labels]) => choice(value, context.label(labels)));
  const values = schema.enum as readonly (string | number)[] | undefined;
  return values?.map((value) =>
    choice(
      String(value),
      context.label(schema['x-values']?.[value]) || context.t(`field.settingValue.${value}` as TextKey),
    ),
  );
}
