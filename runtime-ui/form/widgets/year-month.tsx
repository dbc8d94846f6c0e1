import type { WidgetProps } from '@rjsf/utils';
import { DatePicker, Input } from 'antd';
import { useIsPhone } from '../../shell/screen.ts';
import { dayjs } from '../../values/days.ts';
import { inputProps, orNull } from '../widget.ts';

/** A month of a year. */
export default function YearMonthWidget(props: WidgetProps) {
  const isPhone = useIsPhone();
  const input = inputProps(props);
  if (isPhone) {
    const change = (month: string) => props.onChange(orNull(month));
    return (
      <Input
        {...input}
        type="month"
        value={props.value ?? ''}
        onChange={({ target }) => change(target.value)}
      />
    );
  }
  return (
    <DatePicker
      {...input}
      className="gx-wide"
      picker="month"
      format="YYYY-MM"
      value={props.value ? dayjs(`${props.value}-01`) : null}
      onChange={(month) => props.onChange(month ? month.format('YYYY-MM') : null)}
    />
  );
}
