import type { WidgetProps } from '@rjsf/utils';
import { InputNumber } from 'antd';
import { groupDecimal, shiftDecimal } from '../../values/format.ts';
import { useDeferred } from '../pending.ts';
import { inputProps, optionsOf } from '../widget.ts';

/** A number: whole ones are numbers on the wire, decimals are texts, so no digit is lost. */
export function NumberInput(props: WidgetProps & { prefix?: string; suffix?: string; power?: number }) {
  const { power = 0, prefix, suffix } = props;
  const isWhole = props.schema.type === 'integer' || props.schema.type === 'number';
  const given =
    props.value === null || props.value === undefined ? '' : shiftDecimal(String(props.value), power);
  const { text, type, flush } = useDeferred<string>(given, (typed) => {
    const plain = typed === '' ? null : shiftDecimal(typed, -power);
    props.onChange(plain !== null && isWhole ? Number(plain) : plain);
  });
  const scale = optionsOf(props).scale;
  return (
    <InputNumber<string>
      {...inputProps(props)}
      className="gx-wide"
      stringMode
      controls={false}
      inputMode="decimal"
      prefix={prefix}
      suffix={suffix}
      precision={isWhole ? 0 : scale === undefined ? undefined : Math.max(scale - power, 0)}
      formatter={(value) => (value ? groupDecimal(String(value)) : '')}
      parser={(value) => (value ?? '').replace(/[,\s，]/g, '')}
      value={text === '' ? null : text}
      onChange={(value) => type(value === null || value === undefined ? '' : String(value))}
      onBlur={flush}
    />
  );
}

export default function NumberWidget(props: WidgetProps) {
  return <NumberInput {...props} />;
}
