import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import type { FieldMeta, ObjectMeta } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { listableFields } from '../state.ts';
import { type Clause, isCondition, printFilter } from './conditions.ts';
import { operatorsOf } from './operators.ts';
import { fieldOfPath, isMomentIn, operatorsAt } from './paths.ts';
import { ValueEditor } from './value-editor.tsx';

/** One condition: field, operator, value; a text for what is more than that. */
export function ConditionRow(props: {
  object: ObjectMeta;
  row: Clause;
  onChange: (row: Clause) => void;
  onRemove: () => void;
}) {
  const { object, row, onChange, onRemove } = props;
  const { t, label } = useTexts();
  const known = isCondition(row) && operatorsAt(object, row.path).some(({ name }) => name === row.operator);
  if (!known) {
    const text = isCondition(row) ? printFilter([row], isMomentIn(object)) : row.expression;
    return (
      <div className="gx-filter-row">
        <Input.TextArea
          className="gx-filter-value"
          rows={2}
          aria-label={t('filter.advanced')}
          defaultValue={text}
          onBlur={(event) => event.target.value !== text && onChange({ expression: event.target.value })}
        />
        <RemoveButton name={t('filter.advanced')} onRemove={onRemove} />
      </div>
    );
  }
  const { field, isKind } = fieldOfPath(object, row.path);
  const operators = operatorsAt(object, row.path);
  const operator = operators.find(({ name }) => name === row.operator)!;
  const choose = (path: string) => {
    const first = operatorsAt(object, path)[0]!;
    onChange({ path, operator: first.name, values: [] });
  };
  const chooseOperator = (name: string) => {
    const next = operators.find((each) => each.name === name)!;
    onChange({ ...row, operator: next.name, values: next.editor === operator.editor ? row.values : [] });
  };
  const name = label(field!.labels);
  return (
    <div className="gx-filter-row">
      <Select
        className="gx-filter-field"
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('filter.field')}
        value={row.path}
        options={fieldChoices(object, label, t('filter.outcome'), t('form.object'))}
        onChange={choose}
      />
      <Select
        className="gx-filter-operator"
        aria-label={`${name}: ${t('filter.operator')}`}
        value={row.operator}
        popupMatchSelectWidth={false}
        options={operators.map((each) => ({
          value: each.name,
          label: t(`filter.op.${each.text}` as 'filter.op.eq'),
        }))}
        onChange={chooseOperator}
      />
      <RemoveButton name={name} onRemove={onRemove} />
      <ValueEditor
        key={`${row.path} ${row.operator}`}
        object={object}
        field={field!}
        editor={operator.editor}
        isMany={!isKind && ['in', 'notIn'].includes(row.operator)}
        values={row.values}
        name={`${name}: ${t('filter.value')}`}
        onChange={(values) => onChange({ ...row, values })}
      />
    </div>
  );
}

function RemoveButton({ name, onRemove }: { name: string; onRemove: () => void }) {
  const { t } = useTexts();
  return (
    <Button
      type="text"
      icon={<DeleteOutlined />}
      aria-label={t('filter.remove', { field: name })}
      onClick={onRemove}
    />
  );
}

/** Fields by label; a stage brings its outcome (open, won, lost) as a second line, a relation to several objects which one it is. */
function fieldChoices(
  object: ObjectMeta,
  label: (labels: FieldMeta['labels']) => string,
  kind: string,
  target: string,
) {
  return listableFields(object)
    .filter((field) => operatorsOf(field).length > 0)
    .flatMap((field) => [
      { value: field.name, label: label(field.labels) },
      ...(field.widget === 'stage'
        ? [{ value: `${field.name}.kind`, label: `${label(field.labels)} · ${kind}` }]
        : []),
      ...(field.targets
        ? [{ value: `${field.name}.object`, label: `${label(field.labels)} · ${target}` }]
        : []),
    ]);
}
