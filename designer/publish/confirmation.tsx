import { Input } from 'antd';
import { useId } from 'react';
import { useTexts } from '../i18n/index.ts';

/** What takes something away is confirmed by typing the name of the object that it is taken from. */
export function Confirmation(props: {
  names: readonly string[];
  typed: Readonly<Record<string, string>>;
  onType: (typed: Readonly<Record<string, string>>) => void;
}) {
  const { names, typed, onType } = props;
  const { t } = useTexts();
  const id = useId();
  return names.map((name) => (
    <div key={name} className="gx-field gd-confirm">
      <label htmlFor={`${id}-${name}`}>{t('changes.confirm', { name })}</label>
      <Input
        id={`${id}-${name}`}
        className="gd-code"
        autoComplete="off"
        spellCheck={false}
        value={typed[name] ?? ''}
        onChange={(event) => onType({ ...typed, [name]: event.target.value })}
      />
    </div>
  ));
}
