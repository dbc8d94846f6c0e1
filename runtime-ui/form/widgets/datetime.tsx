import type { WidgetProps } from '@rjsf/utils';
import { DatePicker, Input } from 'antd';
import { useIsPhone } from '../../shell/screen.ts';
import { dayjs } from '../../values/days.ts';
import { useLocality } from '../../values/locality.ts';
import { inputProps } from '../widget.ts';

const LOCAL = 'YYYY-MM-DDTHH:mm';

/** A moment, typed and read on the person's own clock, kept in UTC. */
export default function DatetimeWidget(props: WidgetProps) {
  const { timeZone } = useLocality();
  const isPhone = useIsPhone();
  const input = inputProps(props);
  const moment = props.value ? dayjs(props.value).tz(timeZone) : null;
  const change = (local: string | undefined) =>
    props.onChange(local ? dayjs.tz(local, timeZone).toISOString() : null);
  if (isPhone) {
    const value = moment?.format(LOCAL) ?? '';
    return (
      <Input {...input} type="datetime-local" value={value} onChange={({ target }) => change(target.value)} />
    );
  }
  return (
    <DatePicker
      {...input}
      className="gx-wide"
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      value={moment}
      onChange={(picked) => change(picked?.format(LOCAL))}
    />
  );
}
