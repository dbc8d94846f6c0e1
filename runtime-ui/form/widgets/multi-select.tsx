import type { WidgetProps } from '@rjsf/utils';
import { Select } from 'antd';
import { useTexts } from '../../i18n/index.ts';
import { inputProps, optionsOf } from '../widget.ts';
import { useChoices } from './select.tsx';

/** Any number of fixed options; none is the empty list. */
export default function MultiSelectWidget(props: WidgetProps) {
  const { t } = useTexts();
  const value: string[] = Array.isArray(props.value) ? props.value : [];
  const choices = useChoices(props, value);
  return (
    <Select
      {...inputProps(props)}
      className="gx-wide"
      mode={optionsOf(props).settings?.allowOther === true ? 'tags' : 'multiple'}
      allowClear
      showSearch={{ optionFilterProp: 'text' }}
      optionLabelProp="text"
      placeholder={props.placeholder || t('common.select')}
      value={value}
      options={choices}
      onChange={(next: string[]) => props.onChange(next)}
    />
  );
}
