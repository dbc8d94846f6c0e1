import { Alert, Button, Input, QRCode } from 'antd';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { beginSecondFactor, confirmSecondFactor } from '../api/profile.ts';
import { useTexts } from '../i18n/index.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import './sign-in.css';

type Step =
  | { readonly name: 'password' }
  | { readonly name: 'code'; readonly secret: string; readonly address: string }
  | { readonly name: 'codes'; readonly codes: readonly string[] };

/** Password, picture and code, recovery codes: in this order. */
export function SecondFactorSetup({ onDone }: { onDone: () => void }) {
  const { t } = useTexts();
  const [step, setStep] = useState<Step>({ name: 'password' });
  if (step.name === 'codes') return <RecoveryCodes codes={step.codes} onDone={onDone} />;
  if (step.name === 'password') {
    return (
      <OneField
        key="password"
        label={t('profile.confirmPassword')}
        isPassword
        onGiven={async (password) => setStep({ name: 'code', ...(await beginSecondFactor(password)) })}
      />
    );
  }
  return (
    <OneField
      key="code"
      label={t('profile.code')}
      onGiven={async (code) => setStep({ name: 'codes', codes: await confirmSecondFactor(code) })}
    >
      <p>{t('profile.scan')}</p>
      <div className="gx-qr">
        <QRCode type="svg" value={step.address} size={180} bordered={false} color="#000" bgColor="#fff" />
      </div>
      <div className="gx-soft">{t('profile.secret')}</div>
      <code className="gx-secret">{step.secret.match(/.{1,4}/g)?.join(' ')}</code>
    </OneField>
  );
}

/** One thing that is asked, with what is wrong with it. */
export function OneField(props: {
  label: string;
  isPassword?: boolean;
  children?: ReactNode;
  onGiven: (value: string) => Promise<void>;
}) {
  const { label, isPassword, children, onGiven } = props;
  const { t } = useTexts();
  const id = useId();
  const [value, setValue] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!value) return setRefusal(t('signIn.required'));
    setBusy(true);
    setRefusal(null);
    try {
      await onGiven(value);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  const shared = {
    id,
    value,
    size: 'large' as const,
    autoFocus: true,
    onChange: (event: { target: { value: string } }) => setValue(event.target.value),
  };
  return (
    <form className="gx-one-field" onSubmit={(event) => void submit(event)} noValidate>
      {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
      {children}
      <label htmlFor={id}>{label}</label>
      {isPassword ? (
        <Input.Password {...shared} name="password" autoComplete="current-password" />
      ) : (
        <Input {...shared} name="code" autoComplete="one-time-code" />
      )}
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {t('profile.continue')}
      </Button>
    </form>
  );
}
