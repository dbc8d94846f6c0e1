import type { Ref } from 'react';
import { type FormHandle, RecordForm } from '../../runtime-ui/form/record-form.tsx';
import { useLocality } from '../../runtime-ui/values/locality.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import type { FieldDraft } from '../draft/field.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
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
  const { t, label } = useTexts();
  const { documents } = useDraft();
  const { currency } = useLocality();
  const description = settingsForm(type, words, draft, { documents, object, currency, t, label });
  const refusals = Object.fromEntries(
    words.filter((word) => faults[word]).map((word) => [word, faults[word]!]),
  );
  return (
    <RecordForm
      key={type.name}
      description={description}
      values={toForm(draft, type)}
      refusals={refusals}
      onChange={(values) =>
        onChange((now) => fromForm(now, type, Object.fromEntries(words.map((word) => [word, values[word]]))))
      }
      onSubmit={onSubmit}
      handle={handle}
    />
  );
}
