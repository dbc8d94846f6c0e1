import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Modal, Skeleton } from 'antd';
import { useEffect, useId, useState } from 'react';
import {
  deactivate,
  fetchHandover,
  fetchHandovers,
  fetchHoldings,
  type Handover,
  isUnderWay,
  undoHandover,
} from '../api/handovers.ts';
import { updateRecord } from '../api/records.ts';
import type { RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { RecordSelect } from '../values/record-select.tsx';
import '../i18n/handover.ts';
import './handover.css';

const ASKED_EACH = 1_000;

interface Props {
  readonly record: RecordRow;
  readonly title: string;
  readonly onClose: () => void;
}

/** Switches a user off, or on again: what they hold goes along, and how far that is shows until it is done. */
export default function HandoverDialog(props: Props) {
  // the record is read anew while it goes on
  const [isOff] = useState(props.record.active === false);
  return isOff ? <SwitchOn {...props} /> : <SwitchOff {...props} />;
}

function SwitchOff({ record, title, onClose }: Props) {
  const { t, label, language } = useTexts();
  const numbers = new Intl.NumberFormat(language);
  const id = useId();
  const holdings = useQuery({
    queryKey: ['holdings', record.id],
    queryFn: ({ signal }) => fetchHoldings(record.id, signal),
    staleTime: 0,
  });
  const [to, setTo] = useState<readonly string[]>([]);
  const job = useJob(() => deactivate(record.id, to[0]));
  const held = holdings.data?.holdings;
  const isItself = to[0] === record.id;
  return (
    <Modal
      open
      title={t('handover.offAsk', { name: title })}
      okText={t('handover.off')}
      okButtonProps={{ danger: true, disabled: !held || isItself, loading: job.isBusy }}
      onOk={() => void job.run()}
      cancelText={t(job.handover ? 'common.close' : 'common.cancel')}
      onCancel={onClose}
      footer={job.handover ? null : undefined}
    >
      {job.handover ? (
        <Progress handover={job.handover} />
      ) : (
        <>
          <p>{t('handover.offNote')}</p>
          {!held && !holdings.error && <Skeleton active paragraph={{ rows: 3 }} />}
          {holdings.error && <Alert type="error" title={holdings.error.message} />}
          {held && held.length === 0 && <p className="gx-soft">{t('handover.nothing')}</p>}
          {held && held.length > 0 && (
            <>
              <table className="gx-holdings">
                <caption>{t('handover.holds')}</caption>
                <tbody>
                  {held.map(({ object, field, plural, labels, count }) => (
                    <tr key={`${object}.${field}`}>
                      <th scope="row">
                        {label(plural)} <span className="gx-soft">{label(labels)}</span>
                      </th>
                      <td>{numbers.format(count)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <label htmlFor={id} className="gx-taker">
                {t('handover.to')}
              </label>
              <RecordSelect
                id={id}
                className="gx-taker-choice"
                object="user"
                title="name"
                filter='active && kind != "portal"'
                isInvalid={isItself}
                describedBy={`${id}-help`}
                value={to}
                onChange={setTo}
              />
              <p id={`${id}-help`} className="gx-soft">
                {t(isItself ? 'handover.itself' : 'handover.toHelp')}
              </p>
            </>
          )}
        </>
      )}
    </Modal>
  );
}

function SwitchOn({ record, title, onClose }: Props) {
  const { t } = useTexts();
  const handovers = useQuery({
    queryKey: ['handovers', record.id],
    queryFn: ({ signal }) => fetchHandovers(record.id, signal),
    staleTime: 0,
  });
  const latest = handovers.data?.[0];
  const undone = latest?.state === 'done' ? latest : undefined;
  const client = useQueryClient();
  const job = useJob(async () => {
    if (undone) return undoHandover(undone.id);
    await updateRecord('user', record.id, { active: true });
    void client.invalidateQueries({ queryKey: ['records'] });
    onClose();
    return undefined;
  });
  const isWaiting = latest !== undefined && isUnderWay(latest);
  return (
    <Modal
      open
      title={t('handover.onAsk', { name: title })}
      okText={t('handover.on')}
      okButtonProps={{ disabled: !handovers.data || isWaiting, loading: job.isBusy }}
      onOk={() => void job.run()}
      onCancel={onClose}
      footer={job.handover ? null : undefined}
    >
      {job.handover ? (
        <Progress handover={job.handover} />
      ) : (
        <>
          <p>{t('handover.onNote')}</p>
          {!handovers.data && !handovers.error && <Skeleton active paragraph={{ rows: 1 }} />}
          {handovers.error && <Alert type="error" title={handovers.error.message} />}
          {isWaiting && <Progress handover={latest} />}
          {undone && undone.moved > 0 && <p>{t('handover.back', { count: undone.moved })}</p>}
        </>
      )}
    </Modal>
  );
}

/** A handover that was asked for here, as it stands from second to second. */
function useJob(begin: () => Promise<Handover | undefined>) {
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const [begun, setBegun] = useState<Handover>();
  const [isBusy, setBusy] = useState(false);
  const asked = useQuery({
    queryKey: ['handover', begun?.id],
    queryFn: ({ signal }) => fetchHandover(begun!.id, signal),
    enabled: begun !== undefined,
    refetchInterval: ({ state }) => (state.data && !isUnderWay(state.data) ? false : ASKED_EACH),
    staleTime: 0,
  });
  const handover = asked.data ?? begun;
  const state = handover?.state;
  useEffect(() => {
    if (state) void client.invalidateQueries({ queryKey: ['records'] });
  }, [client, state]);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      setBegun(await begin());
    } catch (error) {
      sayFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return { handover, isBusy, run };
}

function Progress({ handover }: { handover: Handover }) {
  const { t } = useTexts();
  const { state, moved, takenBack, kept } = handover;
  const stayed = kept.reduce((sum, { count }) => sum + count, 0);
  const isBack = state === 'undoing' || state === 'undone';
  return (
    <div role="status">
      <p>
        {t(`handover.${state}`)}{' '}
        {isBack ? t('handover.takenBack', { count: takenBack }) : t('handover.moved', { count: moved })}
      </p>
      {stayed > 0 && <p>{t('handover.kept', { count: stayed })}</p>}
      {isUnderWay(handover) && <p className="gx-soft">{t('handover.mayClose')}</p>}
    </div>
  );
}
