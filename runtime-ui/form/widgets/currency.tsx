import type { WidgetProps } from '@rjsf/utils';
import { useTexts } from '../../i18n/index.ts';
import { currencySymbol } from '../../values/format.ts';
import { useLocality } from '../../values/locality.ts';
import { optionsOf } from '../widget.ts';
import { NumberInput } from './number.tsx';

/** An amount in the workspace's currency. */
export default function CurrencyWidget(props: WidgetProps) {
  const { language } = useTexts();
  const { currency } = useLocality();
  return <NumberInput {...props} prefix={currencySymbol(optionsOf(props).currency ?? currency, language)} />;
}
