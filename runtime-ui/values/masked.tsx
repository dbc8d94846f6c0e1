import { LockOutlined } from '@ant-design/icons';
import { useTexts } from '../i18n/index.ts';
import './values.css';

/** Says that a value is shown in part. `isBrief` shows the lock alone and tells the word. */
export function Masked({ isBrief = false }: { isBrief?: boolean }) {
  const { t } = useTexts();
  const word = t('form.masked');
  return (
    <span className="gx-masked" title={t('form.maskedNote')}>
      <LockOutlined aria-hidden="true" />
      <span className={isBrief ? 'gx-aloud' : undefined}>{word}</span>
    </span>
  );
}
