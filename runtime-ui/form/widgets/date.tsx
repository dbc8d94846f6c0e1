import type { WidgetProps } from '@rjsf/utils';
import { DatePicker, Input } from 'antd';
import { useIsPhone } from '../../shell/screen.ts';
import { dayjs } from '../../values/days.ts';
import { inputProps, orNull } from '../widget.ts';

/** A day of the calendar, without a zone; on a phone with the phone's own calendar. */
export default function DateWidget(props: WidgetProps) {
  const isPhone = useIsPhone();
  const input = inputProps(props);
  if (isPhone) {
    const change = (day: string) => props.onChange(orNull(day));
    return (
      <Input
        {...input}
        type="date"
        value={props.value ?? ''}
        onChange={({ target }) => change(target.value)}
      />
    );
  }
  return (
    <DatePicker
      {...input}
      className="gx-wide"
      value={props.value ? dayjs(props.value) : null}
      onChange={(day) => props.onChange(day ? day.format('YYYY-MM-DD') : null)}
    />
  );
}
