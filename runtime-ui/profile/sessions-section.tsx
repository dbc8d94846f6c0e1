import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Tag } from 'antd';
import { endOtherSessions, endSession, type OwnSession, sessionsQuery } from '../api/profile.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import { deviceName } from './device-name.ts';

/** Where one is signed in, and the ways to end that. */
export function SessionsSection() {
  const { t } = useTexts();
  const client = useQueryClient();
  const { message } = App.useApp();
  const sayFailure = useSayFailure();
  const { data: sessions = [] } = useQuery(sessionsQuery);
  const end = async (ending: () => Promise<unknown>, said: string) => {
    try {
      await ending();
      void message.success(said);
    } catch (error) {
      sayFailure(error);
    }
    void client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  };
  return (
    <section aria-labelledby="profile-sessions">
      <h2 id="profile-sessions">{t('profile.sessions')}</h2>
      <p className="gx-soft">{t('profile.sessionsNote')}</p>
      <ul className="gx-sessions">
        {sessions.map((session) => (
          <SessionLine
            key={session.id}
            session={session}
            onEnd={() => void end(() => endSession(session.id), t('profile.endedOne'))}
          />
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button danger onClick={() => void end(endOtherSessions, t('profile.endedOthers'))}>
          {t('profile.endOthers')}
        </Button>
      )}
    </section>
  );
}

function SessionLine({ session, onEnd }: { session: OwnSession; onEnd: () => void }) {
  const { t } = useTexts();
  const { timeZone } = useLocality();
  const at = (moment: string) => formatMoment(moment, timeZone);
  const device = deviceName(session.userAgent) ?? t('profile.unknownDevice');
  return (
    <li>
      <div>
        <strong>{device}</strong> {session.isCurrent && <Tag>{t('profile.thisDevice')}</Tag>}
        <div className="gx-soft">
          {[session.address, t('profile.since', { at: at(session.createdAt) })].filter(Boolean).join(' · ')}
        </div>
        <div className="gx-soft">{t('profile.usedAt', { at: at(session.usedAt) })}</div>
      </div>
      {!session.isCurrent && (
        <Button aria-label={t('profile.endOneOf', { device })} onClick={onEnd}>
          {t('profile.endOne')}
        </Button>
      )}
    </li>
  );
}
