import { App, Button, Input } from 'antd';
import { useId } from 'react';
import { useTexts } from '../i18n/index.ts';
import '../session/sign-in.css';

/** A secret that nobody sees again: a link, a key. */
export function ShownOnce(props: { label: string; value: string; note: string; copy: string }) {
  const { label, value, note, copy } = props;
  const { t } = useTexts();
  const { message } = App.useApp();
  const id = useId();
  const take = async () => {
    await navigator.clipboard?.writeText(value);
    void message.success(t('profile.copied'));
  };
  return (
    <div className="gx-one-field" role="status">
      <label htmlFor={id}>{label}</label>
      <Input id={id} readOnly value={value} onFocus={(event) => event.target.select()} />
      <div className="gx-soft">{note}</div>
      <Button onClick={() => void take()}>{copy}</Button>
    </div>
  );
}
