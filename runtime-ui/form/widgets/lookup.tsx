import type { WidgetProps } from '@rjsf/utils';
import { use } from 'react';
import { RecordSelect } from '../../values/record-select.tsx';
import { FillingContext } from '../filling.ts';
import { useCreate } from '../use-create.ts';
import { inputProps, optionsOf } from '../widget.ts';

/** A record of another object, found by searching. */
export default function LookupWidget(props: WidgetProps) {
  const input = inputProps(props);
  const { target = '', titleField = 'name', filtered, canCreate, presets } = optionsOf(props);
  const filling = use(FillingContext);
  const create = useCreate(input.id, (id) => props.onChange(id));
  const pointing =
    filtered && filling
      ? () => ({
          object: filling.object,
          field: props.name,
          ...(filling.id !== undefined && { id: filling.id }),
          values: filling.values(),
        })
      : undefined;
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
      onCreate={canCreate && create ? (title) => create(target, title, presets) : undefined}
      value={props.value ? [props.value] : []}
      onChange={(ids) => props.onChange(ids[0] ?? null)}
    />
  );
}
