import type { WidgetProps } from '@rjsf/utils';
import { Input } from 'antd';
import { useDeferred } from '../pending.ts';
import { inputProps, orNull } from '../widget.ts';

/** Text of several lines; grows with what is written. */
export default function LongTextWidget(props: WidgetProps) {
  const { text, type, flush } = useDeferred<string>(props.value ?? '', (value) =>
    props.onChange(orNull(value)),
  );
  return (
    <Input.TextArea
      {...inputProps(props)}
      autoSize={{ minRows: 3, maxRows: 14 }}
      value={text}
      maxLength={props.schema.maxLength}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
    />
  );
}
