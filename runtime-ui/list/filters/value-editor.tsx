import { DatePicker, Input, InputNumber, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { type DurationUnit, durationText, readDuration } from '../../../engine/field-types/durations.ts';
import type { FieldMeta, ObjectMeta } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { dayjs } from '../../values/days.ts';
import { shiftDecimal } from '../../values/format.ts';
import { RecordSelect } from '../../values/record-select.tsx';
import type { Literal } from './conditions.ts';
import type { Editor } from './operators.ts';

interface EditorProps {
  readonly object: ObjectMeta;
  readonly field: FieldMeta;
  readonly isMany: boolean;
  readonly values: readonly Literal[];
  /** what a screen reader says */
  readonly name: string;
  readonly onChange: (values: readonly Literal[]) => void;
}

const plain = (value: Literal | undefined): string =>
  value === undefined ? '' : String(Object.values(value)[0]);
const texts = (values: string | readonly string[]): Literal[] =>
  (typeof values === 'string' ? [values] : values).map((text) => ({ text }));

function Choice({
  isMany,
  values,
  name,
  onChange,
  options,
}: EditorProps & { options: readonly { value: string; label: string }[] }) {
  const { t } = useTexts();
  return (
    <Select
      className="gx-filter-value"
      mode={isMany ? 'multiple' : undefined}
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={name}
      placeholder={t('common.select')}
      value={isMany ? values.map(plain) : plain(values[0]) || undefined}
      options={[...options]}
      onChange={(next: string | string[]) => onChange(texts(next ?? []))}
    />
  );
}

/** A text waits until one stops typing: every change asks the server. */
function TextEditor({ values, name, onChange }: EditorProps) {
  const [text, setText] = useState(plain(values[0]));
  const latest = useRef(onChange);
  latest.current = onChange;
  const given = plain(values[0]);
  useEffect(() => {
    if (text === given) return;
    const timer = setTimeout(() => latest.current(text ? [{ text }] : []), 400);
    return () => clearTimeout(timer);
  }, [text, given]);
  return (
    <Input
      className="gx-filter-value"
      aria-label={name}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

function NumberEditor({
  values,
  name,
  onChange,
  power = 0,
  suffix,
}: EditorProps & { power?: number; suffix?: string }) {
  const given = plain(values[0]);
  return (
    <InputNumber
      className="gx-filter-value"
      stringMode
      aria-label={name}
      suffix={suffix}
      value={given === '' ? null : shiftDecimal(given, power)}
      onChange={(next) =>
        onChange(next === null || next === '' ? [] : [{ number: shiftDecimal(String(next), -power) }])
      }
    />
  );
}

/** A length of time is compared in seconds, whatever it is written in. */
function DurationEditor({ field, values, name, onChange }: EditorProps) {
  const { language } = useTexts();
  const unit = (field.settings?.unit ?? 'minute') as DurationUnit;
  const given = plain(values[0]);
  const [text, setText] = useState(given === '' ? '' : durationText(Number(given), unit, language));
  const seconds = readDuration(text, unit);
  return (
    <Input
      className="gx-filter-value"
      aria-label={name}
      status={text.trim() !== '' && seconds === undefined ? 'error' : ''}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => onChange(seconds === undefined ? [] : [{ number: String(seconds) }])}
    />
  );
}

const EDITORS: Readonly<Record<Editor, (props: EditorProps) => React.ReactNode>> = {
  none: () => null,
  text: (props) => <TextEditor {...props} />,
  number: (props) => <NumberEditor {...props} />,
  duration: (props) => <DurationEditor {...props} />,
  percent: (props) => <NumberEditor {...props} power={2} suffix="%" />,
  days: (props) => <NumberEditor {...props} />,
  day: ({ values, name, onChange }) => (
    <DatePicker
      className="gx-filter-value"
      aria-label={name}
      value={values[0] ? dayjs(plain(values[0])) : null}
      onChange={(day) => onChange(day ? [{ day: day.format('YYYY-MM-DD') }] : [])}
    />
  ),
  options: (props) => <OptionEditor {...props} />,
  stages: (props) => <StageEditor {...props} />,
  kinds: (props) => <KindEditor {...props} />,
  objects: (props) => <ObjectEditor {...props} />,
  records: ({ field, values, name, onChange }) => (
    <RecordSelect
      className="gx-filter-value"
      isMany
      name={name}
      object={field.target!}
      title={field.targetTitle ?? 'name'}
      value={values.map(plain)}
      onChange={(ids) => onChange(texts(ids))}
    />
  ),
};

function OptionEditor(props: EditorProps) {
  const { label } = useTexts();
  const all = (props.field.options ?? []).map(({ value, labels }) => ({ value, label: label(labels) }));
  const options = [...new Map(all.map((option) => [option.value, option])).values()];
  return <Choice {...props} options={options} />;
}

function StageEditor(props: EditorProps) {
  const { label } = useTexts();
  const stages = new Map(
    props.object.pipelines.flatMap(({ stages }) => stages.map((stage) => [stage.name, stage] as const)),
  );
  return (
    <Choice
      {...props}
      options={[...stages.values()].map(({ name, labels }) => ({ value: name, label: label(labels) }))}
    />
  );
}

function ObjectEditor(props: EditorProps) {
  const { label } = useTexts();
  const options = (props.field.targets ?? []).map(({ name, labels }) => ({
    value: name,
    label: label(labels),
  }));
  return <Choice {...props} options={options} />;
}

function KindEditor(props: EditorProps) {
  const { t } = useTexts();
  const options = (['open', 'won', 'lost'] as const).map((value) => ({ value, label: t(`stage.${value}`) }));
  return <Choice {...props} options={options} />;
}

/** The input for the values of one condition. */
export function ValueEditor({ editor, ...props }: EditorProps & { editor: Editor }) {
  return EDITORS[editor](props);
}
