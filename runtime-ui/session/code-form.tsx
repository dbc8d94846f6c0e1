import { Alert, Button, Checkbox, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { isProblem } from '../api/problem.ts';
import { signInByCode } from '../api/session.ts';
import { useTexts } from '../i18n/index.ts';
import { SessionCard } from './card.tsx';

/** The second step of a sign-in: a code of the app, or of the paper. */
export function CodeForm(props: { pending: string; onIn: () => void; onBack: () => void }) {
  const { pending, onIn, onBack } = props;
  const { t } = useTexts();
  const id = useId();
  const [code, setCode] = useState('');
  const [isRemembered, setRemembered] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!code.trim()) return setRefusal(t('signIn.required'));
    setBusy(true);
    setRefusal(null);
    try {
      await signInByCode(pending, code, isRemembered);
      onIn();
    } catch (error) {
      setBusy(false);
      if (isProblem(error, 0)) setRefusal(t('problem.network'));
      else setRefusal(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <SessionCard title={t('profile.askCode')} note={t('profile.askCodeNote')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
        <label htmlFor={`${id}-code`}>{t('profile.askCodeLabel')}</label>
        <Input
          id={`${id}-code`}
          name="code"
          value={code}
          onChange={(event) => setCode(event.target.value)}
          autoComplete="one-time-code"
          size="large"
          autoFocus
        />
        <Checkbox checked={isRemembered} onChange={(event) => setRemembered(event.target.checked)}>
          {t('profile.rememberDevice')}
        </Checkbox>
        <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
          {t('signIn.submit')}
        </Button>
        <Button type="link" onClick={onBack}>
          {t('profile.startOver')}
        </Button>
      </form>
    </SessionCard>
  );
}
