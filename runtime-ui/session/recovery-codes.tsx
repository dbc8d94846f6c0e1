import { App, Button } from 'antd';
import './sign-in.css';
import { useTexts } from '../i18n/index.ts';

/** Shown once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const copy = async () => {
    await navigator.clipboard?.writeText(codes.join('\n'));
    void message.success(t('profile.codesCopied'));
  };
  return (
    <div className="gx-one-field">
      <h3>{t('profile.codesTitle')}</h3>
      <p>{t('profile.codesNote')}</p>
      <ul className="gx-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="gx-profile-actions">
        <Button onClick={() => void copy()}>{t('profile.codesCopy')}</Button>
        <Button type="primary" onClick={onDone}>
          {t('profile.codesKept')}
        </Button>
      </div>
    </div>
  );
}
