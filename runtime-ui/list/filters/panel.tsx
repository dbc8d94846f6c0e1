import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Drawer, Input, Select } from 'antd';
import { useState } from 'react';
import type { FieldMeta, ObjectMeta } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { isListable, type ListPatch, type ListState } from '../state.ts';
import { fieldOfPath, isMomentIn } from './chips.tsx';
import { type Clause, type Condition, isCondition, printFilter, readFilter } from './conditions.ts';
import { KIND_OPERATORS, operatorOf, operatorsOf } from './operators.ts';
import { ValueEditor } from './value-editor.tsx';
import './filters.css';

/** Whether a condition says enough to be asked. */
function isComplete(object: ObjectMeta, clause: Clause): boolean {
  if (!isCondition(clause)) return clause.expression.trim() !== '';
  const { field, isKind } = fieldOfPath(object, clause.path);
  const operator = operatorOf(field, isKind, clause.operator);
  return operator?.editor === 'none' || clause.values.length > 0;
}

const operatorsAt = (object: ObjectMeta, path: string) => {
  const { field, isKind } = fieldOfPath(object, path);
  if (isKind) return KIND_OPERATORS;
  return field ? operatorsOf(field) : [];
};

/** The conditions of a list, one row each. What is complete takes effect at once. */
export default function FilterPanel(props: {
  object: ObjectMeta;
  state: ListState;
  patch: (patch: ListPatch) => void;
  onClose: () => void;
}) {
  const { object, state, patch, onClose } = props;
  const { t } = useTexts();
  const [rows, setRows] = useState<readonly Clause[]>(() => {
    const read = readFilter(state.filter);
    return read.length > 0 ? read : [freshRow(object)];
  });
  const change = (next: readonly Clause[]) => {
    setRows(next);
    const filter = printFilter(
      next.filter((clause) => isComplete(object, clause)),
      isMomentIn(object),
    );
    if (filter !== state.filter) patch({ filter });
  };
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('list.filters')}
      size="min(460px, 100vw)"
      footer={
        <div className="gx-drawer-foot">
          <Button onClick={() => change([])}>{t('common.clear')}</Button>
          <Button type="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        </div>
      }
    >
      <p className="gx-soft gx-filter-note">{rows.length > 0 ? t('filter.all') : t('filter.none')}</p>
      <div className="gx-filter-rows">
        {rows.map((row, i) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            key={i}
            object={object}
            row={row}
            onChange={(next) => change(rows.map((each, at) => (at === i ? next : each)))}
            onRemove={() => change(rows.filter((_, at) => at !== i))}
          />
        ))}
      </div>
      <Button
        type="dashed"
        block
        icon={<PlusOutlined />}
        onClick={() => setRows([...rows, freshRow(object)])}
      >
        {t('filter.add')}
      </Button>
      <SortChoice object={object} state={state} patch={patch} />
    </Drawer>
  );
}

function freshRow(object: ObjectMeta): Condition {
  const field =
    object.fields.find((each) => each.options || each.widget === 'stage') ?? object.fields.find(isListable)!;
  return { path: field.name, operator: operatorsOf(field)[0]!.name, values: [] };
}

function Row(props: {
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
        options={fieldChoices(object, label, t('filter.outcome'))}
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

/** Fields by label; a stage brings its outcome (open, won, lost) as a second line. */
function fieldChoices(object: ObjectMeta, label: (labels: FieldMeta['labels']) => string, kind: string) {
  return object.fields
    .filter((field) => isListable(field) && operatorsOf(field).length > 0)
    .flatMap((field) => [
      { value: field.name, label: label(field.labels) },
      ...(field.widget === 'stage'
        ? [{ value: `${field.name}.kind`, label: `${label(field.labels)} · ${kind}` }]
        : []),
    ]);
}

/** The same order as a click on a column's head, for cards and boards that have none. */
function SortChoice({
  object,
  state,
  patch,
}: {
  object: ObjectMeta;
  state: ListState;
  patch: (patch: ListPatch) => void;
}) {
  const { t, label } = useTexts();
  const options = object.fields
    .filter((field) => isListable(field) && field.kind !== 'list')
    .flatMap(({ name, labels }) => [
      { value: name, label: `${label(labels)} ↑` },
      { value: `-${name}`, label: `${label(labels)} ↓` },
    ]);
  return (
    <div className="gx-filter-sort">
      <h3>{t('list.sort')}</h3>
      <Select
        mode="multiple"
        maxCount={3}
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('list.sort')}
        placeholder={t('list.sortNone')}
        value={[...state.sort]}
        options={options}
        onChange={(sort: string[]) => patch({ sort })}
      />
    </div>
  );
}
