import type { FormDescription } from '../../runtime-ui/api/types.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import type { Documents } from '../draft/documents.ts';
import type { FieldDraft } from '../draft/field.ts';
import type { OptionBody } from '../draft/object.ts';
import { choice, type SchemaContext } from '../schema-form/choices.ts';
import { fromFormValues, isOffered, schemaForm, toFormValues, type Words } from '../schema-form/describe.ts';

type Values = Readonly<Record<string, unknown>>;

/** The options of a draft: its own, or those of the set that it names. */
export function optionsOf(draft: FieldDraft, documents: Documents): readonly OptionBody[] {
  const set = documents.get(`option-set/${draft.settings.optionSet}`);
  return set ? (set.body.options ?? []) : draft.options;
}

/** What the settings of a field may name besides what there is anyway: its own options. */
function contextOf(type: FieldTypeInfo, draft: FieldDraft, context: SchemaContext): SchemaContext {
  const option = optionsOf(draft, context.documents)
    .filter(({ archived }) => !archived)
    .map(({ value, labels, color }) => ({
      ...choice(value, context.label(labels)),
      ...(color && { color }),
    }));
  return {
    ...context,
    own: { option },
    value: { type: type.name, widget: type.bareWidget ?? type.widget, scale: draft.settings.scale },
  };
}

const wordsOf = (type: FieldTypeInfo): Words => ({ ...type.settings.properties, ...type.words });

/** What a type can be told: what it needs, and what it may have. Options have an editor of their own. */
export function settingsOf(type: FieldTypeInfo, draft: FieldDraft, given: SchemaContext) {
  const context = contextOf(type, draft, given);
  const words = Object.entries(wordsOf(type))
    .filter(([word, schema]) => word !== 'options' && isOffered(word, schema, context, draft.settings))
    .map(([word]) => word);
  const required = new Set([...(type.settings.required ?? []), ...(type.settings.asked ?? [])]);
  return {
    required: words.filter((word) => required.has(word)),
    optional: words.filter((word) => !required.has(word)),
  };
}

/** The form of some settings of a type, as rjsf takes it. */
export function settingsForm(
  type: FieldTypeInfo,
  words: readonly string[],
  draft: FieldDraft,
  given: SchemaContext,
): FormDescription {
  const all = wordsOf(type);
  const asked = Object.fromEntries(words.map((word) => [word, all[word]!]));
  const context = contextOf(type, draft, given);
  return schemaForm(asked, type.settings.required ?? [], context, { ...draft.settings, ...draft.words });
}

/** The values of a draft's settings as the form holds them. */
export const toForm = (draft: FieldDraft, type: FieldTypeInfo): Values =>
  toFormValues(wordsOf(type), { ...draft.settings, ...draft.words });

/** The draft with the values that a form of settings holds. */
export function fromForm(draft: FieldDraft, type: FieldTypeInfo, given: Values): FieldDraft {
  const values = Object.entries(fromFormValues(wordsOf(type), given));
  const words = values.filter(([word]) => word in type.words);
  const settings = values.filter(([word]) => !(word in type.words));
  return {
    ...draft,
    settings: { ...draft.settings, ...Object.fromEntries(settings) },
    words: { ...draft.words, ...Object.fromEntries(words) },
  };
}
