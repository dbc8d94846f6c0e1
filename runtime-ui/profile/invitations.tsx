import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Tag } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { type Invitation, invitationsQuery, invite, revokeInvitation } from '../api/profile.ts';
import { useTexts } from '../i18n/index.ts';
import { RoleChoice, useRoleLabel } from '../people/role-choice.tsx';
import { ShownOnce } from '../people/shown-once.tsx';
import { useSayFailure } from '../shell/failure.ts';
import { Loading, Refusal } from '../shell/states.tsx';
import { useDocumentTitle } from '../shell/title.ts';
import { formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import '../session/sign-in.css';
import './profile.css';

/** `/profile/invitations`: for who manages people. */
export function Component() {
  const { t } = useTexts();
  const invitations = useQuery(invitationsQuery);
  useDocumentTitle(t('profile.invitations'));
  if (invitations.error)
    return <Refusal error={invitations.error} onRetry={() => void invitations.refetch()} />;
  if (!invitations.data) return <Loading />;
  return (
    <div className="gx-profile">
      <h1>{t('profile.invitations')}</h1>
      <p className="gx-soft">{t('profile.invitationsNote')}</p>
      <InviteForm />
      <section>
        {invitations.data.length === 0 && <p className="gx-soft">{t('profile.noInvitations')}</p>}
        <ul className="gx-sessions">
          {invitations.data.map((invitation) => (
            <InvitationLine key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function InviteForm() {
  const { t } = useTexts();
  const id = useId();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [made, setMade] = useState<{ email: string; link: string }>();
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal(null);
    try {
      const { path } = await invite({ email: email.trim(), roles: chosen });
      setMade({ email: email.trim(), link: `${location.origin}${path}` });
      setEmail('');
      setChosen([]);
      void client.invalidateQueries({ queryKey: invitationsQuery.queryKey });
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('profile.inviteSomebody')}</h2>
      <form className="gx-one-field" onSubmit={(event) => void submit(event)} noValidate>
        {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
        <label htmlFor={`${id}-email`}>{t('profile.email')}</label>
        <Input
          id={`${id}-email`}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <label htmlFor={`${id}-roles`}>{t('profile.roles')}</label>
        <RoleChoice id={`${id}-roles`} value={chosen} onChange={setChosen} />
        <Button type="primary" htmlType="submit">
          {t('profile.invite')}
        </Button>
      </form>
      {made && (
        <ShownOnce
          label={t('profile.link')}
          value={made.link}
          note={t('profile.linkNote', { email: made.email })}
          copy={t('profile.copy')}
        />
      )}
    </section>
  );
}

function InvitationLine({ invitation }: { invitation: Invitation }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const { message } = App.useApp();
  const sayFailure = useSayFailure();
  const { timeZone } = useLocality();
  const labelOf = useRoleLabel();
  const { id, email, roles, expiresAt, acceptedAt, revokedAt } = invitation;
  const isExpired = Date.parse(expiresAt) < Date.now();
  const isOpen = !acceptedAt && !revokedAt && !isExpired;
  const at = (moment: string) => formatMoment(moment, timeZone);
  const state = acceptedAt
    ? t('profile.stateAccepted', { at: at(acceptedAt) })
    : revokedAt
      ? t('profile.stateRevoked')
      : isExpired
        ? t('profile.stateExpired')
        : t('profile.stateOpen', { at: at(expiresAt) });
  const revoke = async () => {
    try {
      await revokeInvitation(id);
      void message.success(t('profile.revoked'));
    } catch (error) {
      sayFailure(error);
    }
    void client.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  };
  return (
    <li>
      <div>
        <strong>{email}</strong>
        <div className="gx-soft">{state}</div>
        {roles.map((role) => (
          <Tag key={role}>{labelOf(role)}</Tag>
        ))}
      </div>
      {isOpen && (
        <Button aria-label={t('profile.revokeOf', { email })} onClick={() => void revoke()}>
          {t('profile.revoke')}
        </Button>
      )}
    </li>
  );
}
