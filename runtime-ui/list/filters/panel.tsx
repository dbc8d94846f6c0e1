import { PlusOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { ObjectMeta } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { isListable, type ListPatch, type ListState } from '../state.ts';
import { ConditionRow } from './condition-row.tsx';
import { type Clause, type Condition, isCondition, printFilter } from './conditions.ts';
import { operatorsOf } from './operators.ts';
import { clausesOf, isMomentIn, operatorAt } from './paths.ts';
import { SortChoice } from './sort-choice.tsx';
import './filters.css';

/** Whether a condition says enough to be asked. */
function isComplete(object: ObjectMeta, clause: Clause): boolean {
  if (!isCondition(clause)) return clause.expression.trim() !== '';
  return operatorAt(object, clause.path, clause.operator)?.editor === 'none' || clause.values.length > 0;
}

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
    const read = clausesOf(object, state.filter);
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
          <ConditionRow
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
