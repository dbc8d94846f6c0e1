import { StopOutlined } from '@ant-design/icons';
import { useTexts } from '../i18n/index.ts';

/** Beside an address of somebody who must not be contacted. */
export function NotContacted() {
  const { t } = useTexts();
  return (
    <span className="gx-not-contacted">
      <StopOutlined aria-hidden="true" /> {t('record.doNotContact')}
    </span>
  );
}
