import type { WidgetProps } from '@rjsf/utils';
import { InputNumber, Select, Space } from 'antd';
import { useMemo, useState } from 'react';
import { rateOn } from '../../../engine/field-types/composed.ts';
import { useTexts } from '../../i18n/index.ts';
import { formatAmount, groupDecimal } from '../../values/format.ts';
import { useLocality } from '../../values/locality.ts';
import { type Money, withBase } from '../../values/money.ts';
import { useFormValue } from '../form-values.ts';
import { useDeferred } from '../pending.ts';
import { inputProps, optionsOf } from '../widget.ts';

const today = (timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date());

const plain = (typed: string | undefined): string => (typed ?? '').replace(/[,\s，]/g, '');

/** One exact number, handed over after a pause. */
function DecimalInput(props: {
  input: ReturnType<typeof inputProps>;
  label?: string;
  prefix?: string;
  className: string;
  scale?: number;
  value: string;
  onCommit: (text: string) => void;
}) {
  const { input, label, prefix, className, scale, value, onCommit } = props;
  const { text, type, flush } = useDeferred<string>(value, onCommit);
  return (
    <InputNumber<string>
      {...input}
      aria-label={label}
      className={className}
      stringMode
      controls={false}
      inputMode="decimal"
      prefix={prefix}
      precision={scale}
      formatter={(given) => (given ? groupDecimal(String(given)) : '')}
      parser={plain}
      value={text === '' ? null : text}
      onChange={(given) => type(given === null || given === undefined ? '' : String(given))}
      onBlur={flush}
    />
  );
}

/** An amount, its currency, and for another currency than the workspace's the rate that is kept with it. */
export default function MoneyWidget(props: WidgetProps) {
  const { t, language } = useTexts();
  const where = useLocality();
  const { rates = [], settings = {}, scale = 2, currency: own = where.currency } = optionsOf(props);
  const currencyField = settings.currencyField as string | undefined;
  // chosen before there is an amount
  const [picked, pick] = useState(own);
  const said = useFormValue(currencyField);
  const value = props.value as Money | null;
  const decided = currencyField === undefined ? undefined : typeof said === 'string' && said ? said : own;
  const code = decided ?? value?.currency ?? picked;
  const day = today(where.timeZone);
  const input = inputProps(props);

  const commit = (amount: string, currency: string, rate: string | null) =>
    props.onChange(amount === '' ? null : withBase({ amount, currency, rate }, scale));
  const kept = value?.currency === code ? value.rate : null;
  const rate = code === own ? '1' : (kept ?? rateOn(rates, code, day) ?? null);

  const names = useMemo(() => new Intl.DisplayNames(language, { type: 'currency' }), [language]);
  const codes = [...new Set([own, code, ...rates.map(({ currency }) => currency)])];
  const choices = codes.map((one) => ({ value: one, label: one, title: names.of(one) ?? one }));
  const shown = value && code !== own && rate !== null ? withBase({ ...value, rate }, scale).base : null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div role="group" aria-labelledby={`${props.id}__label`}>
      <Space.Compact block>
        <DecimalInput
          input={input}
          className="gx-wide"
          scale={scale}
          value={value?.amount ?? ''}
          onCommit={(amount) => commit(amount, code, rate)}
        />
        <Select
          className="gx-currency"
          aria-label={t('form.currency')}
          disabled={input.disabled || decided !== undefined}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={code}
          options={choices}
          optionRender={({ data }) => `${data.value} ${data.title}`}
          onChange={(next: string) => {
            pick(next);
            if (value) commit(value.amount, next, next === own ? '1' : (rateOn(rates, next, day) ?? null));
          }}
        />
      </Space.Compact>
      {value && code !== own && (
        <div className="gx-money-rate">
          <DecimalInput
            input={{ ...input, id: `${props.id}_rate`, autoFocus: false, placeholder: undefined }}
            label={t('form.rate')}
            prefix={t('form.rate')}
            className="gx-rate"
            value={rate ?? ''}
            onCommit={(typed) => commit(value.amount, code, typed === '' ? null : typed)}
          />
          {shown !== null && <span>≈ {formatAmount(shown, { ...where, currency: own })}</span>}
        </div>
      )}
    </div>
  );
}
