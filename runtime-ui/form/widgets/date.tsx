import type { WidgetProps } from '@rjsf/utils';
import { DatePicker } from 'antd';
import { dayjs } from '../../values/days.ts';
import { inputProps } from '../widget.ts';

/** A day of the calendar, without a zone. */
export default function DateWidget(props: WidgetProps) {
  return (
    <DatePicker
      {...inputProps(props)}
      className="gx-wide"
      value={props.value ? dayjs(props.value) : null}
      onChange={(day) => props.onChange(day ? day.format('YYYY-MM-DD') : null)}
    />
  );
}
