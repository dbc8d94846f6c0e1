import { PhoneOutlined } from '@ant-design/icons';
import type { WidgetProps } from '@rjsf/utils';
import { Input } from 'antd';
import { useDeferred } from '../pending.ts';
import { inputProps, orNull } from '../widget.ts';

/** A telephone number as people write it; the server knows its international form. */
export default function PhoneWidget(props: WidgetProps) {
  const { text, type, flush } = useDeferred<string>(props.value ?? '', (value) =>
    props.onChange(orNull(value.trim())),
  );
  return (
    <Input
      {...inputProps(props)}
      type="tel"
      inputMode="tel"
      autoComplete="off"
      prefix={<PhoneOutlined aria-hidden="true" />}
      value={text}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
    />
  );
}
