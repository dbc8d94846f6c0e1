import type { Labels } from '../../runtime-ui/api/types.ts';
import layoutSchema from '../../schemas/layout.schema.json' with { type: 'json' };
import { tabsOf } from '../draft/arrange.ts';
import type { Body, MetaDocument } from '../draft/documents.ts';
import { useTexts } from '../i18n/index.ts';
import { choice } from '../schema-form/choices.ts';
import { fromFormValues, isOffered, schemaForm, toFormValues, type Words } from '../schema-form/describe.ts';
import SchemaForm from '../schema-form/schema-form.tsx';
import { useSchemaContext } from '../schema-form/use-schema-context.ts';

const { sections, tabs, related, ...own } = layoutSchema.properties;

/** Words that the canvas itself arranges, or that are never changed. */
const ARRANGED: ReadonlySet<string> = new Set(['$schema', 'id', 'name', 'object', 'via', 'fields']);

const asked = (properties: object): Words =>
  Object.fromEntries(Object.entries(properties).filter(([word]) => !ARRANGED.has(word))) as Words;

/** What each part of a layout can be told, as the schema of layouts has it. */
const WORDS = {
  layout: asked(own),
  section: asked(sections.items.properties),
  tab: asked(tabs.items.properties),
  related: asked(related.items.properties),
} as const;

/** The words of one part of a layout: a form over its schema. What is said counts at once. */
export default function WordsForm(props: {
  part: keyof typeof WORDS;
  layout: MetaDocument;
  words: Body;
  onChange: (words: Body) => void;
}) {
  const { part, layout, words, onChange } = props;
  const { label } = useTexts();
  const context = {
    ...useSchemaContext(layout.body.object),
    own: { tab: tabsOf(layout).map(({ name, labels }) => choice(name, label(labels as Labels))) },
  };
  const offered = Object.fromEntries(
    Object.entries(WORDS[part]).filter(([word, schema]) => isOffered(word, schema, context, words)),
  );
  return (
    <SchemaForm
      description={schemaForm(
        offered,
        part === 'tab' || part === 'layout' ? ['labels'] : [],
        context,
        words,
        1,
      )}
      values={toFormValues(offered, words)}
      onChange={(values) => onChange({ ...words, ...fromFormValues(offered, values) })}
    />
  );
}
