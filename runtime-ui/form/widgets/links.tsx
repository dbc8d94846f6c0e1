import type { WidgetProps } from '@rjsf/utils';
import { RecordSelect } from '../../values/record-select.tsx';
import { inputProps, optionsOf } from '../widget.ts';

/** Any number of records of another object, each found by searching. */
export default function LinksWidget(props: WidgetProps) {
  const { target = '', titleField = 'name' } = optionsOf(props);
  const input = inputProps(props);
  return (
    <RecordSelect
      id={input.id}
      className="gx-wide"
      object={target}
      title={titleField}
      isMany
      isDisabled={input.disabled}
      isInvalid={input.status === 'error'}
      describedBy={input['aria-describedby']}
      value={(props.value ?? []) as readonly string[]}
      onChange={(ids) => props.onChange([...ids].sort())}
    />
  );
}
