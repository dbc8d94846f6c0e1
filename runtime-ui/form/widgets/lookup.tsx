import type { WidgetProps } from '@rjsf/utils';
import { use } from 'react';
import { RecordSelect } from '../../values/record-select.tsx';
import { FillingContext } from '../filling.ts';
import { inputProps, optionsOf } from '../widget.ts';

/** A record of another object, found by searching. */
export default function LookupWidget(props: WidgetProps) {
  const { target = '', titleField = 'name', filtered } = optionsOf(props);
  const filling = use(FillingContext);
  const pointing =
    filtered && filling
      ? () => ({
          object: filling.object,
          field: props.name,
          ...(filling.id !== undefined && { id: filling.id }),
          values: filling.values(),
        })
      : undefined;
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
      pointing={pointing}
      value={props.value ? [props.value] : []}
      onChange={(ids) => props.onChange(ids[0] ?? null)}
    />
  );
}
