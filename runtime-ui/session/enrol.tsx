import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { meQuery } from '../api/queries.ts';
import { signOut } from '../api/session.ts';
import { useTexts } from '../i18n/index.ts';
import { useDocumentTitle } from '../shell/title.ts';
import { SessionCard } from './card.tsx';
import { SecondFactorSetup } from './second-factor-setup.tsx';

/** Where the workspace asks for a second factor, nobody gets further without one. */
export function Enrol() {
  const { t } = useTexts();
  const client = useQueryClient();
  useDocumentTitle(t('profile.secondFactorNeeded'));
  const again = () => void client.resetQueries({ queryKey: meQuery.queryKey });
  return (
    <SessionCard title={t('profile.secondFactorNeeded')} note={t('profile.secondFactorNeededNote')}>
      <SecondFactorSetup onDone={again} />
      <Button type="link" onClick={() => void signOut().finally(again)}>
        {t('shell.signOut')}
      </Button>
    </SessionCard>
  );
}
