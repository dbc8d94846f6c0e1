import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { removeSecondFactor, renewCodes, secondFactorQuery } from '../api/profile.ts';
import { useTexts } from '../i18n/index.ts';
import { RecoveryCodes } from '../session/recovery-codes.tsx';
import { OneField, SecondFactorSetup } from '../session/second-factor-setup.tsx';
import { formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';

type Doing =
  | { readonly name: 'nothing' | 'setUp' | 'renew' | 'remove' }
  | { readonly name: 'codes'; readonly codes: readonly string[] }
  | { readonly name: 'removeCode'; readonly password: string };

/** The second factor of whoever looks: off or on, and what can be done about it. */
export function SecondFactorSection() {
  const { t } = useTexts();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { timeZone } = useLocality();
  const { data } = useQuery(secondFactorQuery);
  const [doing, setDoing] = useState<Doing>({ name: 'nothing' });
  const done = () => {
    setDoing({ name: 'nothing' });
    void client.invalidateQueries({ queryKey: ['profile'] });
  };
  const since = data?.since;
  return (
    <section aria-labelledby="profile-second-factor">
      <h2 id="profile-second-factor">{t('profile.secondFactor')}</h2>
      <p className="gx-soft">
        {since
          ? t('profile.secondFactorOn', { at: formatMoment(since, timeZone), count: data.codesLeft })
          : t('profile.secondFactorOff')}
      </p>
      {doing.name === 'nothing' && data && (
        <div className="gx-profile-actions">
          {since ? (
            <>
              <Button onClick={() => setDoing({ name: 'renew' })}>{t('profile.renewCodes')}</Button>
              <Button danger onClick={() => setDoing({ name: 'remove' })}>
                {t('profile.remove')}
              </Button>
            </>
          ) : (
            <Button type="primary" onClick={() => setDoing({ name: 'setUp' })}>
              {t('profile.setUp')}
            </Button>
          )}
        </div>
      )}
      {doing.name === 'setUp' && <SecondFactorSetup onDone={done} />}
      {doing.name === 'codes' && <RecoveryCodes codes={doing.codes} onDone={done} />}
      {doing.name === 'renew' && (
        <OneField
          label={t('profile.confirmPassword')}
          isPassword
          onGiven={async (password) => setDoing({ name: 'codes', codes: await renewCodes(password) })}
        />
      )}
      {doing.name === 'remove' && (
        <OneField
          label={t('profile.confirmPassword')}
          isPassword
          onGiven={async (password) => setDoing({ name: 'removeCode', password })}
        />
      )}
      {doing.name === 'removeCode' && (
        <OneField
          key="code"
          label={t('profile.code')}
          onGiven={async (code) => {
            await removeSecondFactor(doing.password, code);
            void message.success(t('profile.removed'));
            done();
          }}
        />
      )}
    </section>
  );
}
