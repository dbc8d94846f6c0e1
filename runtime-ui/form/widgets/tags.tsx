import type { WidgetProps } from '@rjsf/utils';
import { Select } from 'antd';
import { useTexts } from '../../i18n/index.ts';
import { inputProps } from '../widget.ts';

/** Free words; Enter and commas end one. */
export default function TagsWidget(props: WidgetProps) {
  const { t } = useTexts();
  const value: string[] = Array.isArray(props.value) ? props.value : [];
  return (
    <Select
      {...inputProps(props)}
      className="gx-wide"
      mode="tags"
      open={false}
      suffixIcon={null}
      tokenSeparators={[',', '，', ';', '；', '、']}
      placeholder={props.placeholder || t('form.tags')}
      value={value}
      onChange={(next: string[]) => props.onChange(next)}
    />
  );
}
