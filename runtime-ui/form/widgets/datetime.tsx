import type { WidgetProps } from '@rjsf/utils';
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import { useLocality } from '../../values/locality.ts';
import { inputProps } from '../widget.ts';

dayjs.extend(utc);
dayjs.extend(timezone);

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
