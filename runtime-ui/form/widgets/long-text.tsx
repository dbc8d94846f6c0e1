import type { WidgetProps } from '@rjsf/utils';
import { Input } from 'antd';
import { useDeferred } from '../pending.ts';
import { inputProps, orNull } from '../widget.ts';

/** Text of several lines; grows with what is written (by CSS: antd's autoSize needs style attributes, which the CSP refuses). */
export default function LongTextWidget(props: WidgetProps) {
  const { text, type, flush } = useDeferred<string>(props.value ?? '', (value) =>
    props.onChange(orNull(value)),
  );
  return (
    <Input.TextArea
      {...inputProps(props)}
      className="gx-growing"
      rows={3}
      value={text}
      maxLength={props.schema.maxLength}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
    />
  );
}
