import { useTexts } from '../i18n/index.ts';
import { Keys } from '../people/keys.tsx';
import '../i18n/users.ts';

/** One's own API keys. */
export function KeysSection() {
  const { t } = useTexts();
  return (
    <section aria-labelledby="profile-keys">
      <h2 id="profile-keys">{t('users.keys')}</h2>
      <p className="gx-soft">{t('users.keysNote')}</p>
      <Keys />
    </section>
  );
}
