import { Input, InputNumber, Select } from 'antd';
import { useId } from 'react';
import type { Schedule } from '../api/exports.ts';
import { useTexts } from '../i18n/index.ts';

const EVERY = ['day', 'week', 'month'] as const;
const AT = '08:00';

const schedules: Readonly<Record<Schedule['every'], Schedule>> = {
  day: { every: 'day', at: AT },
  week: { every: 'week', at: AT, weekday: 1 },
  month: { every: 'month', at: AT, day: 1 },
};

/** A Monday, and the days behind it. */
const dayName = (weekday: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekday));

/** Whether something is done once or again and again, and when. */
export function ScheduleFields(props: {
  schedule: Schedule | undefined;
  onChange: (schedule: Schedule | undefined) => void;
}) {
  const { schedule, onChange } = props;
  const { t, language } = useTexts();
  const own = useId();
  return (
    <div className="gx-export-schedule">
      <div className="gx-field">
        <label htmlFor={`${own}-every`}>{t('exports.repeat')}</label>
        <Select
          id={`${own}-every`}
          value={schedule?.every ?? ('once' as const)}
          options={(['once', ...EVERY] as const).map((value) => ({
            value: value as (typeof EVERY)[number] | 'once',
            label: t(`exports.repeats.${value}`),
          }))}
          onChange={(every) =>
            onChange(
              every === 'once' ? undefined : { ...schedules[every], at: schedule?.at ?? schedules[every].at },
            )
          }
        />
      </div>
      {schedule?.weekday !== undefined && (
        <div className="gx-field">
          <label htmlFor={`${own}-weekday`}>{t('exports.weekday')}</label>
          <Select
            id={`${own}-weekday`}
            value={schedule.weekday}
            options={[1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: dayName(value, language) }))}
            onChange={(weekday) => onChange({ ...schedule, weekday })}
          />
        </div>
      )}
      {schedule?.day !== undefined && (
        <div className="gx-field">
          <label htmlFor={`${own}-day`}>{t('exports.monthday')}</label>
          <InputNumber
            id={`${own}-day`}
            min={1}
            max={31}
            precision={0}
            value={schedule.day}
            aria-describedby={`${own}-note`}
            onChange={(day) => onChange({ ...schedule, day: day ?? 1 })}
          />
          <p id={`${own}-note`} className="gx-soft">
            {t('exports.monthdayNote')}
          </p>
        </div>
      )}
      {schedule && (
        <div className="gx-field">
          <label htmlFor={`${own}-at`}>{t('exports.at')}</label>
          <Input
            id={`${own}-at`}
            type="time"
            value={schedule.at}
            onChange={({ target }) => onChange({ ...schedule, at: target.value || AT })}
          />
        </div>
      )}
    </div>
  );
}
