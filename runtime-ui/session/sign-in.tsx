import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { isProblem } from '../api/problem.ts';
import { meQuery } from '../api/queries.ts';
import { fetchIsFirst, signIn } from '../api/session.ts';
import { useTexts } from '../i18n/index.ts';
import { useDocumentTitle } from '../shell/title.ts';
import { SessionCard } from './card.tsx';
import { CodeForm } from './code-form.tsx';
import { forgetCameBack, ProviderButton, readCameBack } from './provider.tsx';

const REFUSALS = {
  again: 'signIn.refusedAgain',
  provider: 'signIn.refusedProvider',
  unknown: 'signIn.refusedUnknown',
} as const;

/** A plain form with the names that password managers know. */
export function SignIn() {
  const { t } = useTexts();
  const client = useQueryClient();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [cameBack] = useState(readCameBack);
  useEffect(forgetCameBack, []);
  const [refusal, setRefusal] = useState<string | null>(
    cameBack.refused ? t(REFUSALS[cameBack.refused]) : null,
  );
  const [isBusy, setBusy] = useState(false);
  const [pending, setPending] = useState<string | null>(cameBack.pending ?? null);
  useDocumentTitle(t('signIn.title'));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const values = new FormData(form.current!);
    const email = String(values.get('email') ?? '').trim();
    const password = String(values.get('password') ?? '');
    const missing = !email ? 'email' : !password ? 'password' : null;
    if (missing) {
      setRefusal(t('signIn.required'));
      form.current?.querySelector<HTMLInputElement>(`[name=${missing}]`)?.focus();
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      const step = await signIn(email, password);
      if (step.next === 'code') {
        setBusy(false);
        return setPending(step.pending!);
      }
      await client.resetQueries({ queryKey: meQuery.queryKey });
    } catch (error) {
      setBusy(false);
      if (isProblem(error, 0)) setRefusal(t('problem.network'));
      else if (isProblem(error, 429)) setRefusal(t('signIn.tooMany'));
      else if (isProblem(error) && error.status < 500) setRefusal(t('signIn.wrong'));
      else setRefusal(t('problem.server'));
    }
  };

  if (pending !== null) {
    const enter = () => void client.resetQueries({ queryKey: meQuery.queryKey });
    return <CodeForm pending={pending} onIn={enter} onBack={() => setPending(null)} />;
  }
  return (
    <SessionCard title={t('signIn.title')} note={t('signIn.welcome')}>
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
        {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
        <label htmlFor={`${id}-email`}>{t('signIn.email')}</label>
        <Input id={`${id}-email`} name="email" type="email" autoComplete="username" size="large" autoFocus />
        <label htmlFor={`${id}-password`}>{t('signIn.password')}</label>
        <Input.Password id={`${id}-password`} name="password" autoComplete="current-password" size="large" />
        <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
          {t('signIn.submit')}
        </Button>
      </form>
      <ProviderButton onRefused={setRefusal} />
      <FirstHelp />
    </SessionCard>
  );
}

/** Where the first password is found, until somebody has used it. */
function FirstHelp() {
  const { t } = useTexts();
  const { data: isFirst } = useQuery({
    queryKey: ['first'],
    queryFn: ({ signal }) => fetchIsFirst(signal),
    staleTime: 0,
  });
  return isFirst ? <p className="gx-sign-in-help">{t('signIn.help')}</p> : null;
}
