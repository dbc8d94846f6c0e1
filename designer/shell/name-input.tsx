import { Input } from 'antd';
import { useId } from 'react';
import { useTexts } from '../i18n/index.ts';
import { Faults } from './labels-input.tsx';

/** An API name: proposed from the labels until somebody types one. */
export function NameInput(props: {
  value: string;
  onChange: (name: string) => void;
  faults?: readonly string[];
  note?: string;
  isFixed?: boolean;
}) {
  const { value, onChange, faults = [], note, isFixed } = props;
  const { t } = useTexts();
  const id = useId();
  const isWrong = faults.length > 0;
  return (
    <div className="gx-field">
      <label htmlFor={id}>{t('field.apiName')}</label>
      <Input
        id={id}
        className="gd-code"
        value={value}
        maxLength={48}
        disabled={isFixed}
        autoComplete="off"
        spellCheck={false}
        status={isWrong ? 'error' : undefined}
        aria-invalid={isWrong || undefined}
        aria-describedby={`${id}-note ${id}-faults`}
        onChange={(event) => onChange(event.target.value)}
      />
      {note && (
        <div id={`${id}-note`} className="gx-field-help">
          {note}
        </div>
      )}
      <Faults id={`${id}-faults`} faults={faults} />
    </div>
  );
}
