import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { isProblem } from '../api/problem.ts';
import { redeemInvitation, seeInvitation } from '../api/profile.ts';
import { signIn } from '../api/session.ts';
import { useTexts } from '../i18n/index.ts';
import { Loading } from '../shell/states.tsx';
import { useDocumentTitle } from '../shell/title.ts';
import { SessionCard } from './card.tsx';

const homeOf = (workspace: string): string => (workspace === 'main' ? '/' : `/w/${workspace}/`);

/** `/invite#token`: what stands behind the # is sent to nobody but the two calls of this page. */
export function Component() {
  const { t } = useTexts();
  const id = useId();
  const token = location.hash.slice(1);
  const seen = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => seeInvitation(token),
    retry: false,
  });
  const [name, setName] = useState<string>();
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useDocumentTitle(t('profile.inviteTitle'));
  if (seen.isPending) return <Loading />;
  if (!seen.data) {
    const isGone = isProblem(seen.error, 404);
    const note = isGone || !seen.error ? t('profile.inviteGoneNote') : seen.error.message;
    return (
      <SessionCard title={t('profile.inviteGone')} note={note}>
        <Button block href="/">
          {t('profile.inviteSignIn')}
        </Button>
      </SessionCard>
    );
  }
  const { email, isKnown, name: given } = seen.data;
  const shown = name ?? given ?? '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!password || !(isKnown || shown.trim())) return setRefusal(t('signIn.required'));
    setBusy(true);
    setRefusal(null);
    try {
      const { workspace } = await redeemInvitation({ token, password, ...(!isKnown && { name: shown }) });
      await signIn(email, password);
      location.assign(homeOf(workspace));
    } catch (error) {
      setBusy(false);
      setRefusal(isProblem(error, 0) ? t('problem.network') : (error as Error).message);
    }
  };
  return (
    <SessionCard
      title={t('profile.inviteTitle')}
      note={t(isKnown ? 'profile.inviteKnown' : 'profile.inviteNote', { email })}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        {!isKnown && (
          <>
            <label htmlFor={`${id}-name`}>{t('profile.inviteName')}</label>
            <Input
              id={`${id}-name`}
              name="name"
              value={shown}
              onChange={(event) => setName(event.target.value)}
              autoComplete="name"
              size="large"
              autoFocus
            />
          </>
        )}
        <label htmlFor={`${id}-password`}>{t('signIn.password')}</label>
        <Input.Password
          id={`${id}-password`}
          name="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete={isKnown ? 'current-password' : 'new-password'}
          size="large"
        />
        {!isKnown && <div className="gx-soft">{t('profile.passwordHint')}</div>}
        <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
          {t('profile.inviteJoin')}
        </Button>
      </form>
    </SessionCard>
  );
}
