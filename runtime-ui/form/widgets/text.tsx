import type { WidgetProps } from '@rjsf/utils';
import { Input } from 'antd';
import { useDeferred } from '../pending.ts';
import { inputProps, optionsOf, orNull } from '../widget.ts';

/** Keyboards and autofill by type of field. */
const KINDS: Readonly<Record<string, { type?: string; inputMode?: 'email' | 'url'; autoComplete?: string }>> =
  {
    email: { type: 'email', inputMode: 'email', autoComplete: 'off' },
    url: { type: 'url', inputMode: 'url' },
  };

/** One line of text. */
export default function TextWidget(props: WidgetProps) {
  const { text, type, flush } = useDeferred<string>(props.value ?? '', (value) =>
    props.onChange(orNull(value)),
  );
  return (
    <Input
      {...inputProps(props)}
      {...KINDS[optionsOf(props).fieldType ?? '']}
      value={text}
      maxLength={props.schema.maxLength}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
    />
  );
}
