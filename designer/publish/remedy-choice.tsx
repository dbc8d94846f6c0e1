import { useQuery } from '@tanstack/react-query';
import { Radio } from 'antd';
import { useId } from 'react';
import { later } from '../../runtime-ui/shell/later.tsx';
import type { Remedies } from '../api/metadata.ts';
import { fieldTypesQuery } from '../api/queries.ts';
import type { Change } from '../api/types.ts';
import { objectDocument } from '../draft/documents.ts';
import { propertiesOf } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { type TextKey, useTexts } from '../i18n/index.ts';

const FillValue = later(() => import('./fill-value.tsx'));

/** What becomes of the records that are there already: the ways that a change offers, the first is taken unless one says otherwise. */
export function RemedyChoice(props: {
  change: Change;
  value: Remedies[string] | undefined;
  onChange: (remedy: Remedies[string] | undefined) => void;
}) {
  const { change, value, onChange } = props;
  const { t } = useTexts();
  const { documents } = useDraft();
  const types = useQuery(fieldTypesQuery);
  const id = useId();
  const { object = '', field = '', remedies = [] } = change;
  const document = objectDocument(documents, object);
  const property = document && propertiesOf(document.body)[field];
  const type = types.data?.find(({ name }) => name === property?.['x-field'].type);
  // a value can be typed where the type knows what a default looks like
  const offered = remedies.filter((name) => name !== 'fill' || type?.words.default);
  if (offered.length < 2) return null;
  return (
    <fieldset className="gd-remedies">
      <legend>{t('changes.remedy')}</legend>
      <Radio.Group
        name={id}
        value={value?.name ?? offered[0]}
        options={offered.map((name) => ({ value: name, label: t(`changes.remedies.${name}` as TextKey) }))}
        onChange={({ target }) => onChange(target.value === offered[0] ? undefined : { name: target.value })}
      />
      {value?.name === 'fill' && type && (
        <FillValue
          object={object}
          field={field}
          type={type}
          value={value.value}
          onChange={(next) => onChange({ name: 'fill', value: next })}
        />
      )}
    </fieldset>
  );
}
