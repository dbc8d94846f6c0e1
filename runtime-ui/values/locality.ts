import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.ts';
import type { Me } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import type { Locality } from './format.ts';

/** Who is signed in. Only for components below the sign-in gate. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('useMe is for signed-in pages');
  return data;
}

const zoneOfBrowser = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Language, currency and clock of the person. */
export function useLocality(): Locality {
  const { language } = useTexts();
  const me = useMe();
  return {
    language,
    currency: me.settings.currency,
    timeZone: me.user.timeZone || me.settings.timeZone || zoneOfBrowser,
  };
}
