import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from '@ant-design/icons';
import type { WidgetProps } from '@rjsf/utils';
import { Select } from 'antd';
import { inputProps, optionsOf } from '../../../runtime-ui/form/widget.ts';
import { useTexts } from '../../i18n/index.ts';

/** Several of a list, in an order: rows that move up and down, and a box that adds one more. */
export default function OrderedWidget(props: WidgetProps) {
  const { t } = useTexts();
  const chosen: readonly string[] = Array.isArray(props.value) ? props.value : [];
  const offered = optionsOf(props).options ?? [];
  const labelOf = (value: string) => String(offered.find((one) => one.value === value)?.label ?? value);
  const move = (from: number, by: -1 | 1) => {
    const next = [...chosen];
    next.splice(from + by, 0, ...next.splice(from, 1));
    props.onChange(next);
  };
  return (
    <div className="gd-ordered">
      {chosen.length > 0 && (
        <ol>
          {chosen.map((value, at) => (
            <li key={value}>
              <span>{labelOf(value)}</span>
              <button
                type="button"
                className="gx-icon-button"
                aria-label={t('options.up', { option: labelOf(value) })}
                disabled={at === 0}
                onClick={() => move(at, -1)}
              >
                <ArrowUpOutlined />
              </button>
              <button
                type="button"
                className="gx-icon-button"
                aria-label={t('options.down', { option: labelOf(value) })}
                disabled={at === chosen.length - 1}
                onClick={() => move(at, 1)}
              >
                <ArrowDownOutlined />
              </button>
              <button
                type="button"
                className="gx-icon-button"
                aria-label={t('options.remove', { option: labelOf(value) })}
                onClick={() => props.onChange(chosen.filter((one) => one !== value))}
              >
                <CloseOutlined />
              </button>
            </li>
          ))}
        </ol>
      )}
      <Select
        {...inputProps(props)}
        className="gx-wide"
        value={null}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('common.select')}
        options={offered
          .filter(({ value }) => !chosen.includes(value))
          .map(({ value, label }) => ({ value, label: String(label) }))}
        onChange={(value: string) => props.onChange([...chosen, value])}
      />
    </div>
  );
}
