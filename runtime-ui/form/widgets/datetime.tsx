import type { WidgetProps } from '@rjsf/utils';
import { DatePicker } from 'antd';
import { dayjs } from '../../values/days.ts';
import { useLocality } from '../../values/locality.ts';
import { inputProps } from '../widget.ts';

/** A moment, typed and read on the person's own clock, kept in UTC. */
export default function DatetimeWidget(props: WidgetProps) {
  const { timeZone } = useLocality();
  return (
    <DatePicker
      {...inputProps(props)}
      className="gx-wide"
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      value={props.value ? dayjs(props.value).tz(timeZone) : null}
      onChange={(moment) =>
        props.onChange(moment ? dayjs.tz(moment.format('YYYY-MM-DDTHH:mm'), timeZone).toISOString() : null)
      }
    />
  );
}
