import { Radio } from 'antd';
import { useId } from 'react';
import { CLASSIFICATIONS, type FieldDraft } from '../draft/field.ts';
import { useTexts } from '../i18n/index.ts';

/** How sensitive the values of a field are, and what follows from that. */
export function Sensitivity(props: {
  value: FieldDraft['classification'];
  onChange: (value: FieldDraft['classification']) => void;
}) {
  const { t } = useTexts();
  const id = useId();
  return (
    <fieldset className="gd-section">
      <legend id={id}>{t('field.classification')}</legend>
      <Radio.Group
        name={id}
        size="small"
        optionType="button"
        aria-labelledby={id}
        aria-describedby={`${id}-note`}
        value={props.value}
        options={CLASSIFICATIONS.map((one) => ({ value: one, label: t(`field.classifications.${one}`) }))}
        onChange={({ target }) => props.onChange(target.value)}
      />
      <p id={`${id}-note`} className="gx-soft gd-note">
        {t(`field.classificationNotes.${props.value}`)}
      </p>
    </fieldset>
  );
}
