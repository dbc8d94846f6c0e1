import { CloseOutlined } from '@ant-design/icons';
import { useQueries } from '@tanstack/react-query';
import { Button } from 'antd';
import { type DurationUnit, durationText } from '../../../engine/field-types/durations.ts';
import { titleQuery } from '../../api/queries.ts';
import type { FieldMeta, ObjectMeta } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { groupDecimal, shiftDecimal } from '../../values/format.ts';
import type { ListPatch } from '../state.ts';
import { type Clause, type Condition, isCondition, type Literal, printFilter } from './conditions.ts';
import { fieldOfPath, isMomentIn, operatorAt } from './paths.ts';

/** Every condition as a chip: a click changes it, the cross takes it away. */
export function FilterChips(props: {
  object: ObjectMeta;
  clauses: readonly Clause[];
  patch: (patch: ListPatch) => void;
  onEdit: () => void;
}) {
  const { object, clauses, patch, onEdit } = props;
  const { t } = useTexts();
  const remove = (at: number) =>
    patch({
      filter: printFilter(
        clauses.filter((_, i) => i !== at),
        isMomentIn(object),
      ),
    });
  return (
    <ul className="gx-chips" aria-label={t('list.filters')}>
      {clauses.map((clause, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same condition may stand twice
        <Chip key={i} object={object} clause={clause} onEdit={onEdit} onRemove={() => remove(i)} />
      ))}
      <li>
        <Button type="link" size="small" onClick={() => patch({ filter: '' })}>
          {t('common.clear')}
        </Button>
      </li>
    </ul>
  );
}

function Chip(props: { object: ObjectMeta; clause: Clause; onEdit: () => void; onRemove: () => void }) {
  const { object, clause, onEdit, onRemove } = props;
  const { t, label } = useTexts();
  const field = isCondition(clause) ? fieldOfPath(object, clause.path).field : undefined;
  const operator = isCondition(clause) ? operatorAt(object, clause.path, clause.operator) : undefined;
  const name = field ? label(field.labels) : t('filter.advanced');
  return (
    <li className="gx-chip">
      <button type="button" onClick={onEdit} title={t('filter.edit', { field: name })}>
        {isCondition(clause) && field && operator ? (
          <>
            <span className="gx-soft">
              {name} {t(`filter.op.${operator.text}` as 'filter.op.eq')}
            </span>{' '}
            {operator.editor !== 'none' && (
              <Values object={object} field={field} condition={clause} editor={operator.editor} />
            )}
          </>
        ) : (
          <code>{isCondition(clause) ? printFilter([clause], isMomentIn(object)) : clause.expression}</code>
        )}
      </button>
      <button type="button" onClick={onRemove} aria-label={t('filter.remove', { field: name })}>
        <CloseOutlined />
      </button>
    </li>
  );
}

const plain = (value: Literal): string => String(Object.values(value)[0]);

function Values(props: { object: ObjectMeta; field: FieldMeta; condition: Condition; editor: string }) {
  const { object, field, condition, editor } = props;
  const { t, label, language } = useTexts();
  const ids = editor === 'records' ? condition.values.map(plain) : [];
  const titles = useQueries({
    queries: ids.map((id) => titleQuery(field.target ?? '', field.targetTitle ?? 'name', id)),
  });
  const unit = (field.settings?.unit ?? 'minute') as DurationUnit;
  const stages = object.pipelines.flatMap((pipeline) => pipeline.stages);
  const text: Readonly<Record<string, (value: Literal, at: number) => string>> = {
    options: (value) =>
      label(field.options?.find((each) => each.value === plain(value))?.labels) || plain(value),
    stages: (value) => label(stages.find((each) => each.name === plain(value))?.labels) || plain(value),
    objects: (value) =>
      label(field.targets?.find((each) => each.name === plain(value))?.labels) || plain(value),
    kinds: (value) => t(`stage.${plain(value)}` as 'stage.open'),
    records: (_, at) => titles[at]?.data ?? '…',
    number: (value) => groupDecimal(plain(value)),
    duration: (value) => durationText(Number(plain(value)), unit, language),
    percent: (value) => `${shiftDecimal(plain(value), 2)}%`,
    days: (value) => `${plain(value)} ${t('filter.days')}`,
  };
  return condition.values.map((value, at) => (text[editor] ?? plain)(value, at)).join(', ');
}
