import type { WidgetProps } from '@rjsf/utils';
import { Input } from 'antd';
import { useDeferred } from '../pending.ts';
import { inputProps, orNull } from '../widget.ts';

const COLOR = /^#[0-9a-f]{6}$/i;

/** A colour by its digits, or picked from the browser's own palette. */
export default function ColorWidget(props: WidgetProps) {
  const input = inputProps(props);
  const { text, type, flush } = useDeferred<string>(props.value ?? '', (typed) =>
    props.onChange(orNull(typed.trim())),
  );
  return (
    <Input
      {...input}
      maxLength={7}
      placeholder="#1060d0"
      value={text}
      onChange={({ target }) => type(target.value)}
      onBlur={flush}
      prefix={
        <input
          type="color"
          className="gx-color-input"
          aria-label={props.label}
          disabled={input.disabled}
          value={COLOR.test(text) ? text : '#ffffff'}
          onChange={({ target }) => type(target.value)}
        />
      }
    />
  );
}
