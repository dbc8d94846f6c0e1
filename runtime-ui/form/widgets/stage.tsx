import type { WidgetProps } from '@rjsf/utils';
import { Select, type SelectProps } from 'antd';
import { useTexts } from '../../i18n/index.ts';
import { colorOf } from '../../values/colors.ts';
import { Tag } from '../../values/tag.tsx';
import { inputProps, optionsOf, orNull } from '../widget.ts';

/** The stage of a record: in groups where the object has several pipelines. */
export default function StageWidget(props: WidgetProps) {
  const { t, language } = useTexts();
  const pipelines = optionsOf(props).stages ?? [];
  const groups = pipelines.map(({ pipeline, label, stages }) => ({
    key: pipeline,
    label,
    options: stages.map((stage, place) => {
      const text = typeof stage.label === 'string' ? stage.label : (stage.label[language] ?? stage.value);
      return {
        value: stage.value,
        text,
        label: <Tag color={colorOf(stage.color, stage.kind, place)}>{text}</Tag>,
      };
    }),
  }));
  const choices: SelectProps['options'] = groups.length === 1 ? groups[0]!.options : groups;
  return (
    <Select
      {...inputProps(props)}
      className="gx-wide"
      showSearch={{ optionFilterProp: 'text' }}
      placeholder={props.placeholder || t('common.select')}
      value={props.value ?? null}
      options={choices}
      onChange={(value) => props.onChange(orNull(value))}
    />
  );
}
