import { DatePicker, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { dayjs } from '../../runtime-ui/values/days.ts';
import { shiftDecimal } from '../../runtime-ui/values/format.ts';
import { RecordSelect } from '../../runtime-ui/values/record-select.tsx';
import { useTexts } from '../i18n/index.ts';
import type { Operand } from './condition.ts';
import type { Subject } from './subjects.ts';
import type { ValueFacts } from './use-conditions.ts';

interface OperandProps {
  readonly name: string;
  readonly facts: ValueFacts;
  readonly isMany: boolean;
  readonly values: readonly Operand[];
  readonly onChange: (values: readonly Operand[]) => void;
}

const plain = (operand: Operand | undefined): string =>
  operand === undefined ? '' : String(Object.values(operand)[0]);

const texts = (given: string | readonly string[]): Operand[] =>
  (typeof given === 'string' ? [given] : given).filter((text) => text !== '').map((text) => ({ text }));

function Choice({ name, facts, isMany, values, onChange }: OperandProps) {
  const { t } = useTexts();
  return (
    <Select
      className="gd-condition-value"
      aria-label={name}
      mode={isMany ? (facts.options.length > 0 ? 'multiple' : 'tags') : undefined}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('common.select')}
      value={isMany ? values.map(plain) : plain(values[0]) || undefined}
      options={[...facts.options]}
      onChange={(next: string | string[]) => onChange(texts(next ?? []))}
    />
  );
}

const numberInput =
  (power: number, suffix?: string) =>
  ({ name, values, onChange }: OperandProps): ReactNode => {
    const given = plain(values[0]);
    return (
      <InputNumber
        className="gd-condition-value"
        stringMode
        aria-label={name}
        suffix={suffix}
        value={given === '' ? null : shiftDecimal(given, power)}
        onChange={(next) =>
          onChange(next === null || next === '' ? [] : [{ number: shiftDecimal(String(next), -power) }])
        }
      />
    );
  };

/** How values are put in, by the widget of the type; without an entry by their kind. */
const INPUTS: Readonly<Record<string, (props: OperandProps) => ReactNode>> = {
  percent: numberInput(2, '%'),
  decimal: numberInput(0),
  string: ({ name, values, onChange }) => (
    <Input
      className="gd-condition-value"
      aria-label={name}
      value={plain(values[0])}
      onChange={(event) => onChange(texts(event.target.value))}
    />
  ),
  bool: ({ name, values, onChange }) => <YesNo name={name} values={values} onChange={onChange} />,
  date: (props) => <Day {...props} />,
  timestamp: (props) => <Day {...props} />,
  options: (props) => <Choice {...props} />,
  records: ({ name, facts, isMany, values, onChange }) => (
    <RecordSelect
      className="gd-condition-value"
      name={name}
      isMany
      object={facts.target!.object}
      title={facts.target!.title}
      value={values.map(plain)}
      onChange={(ids) => onChange(texts(isMany ? ids : ids.slice(-1)))}
    />
  ),
};

function YesNo({ name, values, onChange }: Pick<OperandProps, 'name' | 'values' | 'onChange'>) {
  const { t } = useTexts();
  return (
    <Select
      className="gd-condition-value"
      aria-label={name}
      value={plain(values[0]) || undefined}
      options={[
        { value: 'true', label: t('common.yes') },
        { value: 'false', label: t('common.no') },
      ]}
      onChange={(next: string) => onChange([{ flag: next === 'true' }])}
    />
  );
}

function Day({ name, values, onChange }: OperandProps) {
  return (
    <DatePicker
      className="gd-condition-value"
      aria-label={name}
      value={values[0] ? dayjs(plain(values[0])) : null}
      onChange={(day) => onChange(day ? [{ day: day.format('YYYY-MM-DD') }] : [])}
    />
  );
}

function inputOf({ facts, isMany }: OperandProps) {
  if (facts.target) return INPUTS.records!;
  if (facts.options.length > 0 || isMany) return INPUTS.options!;
  return INPUTS[facts.widget] ?? INPUTS[facts.kind] ?? INPUTS.string!;
}

type Source = 'value' | 'path' | 'today';

const sourceOf = (operand: Operand | undefined): Source =>
  operand && 'path' in operand ? 'path' : operand && 'today' in operand ? 'today' : 'value';

const isDayKind = ({ kind }: ValueFacts): boolean => kind === 'date' || kind === 'timestamp';

/** What a line compares with: a value of the field's own kind, another field, or a day counted from today. */
export function OperandInput(props: OperandProps & { others: readonly Subject[] }) {
  const { name, facts, isMany, values, others, onChange } = props;
  const { t } = useTexts();
  const source = sourceOf(values[0]);
  const alike = others.filter(({ kind }) => kind === facts.kind);
  const sources: readonly Source[] = [
    'value',
    ...(alike.length > 0 ? (['path'] as const) : []),
    ...(isDayKind(facts) ? (['today'] as const) : []),
  ];
  const choose = (next: Source) => {
    if (next === 'path') return onChange([{ path: alike[0]!.path }]);
    onChange(next === 'today' ? [{ today: 0 }] : []);
  };
  const first = values[0];
  return (
    <>
      {!isMany && sources.length > 1 && (
        <Select
          className="gd-condition-source"
          aria-label={t('conditions.compareWith', { field: name })}
          value={source}
          options={sources.map((value) => ({ value, label: t(`conditions.source.${value}`) }))}
          onChange={choose}
        />
      )}
      {source === 'path' && (
        <Select
          className="gd-condition-value"
          aria-label={name}
          showSearch={{ optionFilterProp: 'label' }}
          value={plain(first)}
          options={alike.map(({ path, label }) => ({ value: path, label }))}
          onChange={(path: string) => onChange([{ path }])}
        />
      )}
      {source === 'today' && (
        <InputNumber
          className="gd-condition-value"
          aria-label={name}
          precision={0}
          suffix={t('conditions.daysFromToday')}
          value={first && 'today' in first ? first.today : 0}
          onChange={(days) => onChange([{ today: Number(days ?? 0) }])}
        />
      )}
      {source === 'value' && inputOf(props)(props)}
    </>
  );
}
