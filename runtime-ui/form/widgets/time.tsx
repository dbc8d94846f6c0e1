import type { WidgetProps } from '@rjsf/utils';
import { Input } from 'antd';
import { inputProps, orNull } from '../widget.ts';

/** A time of the day, by the browser's own input: it takes keys, wheels and a phone's clock. */
export default function TimeWidget(props: WidgetProps) {
  return (
    <Input
      {...inputProps(props)}
      type="time"
      value={props.value ?? ''}
      onChange={({ target }) => props.onChange(orNull(target.value))}
    />
  );
}
