import type { WidgetProps } from '@rjsf/utils';
import { NumberInput } from './number.tsx';

/** A share: the fraction 0.6 on the wire is typed and read as 60 %. */
export default function PercentWidget(props: WidgetProps) {
  return <NumberInput {...props} power={2} suffix="%" />;
}
