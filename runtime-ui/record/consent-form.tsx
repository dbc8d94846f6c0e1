import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, DatePicker, Drawer, Input, Radio, Segmented } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useId, useState } from 'react';
import { type ConsentState, type Consents, recordConsent } from '../api/consents.ts';
import { isProblem, messagesByField } from '../api/problem.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import '../i18n/personal.ts';
import '../form/form.css';
import './consents.css';

const DAY = 'YYYY-MM-DD';
const STATES: readonly ConsentState[] = ['given', 'refused', 'withdrawn'];
const FIELDS: ReadonlySet<string> = new Set([
  ...['channels', 'purposes', 'state', 'at', 'until'],
  ...['source', 'words', 'evidence'],
]);

type Faults = Readonly<Record<string, readonly string[]>>;

/** Writes down what a person has said: by which channels, for what, and how that was obtained. */
export default function ConsentForm(props: {
  object: ObjectMeta;
  id: string;
  consents: Consents;
  onClose: () => void;
}) {
  const { object, id, consents, onClose } = props;
  const { t } = useTexts();
  const { message } = App.useApp();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const [state, setState] = useState<ConsentState>('given');
  const [isEverything, setEverything] = useState(false);
  const [channels, setChannels] = useState<readonly string[]>([]);
  const [purposes, setPurposes] = useState<readonly string[]>([]);
  const [at, setAt] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [texts, setTexts] = useState({ source: '', words: '', evidence: '' });
  const [faults, setFaults] = useState<Faults>({});
  const [isBusy, setBusy] = useState(false);
  const isGiven = state === 'given';
  const isAll = !isGiven && isEverything;
  const save = async () => {
    setBusy(true);
    setFaults({});
    const given = Object.entries(texts).filter(([, text]) => text.trim() !== '');
    try {
      await recordConsent(object.name, id, {
        state,
        ...(!isAll && { channels, purposes }),
        ...(at !== null && { at }),
        ...(isGiven && until !== null && { until }),
        ...Object.fromEntries(given),
      });
      void message.success(t('consent.recorded'));
      void client.invalidateQueries({ queryKey: ['records'] });
      onClose();
    } catch (error) {
      setBusy(false);
      if (!isProblem(error, 422)) return sayFailure(error);
      const { byField, general } = messagesByField(error, FIELDS);
      setFaults({ ...byField, ...(general.length > 0 && { '': general }) });
    }
  };
  return (
    <Drawer
      open
      onClose={onClose}
      size="min(480px, 100vw)"
      title={t('consent.recordTitle')}
      footer={
        <div className="gx-drawer-foot">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={isBusy} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </div>
      }
    >
      <div className="gx-consent-form">
        {faults[''] && <Alert type="error" showIcon title={faults[''].join(' ')} />}
        <Segmented<ConsentState>
          block
          aria-label={t('consent.said')}
          value={state}
          options={STATES.map((one) => ({ value: one, label: t(`consent.says.${one}`) }))}
          onChange={setState}
        />
        {!isGiven && (
          <Radio.Group
            vertical
            aria-label={t('consent.about')}
            value={isEverything}
            options={[
              { value: false, label: t('consent.some') },
              { value: true, label: t('consent.all') },
            ]}
            onChange={({ target }) => setEverything(target.value)}
          />
        )}
        {!isAll && (
          <>
            <Choice
              name={t('consent.channels')}
              list={consents.channels}
              value={channels}
              faults={faults.channels}
              onChange={setChannels}
            />
            <Choice
              name={t('consent.purposes')}
              list={consents.purposes}
              value={purposes}
              faults={faults.purposes}
              onChange={setPurposes}
            />
          </>
        )}
        <Labelled text={t('consent.source')} help={t('consent.sourceHelp')} faults={faults.source}>
          {(field) => (
            <Input
              {...field}
              value={texts.source}
              maxLength={400}
              onChange={({ target }) => setTexts({ ...texts, source: target.value })}
            />
          )}
        </Labelled>
        <Labelled text={t('consent.at')} faults={faults.at}>
          {(field) => (
            <DatePicker
              {...field}
              className="gx-wide"
              placeholder={t('consent.now')}
              value={at === null ? null : dayjs(at)}
              disabledDate={(day) => day.isAfter(dayjs(), 'day')}
              onChange={(day) => setAt(day === null ? null : day.format(DAY))}
            />
          )}
        </Labelled>
        {isGiven && (
          <>
            <Labelled text={t('consent.until')} faults={faults.until}>
              {(field) => (
                <DatePicker
                  {...field}
                  className="gx-wide"
                  placeholder={t('consent.forGood')}
                  value={until === null ? null : dayjs(until)}
                  disabledDate={(day) => day.isBefore(dayjs(), 'day')}
                  onChange={(day) => setUntil(day === null ? null : day.format(DAY))}
                />
              )}
            </Labelled>
            <Labelled text={t('consent.words')} help={t('consent.wordsHelp')} faults={faults.words}>
              {(field) => (
                <Input.TextArea
                  {...field}
                  rows={2}
                  value={texts.words}
                  maxLength={4000}
                  onChange={({ target }) => setTexts({ ...texts, words: target.value })}
                />
              )}
            </Labelled>
          </>
        )}
        <Labelled text={t('consent.evidence')} help={t('consent.evidenceHelp')} faults={faults.evidence}>
          {(field) => (
            <Input
              {...field}
              value={texts.evidence}
              maxLength={4000}
              onChange={({ target }) => setTexts({ ...texts, evidence: target.value })}
            />
          )}
        </Labelled>
      </div>
    </Drawer>
  );
}

function Faulty({ id, faults }: { id: string; faults: readonly string[] | undefined }) {
  return faults ? (
    <div id={id} className="gx-field-error" role="alert">
      {faults.join(' ')}
    </div>
  ) : null;
}

/** A label with its input, what helps to fill it in, and what is wrong with it. */
function Labelled(props: {
  text: string;
  help?: string;
  faults: readonly string[] | undefined;
  children: (field: { id: string; 'aria-describedby': string; status?: 'error' }) => ReactNode;
}) {
  const { text, help, faults, children } = props;
  const id = useId();
  return (
    <div className="gx-field">
      <label htmlFor={id}>{text}</label>
      {children({ id, 'aria-describedby': `${id}-note`, ...(faults && { status: 'error' as const }) })}
      <div id={`${id}-note`} className="gx-field-help">
        {help}
      </div>
      <Faulty id={`${id}-fault`} faults={faults} />
    </div>
  );
}

function Choice(props: {
  name: string;
  list: Consents['channels'];
  value: readonly string[];
  faults: readonly string[] | undefined;
  onChange: (names: readonly string[]) => void;
}) {
  const { name, list, value, faults, onChange } = props;
  const id = useId();
  return (
    <fieldset>
      <legend>{name}</legend>
      <Checkbox.Group
        value={[...value]}
        options={list.map((one) => ({ value: one.name, label: one.label }))}
        onChange={onChange}
      />
      <Faulty id={id} faults={faults} />
    </fieldset>
  );
}
