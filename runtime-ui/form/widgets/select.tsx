import type { WidgetProps } from '@rjsf/utils';
import { Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/index.ts';
import { colorOf } from '../../values/colors.ts';
import { Tag } from '../../values/tag.tsx';
import { inputProps, optionsOf, orNull, type WidgetOption } from '../widget.ts';

/** Choices of a select: archived ones only where the record holds them. */
export function useChoices(props: WidgetProps, held: readonly unknown[]) {
  const { language } = useTexts();
  const all = optionsOf(props).options ?? plainChoices(props);
  const isFirst = (option: WidgetOption) => all.find(({ value }) => value === option.value) === option;
  return all
    .filter((option) => (!option.archived || held.includes(option.value)) && isFirst(option))
    .map(({ value, label, color }) => {
      const text = typeof label === 'string' ? label : (label[language] ?? label.en ?? value);
      return { value, text, label: color ? <Tag color={colorOf(color)}>{text}</Tag> : text };
    });
}

/** The `enum` of a schema that comes without options of its own (property forms of the designer). */
const plainChoices = (props: WidgetProps): readonly WidgetOption[] =>
  (props.options.enumOptions ?? []).map(({ value, label }) => ({ value, label }));

/** One of fixed options; where others are taken too, what one types is one more. */
export default function SelectWidget(props: WidgetProps) {
  const { t } = useTexts();
  const known = useChoices(props, [props.value]);
  const [typed, setTyped] = useState('');
  const other = typed.trim();
  const isOther =
    optionsOf(props).settings?.allowOther === true &&
    other !== '' &&
    !known.some(({ text, value }) => text === other || value === other);
  const choices = isOther
    ? [...known, { value: other, text: other, label: t('form.other', { text: other }) }]
    : known;
  return (
    <Select
      {...inputProps(props)}
      className="gx-wide"
      allowClear={!props.required}
      showSearch={{ optionFilterProp: 'text', onSearch: setTyped }}
      placeholder={props.placeholder || t('common.select')}
      value={props.value ?? null}
      options={choices}
      onChange={(value) => {
        setTyped('');
        props.onChange(orNull(value));
      }}
    />
  );
}
