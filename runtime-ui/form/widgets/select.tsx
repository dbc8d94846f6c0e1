import type { WidgetProps } from '@rjsf/utils';
import { Select } from 'antd';
import { useTexts } from '../../i18n/index.ts';
import { colorOf } from '../../values/colors.ts';
import { Tag } from '../../values/tag.tsx';
import { inputProps, optionsOf, orNull, type WidgetOption } from '../widget.ts';

/** Choices of a select: archived ones only where the record holds them. */
export function useChoices(props: WidgetProps, held: readonly unknown[]) {
  const { language } = useTexts();
  return (optionsOf(props).options ?? plainChoices(props))
    .filter(({ archived, value }) => !archived || held.includes(value))
    .map(({ value, label, color }) => {
      const text = typeof label === 'string' ? label : (label[language] ?? label.en ?? value);
      return { value, text, label: color ? <Tag color={colorOf(color)}>{text}</Tag> : text };
    });
}

/** The `enum` of a schema that comes without options of its own (property forms of the designer). */
const plainChoices = (props: WidgetProps): readonly WidgetOption[] =>
  (props.options.enumOptions ?? []).map(({ value, label }) => ({ value, label }));

/** One of fixed options. */
export default function SelectWidget(props: WidgetProps) {
  const { t } = useTexts();
  const choices = useChoices(props, [props.value]);
  return (
    <Select
      {...inputProps(props)}
      className="gx-wide"
      allowClear={!props.required}
      showSearch={{ optionFilterProp: 'text' }}
      placeholder={props.placeholder || t('common.select')}
      value={props.value ?? null}
      options={choices}
      onChange={(value) => props.onChange(orNull(value))}
    />
  );
}
