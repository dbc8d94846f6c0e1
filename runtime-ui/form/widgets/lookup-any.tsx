import type { WidgetProps } from '@rjsf/utils';
import { Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/index.ts';
import { RecordSelect } from '../../values/record-select.tsx';
import type { Pointer } from '../../values/relations.ts';
import { useCreate } from '../use-create.ts';
import { inputProps, optionsOf } from '../widget.ts';

/** A record of one of several objects: first the object, then the record. */
export default function LookupAnyWidget(props: WidgetProps) {
  const { t } = useTexts();
  const { targets = [] } = optionsOf(props);
  const input = inputProps(props);
  const create = useCreate(input.id, (id) => props.onChange({ object: name, id }));
  const value = props.value as Pointer | null | undefined;
  const [chosen, setChosen] = useState(targets.length === 1 ? targets[0]!.name : undefined);
  const name = value?.object ?? chosen;
  const target = targets.find((each) => each.name === name);
  const objects = targets.map(({ name: object, label }) => ({ value: object, label }));
  // what points at an object that is no longer offered keeps its place until something else is chosen
  const isLeft = name !== undefined && !target;
  return (
    <div className="gx-pointer">
      <Select
        className="gx-pointer-object"
        aria-label={t('form.objectOf', { field: props.label })}
        disabled={input.disabled}
        placeholder={t('form.object')}
        showSearch={{ optionFilterProp: 'label' }}
        value={name}
        options={isLeft ? [...objects, { value: name, label: name }] : objects}
        onChange={(next) => {
          setChosen(next);
          if (value && value.object !== next) props.onChange(null);
        }}
      />
      <RecordSelect
        key={name}
        id={input.id}
        className="gx-pointer-record"
        object={name ?? ''}
        title={target?.titleField ?? 'id'}
        isDisabled={input.disabled || !target}
        isInvalid={input.status === 'error'}
        describedBy={input['aria-describedby']}
        onCreate={target?.canCreate && create ? (title) => create(target.name, title) : undefined}
        value={value ? [value.id] : []}
        onChange={([id]) => {
          setChosen(name);
          props.onChange(id === undefined ? null : { object: name, id });
        }}
      />
    </div>
  );
}
