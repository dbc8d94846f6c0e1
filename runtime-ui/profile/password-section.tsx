import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { changePassword, sessionsQuery } from '../api/profile.ts';
import { useTexts } from '../i18n/index.ts';
import { useMe } from '../values/locality.ts';

/** A new password for the old one. */
export function PasswordSection() {
  const { t } = useTexts();
  const { user } = useMe();
  const id = useId();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!current || !next) return setRefusal(t('signIn.required'));
    setBusy(true);
    setRefusal(null);
    try {
      await changePassword(current, next);
      setCurrent('');
      setNext('');
      void message.success(t('profile.passwordChanged'));
      void client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <section aria-labelledby="profile-password">
      <h2 id="profile-password">{t('profile.password')}</h2>
      <p className="gx-soft">{t('profile.passwordNote')}</p>
      <form className="gx-one-field" onSubmit={(event) => void submit(event)} noValidate>
        {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
        <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
        <label htmlFor={`${id}-current`}>{t('profile.currentPassword')}</label>
        <Input.Password
          id={`${id}-current`}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <label htmlFor={`${id}-new`}>{t('profile.newPassword')}</label>
        <Input.Password
          id={`${id}-new`}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.target.value)}
          aria-describedby={`${id}-hint`}
        />
        <div id={`${id}-hint`} className="gx-soft">
          {t('profile.passwordHint')}
        </div>
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {t('profile.changePassword')}
        </Button>
      </form>
    </section>
  );
}
