import type { WidgetProps } from '@rjsf/utils';
import { RecordSelect } from '../../values/record-select.tsx';
import { inputProps, optionsOf } from '../widget.ts';

/** A record of another object, found by searching. */
export default function LookupWidget(props: WidgetProps) {
  const { target = '', titleField = 'name' } = optionsOf(props);
  const input = inputProps(props);
  return (
    <RecordSelect
      id={input.id}
      className="gx-wide"
      object={target}
      title={titleField}
      isDisabled={input.disabled}
      isInvalid={input.status === 'error'}
      describedBy={input['aria-describedby']}
      value={props.value ? [props.value] : []}
      onChange={(ids) => props.onChange(ids[0] ?? null)}
    />
  );
}
