import { useTexts } from '../i18n/index.ts';
import { State } from '../shell/states.tsx';
import { useDocumentTitle } from '../shell/title.ts';
import { useMe } from '../values/locality.ts';
import { KeysSection } from './keys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import '../session/sign-in.css';
import './profile.css';

/** `/profile`: how one signs in, and where one is signed in. */
export function Component() {
  const { t } = useTexts();
  const { user, viewedBy } = useMe();
  useDocumentTitle(t('profile.title'));
  if (viewedBy) return <State title={t('acting.notOwn')} note={t('acting.notOwnNote')} />;
  return (
    <div className="gx-profile">
      <h1>{t('profile.title')}</h1>
      <p className="gx-soft">{user.email}</p>
      <SessionsSection />
      <SecondFactorSection />
      <PasswordSection />
      {user.kind !== 'portal' && <KeysSection />}
    </div>
  );
}
