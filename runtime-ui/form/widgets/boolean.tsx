import type { WidgetProps } from '@rjsf/utils';
import { Switch } from 'antd';
import { useTexts } from '../../i18n/index.ts';
import { inputProps } from '../widget.ts';

/** Yes or no. */
export default function BooleanWidget(props: WidgetProps) {
  const { t } = useTexts();
  const { status, placeholder, 'aria-required': _, ...rest } = inputProps(props);
  return (
    <Switch
      {...rest}
      aria-label={props.label}
      checked={props.value === true}
      checkedChildren={t('common.yes')}
      unCheckedChildren={t('common.no')}
      onChange={(checked) => props.onChange(checked)}
    />
  );
}
