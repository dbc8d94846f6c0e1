import type { WidgetProps } from '@rjsf/utils';
import { Switch } from 'antd';
import { inputProps } from '../widget.ts';

/** Yes or no. */
export default function BooleanWidget(props: WidgetProps) {
  const { status, placeholder, 'aria-required': _, ...rest } = inputProps(props);
  return (
    <Switch
      {...rest}
      aria-label={props.label}
      checked={props.value === true}
      onChange={(checked) => props.onChange(checked)}
    />
  );
}
