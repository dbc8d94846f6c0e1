import type { WidgetProps } from '@rjsf/utils';
import { Rate } from 'antd';
import { inputProps } from '../widget.ts';

/** Stars; the same star again takes them away. */
export default function RatingWidget(props: WidgetProps) {
  const { id, disabled } = inputProps(props);
  const most = typeof props.schema.maximum === 'number' ? props.schema.maximum : 5;
  return (
    <Rate
      id={id}
      disabled={disabled}
      count={most}
      value={props.value ?? 0}
      onChange={(stars) => props.onChange(stars === 0 ? null : stars)}
    />
  );
}
