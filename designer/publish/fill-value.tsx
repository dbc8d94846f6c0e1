import { useMemo } from 'react';
import { RecordForm } from '../../runtime-ui/form/record-form.tsx';
import type { FieldTypeInfo } from '../api/types.ts';
import { readField } from '../draft/field.ts';
import { settingsForm } from '../fields/settings-schema.ts';
import { useTexts } from '../i18n/index.ts';
import { useSchemaContext } from '../schema-form/use-schema-context.ts';

/** The value that records without one get, typed as the field's own widget takes it. */
export default function FillValue(props: {
  object: string;
  field: string;
  type: FieldTypeInfo;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { object, field, type, value, onChange } = props;
  const { t } = useTexts();
  const context = useSchemaContext(object);
  const description = useMemo(() => {
    const draft = readField(context.documents, object, field, type);
    const form = settingsForm(type, ['default'], draft, context);
    const { default: schema } = form.schema.properties as Record<string, object>;
    return {
      ...form,
      schema: { ...form.schema, properties: { default: { ...schema, title: t('changes.fillValue') } } },
    };
  }, [context, object, field, type, t]);
  return (
    <RecordForm
      description={description}
      values={{ default: value }}
      onChange={(values) => onChange(values.default ?? undefined)}
      onSubmit={() => {}}
    />
  );
}
