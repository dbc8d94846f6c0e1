import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { beginAtProvider, fetchProvider } from '../api/session.ts';
import { useTexts } from '../i18n/index.ts';

/** What the browser came back from a provider with, behind the #. */
export interface CameBack {
  /** what the code of the second step is sent back with */
  readonly pending?: string;
  readonly refused?: 'again' | 'provider' | 'unknown';
}

export function readCameBack(): CameBack {
  const said = new URLSearchParams(location.hash.slice(1));
  const [pending, refused] = [said.get('pending'), said.get('refused')];
  if (pending !== null) return { pending };
  if (refused === null) return {};
  return { refused: refused === 'again' || refused === 'unknown' ? refused : 'provider' };
}

/** Nothing of it stays in the address, to be kept or sent on. */
export function forgetCameBack(): void {
  const { pending, refused } = readCameBack();
  if (pending ?? refused) history.replaceState(history.state, '', location.pathname + location.search);
}

/** The other way in, where there is one. */
export function ProviderButton({ onRefused }: { onRefused: (why: string) => void }) {
  const { t } = useTexts();
  const [isBusy, setBusy] = useState(false);
  const { data: name } = useQuery({
    queryKey: ['provider'],
    queryFn: ({ signal }) => fetchProvider(signal),
    staleTime: 60_000,
  });
  if (!name) return null;
  const go = async () => {
    setBusy(true);
    try {
      location.assign(await beginAtProvider(location.pathname + location.search));
    } catch (error) {
      setBusy(false);
      onRefused(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <p className="gx-sign-in-or">{t('signIn.or')}</p>
      <Button size="large" block loading={isBusy} onClick={() => void go()}>
        {t('signIn.byProvider', { name })}
      </Button>
    </>
  );
}
