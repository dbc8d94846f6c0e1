import type { WidgetProps } from '@rjsf/utils';
import { DatePicker, Input } from 'antd';
import { useTexts } from '../../i18n/index.ts';
import { useIsPhone } from '../../shell/screen.ts';
import { dayjs } from '../../values/days.ts';
import { inputProps, orNull } from '../widget.ts';

interface Range {
  readonly start: string | null;
  readonly end: string | null;
  readonly days: number | null;
}

const DAY = 86_400_000;

const rangeOf = (start: string | null, end: string | null): Range | null =>
  start === null && end === null
    ? null
    : { start, end, days: start && end ? (Date.parse(end) - Date.parse(start)) / DAY + 1 : null };

/** Two days, either of which may stay open; on a phone with the phone's own calendar. */
export default function DateRangeWidget(props: WidgetProps) {
  const { t } = useTexts();
  const isPhone = useIsPhone();
  const input = inputProps(props);
  const { start = null, end = null } = (props.value ?? {}) as Partial<Range>;
  if (isPhone) {
    const day = (id: string, label: string, value: string | null, commit: (day: string | null) => void) => (
      <Input
        {...input}
        id={id}
        type="date"
        aria-label={label}
        value={value ?? ''}
        onChange={({ target }) => commit(orNull(target.value))}
      />
    );
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
      <div role="group" aria-labelledby={`${props.id}__label`} className="gx-range">
        {day(props.id, t('form.start'), start, (next) => props.onChange(rangeOf(next, end)))}
        {day(`${props.id}_end`, t('form.end'), end, (next) => props.onChange(rangeOf(start, next)))}
      </div>
    );
  }
  const { id, ...others } = input;
  return (
    <DatePicker.RangePicker
      {...others}
      id={{ start: id, end: `${id}_end` }}
      className="gx-wide"
      allowEmpty={[true, true]}
      placeholder={[t('form.start'), t('form.end')]}
      value={[start ? dayjs(start) : null, end ? dayjs(end) : null]}
      onChange={(days) =>
        props.onChange(
          rangeOf(days?.[0]?.format('YYYY-MM-DD') ?? null, days?.[1]?.format('YYYY-MM-DD') ?? null),
        )
      }
    />
  );
}
