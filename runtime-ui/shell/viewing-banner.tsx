import { EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { workspacePath } from '../api/request.ts';
import type { Me } from '../api/types.ts';
import { leaveView } from '../api/viewing.ts';
import { useTexts } from '../i18n/index.ts';
import './viewing-banner.css';

/** As whom one looks, on every page for as long as that lasts, and the way out. */
export function ViewingBanner({ user }: { user: Me['user'] }) {
  const { t } = useTexts();
  return (
    <section className="gx-viewing" aria-label={t('acting.viewing')}>
      <EyeOutlined aria-hidden="true" />
      <p role="status">
        <span>{t('acting.viewingAs', { name: user.name })}</span> <small>{t('acting.readOnly')}</small>
      </p>
      <Button size="small" onClick={() => leaveView(`${workspacePath}/o/user/${user.id}`)}>
        {t('acting.leave')}
      </Button>
    </section>
  );
}
