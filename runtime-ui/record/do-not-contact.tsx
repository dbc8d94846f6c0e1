import { StopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { consentsQuery } from '../api/consents.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import '../i18n/personal.ts';
import './consents.css';

/** Says before everything else that somebody must not be contacted, since when, and what they agreed to after that. */
export default function DoNotContact({ object, id }: { object: ObjectMeta; id: string }) {
  const { t } = useTexts();
  const { timeZone } = useLocality();
  const { data } = useQuery(consentsQuery(object.name, id));
  const since = data?.history.find(({ channel }) => channel === null)?.at;
  const open = (data?.states ?? []).filter(({ may, reason }) => may && reason === 'given');
  const named = (list: readonly { name: string; label: string }[], name: string) =>
    list.find((one) => one.name === name)?.label ?? name;
  const words = open.map(
    ({ channel, purpose }) => `${named(data!.channels, channel)} · ${named(data!.purposes, purpose)}`,
  );
  return (
    <Alert
      className="gx-do-not-contact"
      type="error"
      showIcon
      icon={<StopOutlined />}
      title={t('consent.marked')}
      description={
        <>
          {t('consent.markedNote')}
          {since && t('consent.markedSince', { at: formatMoment(since, timeZone) })}
          {words.length > 0 && t('consent.markedBut', { words: words.join(t('consent.comma')) })}
        </>
      }
    />
  );
}
