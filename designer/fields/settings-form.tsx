import type { Ref } from 'react';
import type { FormHandle } from '../../runtime-ui/form/record-form.tsx';
import type { FieldTypeInfo } from '../api/types.ts';
import type { FieldDraft } from '../draft/field.ts';
import SchemaForm from '../schema-form/schema-form.tsx';
import { useSchemaContext } from '../schema-form/use-schema-context.ts';
import { fromForm, settingsForm, toForm } from './settings-schema.ts';

/** Settings of a type, a form over the schema that the type states. */
export default function SettingsForm(props: {
  type: FieldTypeInfo;
  words: readonly string[];
  object: string;
  draft: FieldDraft;
  faults: Readonly<Record<string, readonly string[]>>;
  onChange: (change: (draft: FieldDraft) => FieldDraft) => void;
  onSubmit: () => void;
  handle?: Ref<FormHandle>;
}) {
  const { type, words, object, draft, faults, onChange, onSubmit, handle } = props;
  const description = settingsForm(type, words, draft, useSchemaContext(object));
  const refusals = Object.fromEntries(
    words.filter((word) => faults[word]).map((word) => [word, faults[word]!]),
  );
  return (
    <SchemaForm
      key={type.name}
      description={description}
      values={toForm(draft, type)}
      faults={refusals}
      onChange={(values) =>
        onChange((now) => fromForm(now, type, Object.fromEntries(words.map((word) => [word, values[word]]))))
      }
      onSubmit={onSubmit}
      handle={handle}
    />
  );
}
