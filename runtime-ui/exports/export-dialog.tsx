import { useQueryClient } from '@tanstack/react-query';
import { App, Modal, Radio } from 'antd';
import { useId, useState } from 'react';
import {
  beginExport,
  type ExportBody,
  type ExportFormat,
  exportsQuery,
  type Schedule,
  scheduleExport,
  schedulesQuery,
} from '../api/exports.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import { RecentExports } from './recent-exports.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { ScheduledExports } from './scheduled-exports.tsx';
import '../i18n/exports.ts';
import './exports.css';

const FORMATS: readonly ExportFormat[] = ['xlsx', 'csv', 'jsonl'];

/** Asks for a file of the records of a list, or of those that are selected; shows how far it is, and those of the last days. */
export default function ExportDialog(props: {
  object: ObjectMeta;
  /** what the list shows: its filter, order and search */
  list: Pick<ExportBody, 'filter' | 'q' | 'sort'>;
  columns: readonly string[];
  /** of selected records; absent: all of the list */
  ids?: readonly string[];
  onClose: () => void;
}) {
  const { object, list, columns, ids, onClose } = props;
  const { t, label } = useTexts();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const { message } = App.useApp();
  const { timeZone } = useLocality();
  const own = useId();
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [fields, setFields] = useState<'shown' | 'all'>('shown');
  const [values, setValues] = useState<'labels' | 'keys'>('labels');
  const [schedule, setSchedule] = useState<Schedule>();
  const [isBusy, setBusy] = useState(false);
  const [begun, setBegun] = useState<string>();
  const filter = ids ? `id in [${ids.map((id) => `"${id}"`).join(', ')}]` : list.filter;
  const run = async () => {
    setBusy(true);
    const body: ExportBody = {
      object: object.name,
      format,
      values,
      ...(fields === 'shown' && { fields: columns }),
      filter,
      sort: list.sort,
      ...(ids ? {} : { q: list.q }),
    };
    try {
      if (schedule) {
        const { next_at } = await scheduleExport({ ...body, schedule });
        void message.success(t('exports.scheduled', { time: formatMoment(next_at, timeZone) }));
        setSchedule(undefined);
      } else setBegun((await beginExport(body)).id);
    } catch (error) {
      sayFailure(error);
    }
    setBusy(false);
    for (const { queryKey } of [exportsQuery, schedulesQuery]) void client.invalidateQueries({ queryKey });
  };
  // lines of JSON are always as programs read them
  const isTable = format !== 'jsonl';
  return (
    <Modal
      open
      title={t('exports.title', { object: label(object.plural) })}
      okText={t(schedule ? 'exports.schedule' : 'exports.begin')}
      cancelText={t('common.close')}
      okButtonProps={{ loading: isBusy }}
      onOk={() => void run()}
      onCancel={onClose}
    >
      <p className="gx-soft">
        {ids ? t('exports.chosenNote', { count: ids.length }) : t('exports.listNote')}
      </p>
      <div className="gx-export">
        <Choice id={`${own}-format`} label={t('exports.format')} value={format} onChange={setFormat}>
          {FORMATS.map((one) => [one, t(`exports.formats.${one}`)])}
        </Choice>
        <Choice id={`${own}-columns`} label={t('exports.columns')} value={fields} onChange={setFields}>
          {[
            ['shown', t('exports.shown')],
            ['all', t('exports.all')],
          ]}
        </Choice>
        {isTable && (
          <Choice id={`${own}-values`} label={t('exports.values')} value={values} onChange={setValues}>
            {[
              ['labels', t('exports.labels')],
              ['keys', t('exports.keys')],
            ]}
          </Choice>
        )}
        {!ids && <ScheduleFields schedule={schedule} onChange={setSchedule} />}
      </div>
      <ScheduledExports />
      <RecentExports begun={begun} />
    </Modal>
  );
}

function Choice<Value extends string>(props: {
  id: string;
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  children: readonly (readonly [value: Value, label: string])[];
}) {
  const { id, label, value, onChange, children } = props;
  return (
    <fieldset className="gx-export-choice">
      <legend id={id}>{label}</legend>
      <Radio.Group
        aria-labelledby={id}
        value={value}
        options={children.map(([one, text]) => ({ value: one, label: text }))}
        onChange={({ target }) => onChange(target.value)}
      />
    </fieldset>
  );
}
