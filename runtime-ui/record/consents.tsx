import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  MinusCircleOutlined,
  PlusOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { type ConsentEntry, type ConsentStanding, type Consents, consentsQuery } from '../api/consents.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { later } from '../shell/later.tsx';
import { formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import '../i18n/personal.ts';
import './consents.css';

const ConsentForm = later(() => import('./consent-form.tsx'));

/** By which channels and for what the person may be contacted that a record is, and all that they have said of it. */
export default function ConsentPanel({ object, id }: { object: ObjectMeta; id: string }) {
  const { t } = useTexts();
  const heading = useId();
  const consents = useQuery(consentsQuery(object.name, id));
  const [isRecording, setRecording] = useState(false);
  if (!consents.data) return null;
  const { doNotContact, purposes, history, can } = consents.data;
  return (
    <section className="gx-panel gx-consents" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{t('consent.title')}</h2>
        {can.record && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setRecording(true)}>
            {t('consent.record')}
          </Button>
        )}
      </header>
      <dl>
        {purposes.map(({ name, label, basis }) => (
          <div key={name}>
            <dt>
              {label}
              {!doNotContact && (
                <small className="gx-soft">
                  {t(basis === 'consent' ? 'consent.byConsent' : 'consent.byOther')}
                </small>
              )}
            </dt>
            <dd>
              <Standings consents={consents.data} purpose={name} />
            </dd>
          </div>
        ))}
      </dl>
      {history.length > 0 && (
        <details>
          <summary>{t('consent.history', { count: history.length })}</summary>
          <ol>
            {history.map((entry) => (
              <Entry key={entry.id} consents={consents.data} entry={entry} />
            ))}
          </ol>
        </details>
      )}
      {isRecording && (
        <ConsentForm object={object} id={id} consents={consents.data} onClose={() => setRecording(false)} />
      )}
    </section>
  );
}

const ICONS = {
  given: <CheckCircleOutlined aria-hidden="true" />,
  refused: <CloseCircleOutlined aria-hidden="true" />,
  withdrawn: <CloseCircleOutlined aria-hidden="true" />,
  unknown: <MinusCircleOutlined aria-hidden="true" />,
};

const labelIn = (list: Consents['channels'], name: string | null): string =>
  list.find((one) => one.name === name)?.label ?? name ?? '';

/** What was said for a purpose, channel by channel; of those of which nothing was said it says so once. */
function Standings({ consents, purpose }: { consents: Consents; purpose: string }) {
  const { t } = useTexts();
  const all = consents.states.filter((one) => one.purpose === purpose);
  const told = all.filter(
    ({ state, reason }) => reason === 'expired' || (state !== 'unknown' && reason !== 'do_not_contact'),
  );
  const rest = consents.doNotContact ? t('consent.marked') : t('consent.states.unknown');
  return (
    <ul>
      {told.map((standing) => (
        <Standing key={standing.channel} consents={consents} standing={standing} />
      ))}
      {told.length < all.length && (
        <li className="gx-soft">{told.length === 0 ? rest : t('consent.rest', { state: rest })}</li>
      )}
    </ul>
  );
}

function Standing({ consents, standing }: { consents: Consents; standing: ConsentStanding }) {
  const { t } = useTexts();
  const { channel, state, reason, until } = standing;
  const text = reason === 'expired' ? t('consent.expired') : t(`consent.states.${state}`);
  return (
    <li className={`gx-consent-${state}`}>
      {ICONS[state]} {labelIn(consents.channels, channel)}
      <small>
        {text}
        {state === 'given' && until !== null && ` · ${t('consent.untilDay', { day: until })}`}
      </small>
    </li>
  );
}

function Entry({ consents, entry }: { consents: Consents; entry: ConsentEntry }) {
  const { t } = useTexts();
  const { timeZone } = useLocality();
  const { at, channel, purpose, state, until, isOfAddress, source, words, evidence, by } = entry;
  const about =
    channel === null
      ? t('consent.everything')
      : `${labelIn(consents.channels, channel)} · ${labelIn(consents.purposes, purpose)}`;
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    [t('consent.source'), isSystem(source) ? t(`consent.sources.${source}`) : source],
    [t('consent.words'), words],
    [t('consent.evidence'), evidence],
    [t('consent.until'), until],
    [t('consent.by'), by?.name],
  ];
  return (
    <li>
      <span>
        <strong>{channel === null ? t('consent.marked') : t(`consent.states.${state}`)}</strong> {about}
      </span>
      <span className="gx-soft">{formatMoment(at, timeZone)}</span>
      {isOfAddress && <span className="gx-soft">{t('consent.ofAddress')}</span>}
      {facts.map(([name, value]) =>
        value ? (
          <span key={name} className="gx-soft">
            {name}: {value}
          </span>
        ) : null,
      )}
    </li>
  );
}

const SYSTEM_SOURCES = ['ui', 'api', 'import', 'seed', 'engine', 'erase'] as const;
type SystemSource = (typeof SYSTEM_SOURCES)[number];

/** Ways by which the engine itself writes a mark down. */
const isSystem = (source: string | null | undefined): source is SystemSource =>
  (SYSTEM_SOURCES as readonly unknown[]).includes(source);
