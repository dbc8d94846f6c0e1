import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal, Skeleton } from 'antd';
import { useId, useState } from 'react';
import {
  endSessionsOf,
  type ManagedUser,
  managedUserQuery,
  removeSecondFactorOf,
  setPassword,
  setRoles,
} from '../api/people.ts';
import { invite } from '../api/profile.ts';
import type { RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import { Delegations } from './delegations.tsx';
import { Keys } from './keys.tsx';
import { RoleChoice } from './role-choice.tsx';
import { ShownOnce } from './shown-once.tsx';
import './user-panel.css';
import '../i18n/users.ts';

/** How a user signs in and what they may do, on their page, for who manages people. */
export default function UserPanel({ record, title }: { record: RecordRow; title: string }) {
  const { t } = useTexts();
  const managed = useQuery(managedUserQuery(record.id));
  if (managed.error && !managed.data) return <Alert type="error" showIcon title={managed.error.message} />;
  if (!managed.data) return <Skeleton active paragraph={{ rows: 3 }} />;
  const isService = managed.data.kind === 'service';
  return (
    <>
      <section className="gx-panel gx-user-panel" aria-labelledby="user-sign-in">
        <h2 id="user-sign-in">{t('users.signIn')}</h2>
        <SignsIn user={record} title={title} managed={managed.data} />
      </section>
      <section className="gx-panel gx-user-panel" aria-labelledby="user-roles">
        <h2 id="user-roles">{t('users.roles')}</h2>
        <Roles key={managed.data.roles.join()} user={record.id} managed={managed.data} />
      </section>
      <Delegations user={record.id} title={title} />
      {managed.data.can.keys && (
        <section className="gx-panel gx-user-panel" aria-labelledby="user-keys">
          <h2 id="user-keys">{t('users.keys')}</h2>
          <p className="gx-soft">{t(isService ? 'users.serviceKeysNote' : 'users.userKeysNote')}</p>
          <Keys user={record.id} />
        </section>
      )}
    </>
  );
}

function useAgain(user: string): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: managedUserQuery(user).queryKey });
}

function SignsIn({ user, title, managed }: { user: RecordRow; title: string; managed: ManagedUser }) {
  const { t } = useTexts();
  const { message, modal } = App.useApp();
  const sayFailure = useSayFailure();
  const { timeZone } = useLocality();
  const again = useAgain(user.id);
  const [isGiving, setGiving] = useState(false);
  const [link, setLink] = useState<string>();
  const { kind, signsInAs, secondFactorSince, sessions, roles, can } = managed;
  const run = async (change: () => Promise<unknown>, said: string) => {
    try {
      await change();
      void message.success(said);
    } catch (error) {
      sayFailure(error);
    }
    again();
  };
  const ask = (what: 'endAll' | 'resetFactor', change: () => Promise<unknown>) =>
    modal.confirm({
      title: t(`users.${what}Ask`, { name: title }),
      content: t(`users.${what}Note`),
      okText: t(`users.${what}`),
      okButtonProps: { danger: true },
      onOk: () => run(change, t(`users.${what}Done`)),
    });
  const inviteThem = async () => {
    try {
      const { path } = await invite({ email: String(user.email), roles });
      setLink(`${location.origin}${path}`);
    } catch (error) {
      sayFailure(error);
    }
  };
  if (signsInAs === null)
    return (
      <>
        <p className="gx-soft">{t(kind === 'service' ? 'users.isService' : 'users.cannotSignIn')}</p>
        {can.invite && link === undefined && (
          <Button onClick={() => void inviteThem()}>{t('users.invite')}</Button>
        )}
        {link !== undefined && (
          <ShownOnce
            label={t('profile.link')}
            value={link}
            note={t('profile.linkNote', { email: String(user.email) })}
            copy={t('profile.copy')}
          />
        )}
      </>
    );
  return (
    <>
      <dl>
        <dt>{t('users.email')}</dt>
        <dd>{signsInAs}</dd>
        <dt>{t('profile.secondFactor')}</dt>
        <dd>
          {secondFactorSince === null
            ? t('users.factorOff')
            : t('users.factorSince', { at: formatMoment(secondFactorSince, timeZone) })}
        </dd>
        <dt>{t('users.sessions')}</dt>
        <dd>{t('users.open', { count: sessions })}</dd>
      </dl>
      {can.signIn ? (
        <div className="gx-profile-actions">
          <Button onClick={() => setGiving(true)}>{t('users.givePassword')}</Button>
          {sessions > 0 && (
            <Button onClick={() => ask('endAll', () => endSessionsOf(user.id))}>{t('users.endAll')}</Button>
          )}
          {secondFactorSince !== null && (
            <Button danger onClick={() => ask('resetFactor', () => removeSecondFactorOf(user.id))}>
              {t('users.resetFactor')}
            </Button>
          )}
        </div>
      ) : (
        <p className="gx-soft">{t('users.notYours')}</p>
      )}
      {isGiving && (
        <GivePassword
          user={user.id}
          title={title}
          onClose={() => {
            setGiving(false);
            again();
          }}
        />
      )}
    </>
  );
}

/** A password for somebody who has forgotten theirs: all their sessions end with it. */
function GivePassword({ user, title, onClose }: { user: string; title: string; onClose: () => void }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const id = useId();
  const [password, setGiven] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const give = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await setPassword(user, password);
      void message.success(t('users.passwordGiven'));
      onClose();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t('users.givePasswordTo', { name: title })}
      okText={t('users.givePassword')}
      okButtonProps={{ disabled: password === '', loading: isBusy }}
      onOk={() => void give()}
      onCancel={onClose}
    >
      <p>{t('users.givePasswordNote')}</p>
      {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
      <label htmlFor={id}>{t('profile.newPassword')}</label>
      <Input.Password
        id={id}
        value={password}
        autoComplete="new-password"
        aria-describedby={`${id}-hint`}
        onChange={(event) => setGiven(event.target.value)}
      />
      <div id={`${id}-hint`} className="gx-soft">
        {t('profile.passwordHint')}
      </div>
    </Modal>
  );
}

function Roles({ user, managed: { kind, roles } }: { user: string; managed: ManagedUser }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const sayFailure = useSayFailure();
  const again = useAgain(user);
  const id = useId();
  const [chosen, setChosen] = useState<readonly string[]>(roles);
  const [isBusy, setBusy] = useState(false);
  const isChanged = [...chosen].sort().join() !== [...roles].sort().join();
  const save = async () => {
    setBusy(true);
    try {
      await setRoles(user, chosen);
      void message.success(t('common.saved'));
    } catch (error) {
      sayFailure(error);
      setChosen(roles);
    }
    setBusy(false);
    again();
  };
  return (
    <div className="gx-one-field">
      <label htmlFor={id} className="gx-soft">
        {t('users.rolesNote')}
      </label>
      <RoleChoice id={id} value={chosen} isPortal={kind === 'portal'} onChange={setChosen} />
      {isChanged && (
        <Button type="primary" loading={isBusy} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      )}
    </div>
  );
}
