import { useMemo } from 'react';
import { RecordForm } from '../../runtime-ui/form/record-form.tsx';
import { useLocality } from '../../runtime-ui/values/locality.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import { readField } from '../draft/field.ts';
import { useDraft } from '../draft/store.tsx';
import { settingsForm } from '../fields/settings-schema.ts';
import { useTexts } from '../i18n/index.ts';

/** The value that records without one get, typed as the field's own widget takes it. */
export default function FillValue(props: {
  object: string;
  field: string;
  type: FieldTypeInfo;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { object, field, type, value, onChange } = props;
  const { t, label } = useTexts();
  const { documents } = useDraft();
  const { currency } = useLocality();
  const description = useMemo(() => {
    const draft = readField(documents, object, field, type);
    const form = settingsForm(type, ['default'], draft, { documents, object, currency, t, label });
    const { default: schema } = form.schema.properties as Record<string, object>;
    return {
      ...form,
      schema: { ...form.schema, properties: { default: { ...schema, title: t('changes.fillValue') } } },
    };
  }, [documents, object, field, type, currency, t, label]);
  return (
    <RecordForm
      description={description}
      values={{ default: value }}
      onChange={(values) => onChange(values.default ?? undefined)}
      onSubmit={() => {}}
    />
  );
}
