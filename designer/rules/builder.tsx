import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useMemo } from 'react';
import type { Scope } from '../../engine/expression/scope.ts';
import { useTexts } from '../i18n/index.ts';
import { type Condition, type Group, isGroup, type Part } from './condition.ts';
import { OperandInput } from './operand-input.tsx';
import {
  aboutPath,
  memberAt,
  operatorsFor,
  othersOf,
  type Subject,
  subjectLabel,
  subjectsOf,
  takesMany,
  takesValues,
} from './subjects.ts';
import { operatorKey, useValueFacts, type ValueFacts } from './use-conditions.ts';

interface Knowing {
  readonly scope: Scope;
  readonly subjects: readonly Subject[];
  readonly others: readonly Subject[];
  readonly factsAt: (path: string) => ValueFacts | undefined;
}

const DEEPEST = 3;

/** Conditions as lines in groups, each of which asks for all of them or for any. */
export function Builder(props: {
  scope: Scope;
  group: Group;
  label: string;
  onChange: (group: Group) => void;
}) {
  const { scope, group, label: title, onChange } = props;
  const { t, label } = useTexts();
  const factsAt = useValueFacts(scope);
  const knowing = useMemo<Knowing>(() => {
    const subjects = subjectsOf(scope, label, t('conditions.before'));
    return { scope, subjects, others: [...othersOf(scope, label), ...subjects], factsAt };
  }, [scope, label, t, factsAt]);
  return <GroupLines {...knowing} group={group} title={title} depth={0} onChange={onChange} />;
}

function GroupLines(
  props: Knowing & { group: Group; title: string; depth: number; onChange: (group: Group) => void },
) {
  const { group, title, depth, onChange, ...knowing } = props;
  const { t } = useTexts();
  const set = (parts: readonly Part[]) => onChange({ ...group, parts });
  const first = knowing.subjects[0]?.path ?? '';
  const blank = (): Condition => aboutPath(knowing.scope, first, isFixed(knowing.factsAt(first)));
  return (
    <fieldset className="gd-conditions">
      <legend className={depth === 0 ? 'gx-hidden' : undefined}>{title}</legend>
      {group.parts.length > 1 && (
        <Select
          className="gd-conditions-join"
          aria-label={t('conditions.joinOf', { group: title })}
          value={group.join}
          options={(['all', 'any'] as const).map((value) => ({
            value,
            label: t(`conditions.join.${value}`),
          }))}
          onChange={(join: Group['join']) => onChange({ ...group, join })}
        />
      )}
      <ul>
        {group.parts.map((part, at) => {
          const name = t('conditions.number', { n: at + 1 });
          const change = (next: Part) => set(group.parts.with(at, next));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are told apart by where they stand
            <li key={at}>
              {isGroup(part) ? (
                <GroupLines
                  {...knowing}
                  group={part}
                  title={t('conditions.groupNumber', { n: at + 1 })}
                  depth={depth + 1}
                  onChange={change}
                />
              ) : (
                <Line {...knowing} name={name} condition={part} onChange={change} />
              )}
              <button
                type="button"
                className="gx-icon-button"
                aria-label={t('conditions.remove', { name })}
                onClick={() => set(group.parts.toSpliced(at, 1))}
              >
                <CloseOutlined />
              </button>
            </li>
          );
        })}
      </ul>
      <div className="gd-conditions-add">
        <Button
          size="small"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => set([...group.parts, blank()])}
        >
          {t('conditions.add')}
        </Button>
        {depth < DEEPEST && group.parts.length > 0 && (
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() =>
              set([...group.parts, { join: group.join === 'all' ? 'any' : 'all', parts: [blank(), blank()] }])
            }
          >
            {t('conditions.addGroup')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

const isFixed = (facts: ValueFacts | undefined): boolean =>
  facts !== undefined && (facts.options.length > 0 || facts.target !== undefined);

function Line(props: Knowing & { name: string; condition: Condition; onChange: (next: Condition) => void }) {
  const { scope, subjects, others, factsAt, name, condition, onChange } = props;
  const { t, label } = useTexts();
  const { path, operator, values } = condition;
  const ofChange = scope.variables.has('old');
  const facts = factsAt(path);
  const subject = subjectLabel(scope, path, label, t('conditions.before'));
  const known = subjects.map((one) => ({ value: one.path, label: one.label }));
  const record = ofChange || path === '' ? [{ value: '', label: t('conditions.theRecord') }] : [];
  const options = [...known, ...record];
  const kind = memberAt(scope, path)?.member.kind;
  const operators = operatorsFor(condition, kind, { isFixed: isFixed(facts), ofChange });
  return (
    <div className="gd-condition">
      <Select
        className="gd-condition-field"
        aria-label={t('conditions.field', { name })}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={path}
        options={
          options.some(({ value }) => value === path)
            ? options
            : [...options, { value: path, label: subject }]
        }
        onChange={(next: string) => onChange(aboutPath(scope, next, isFixed(factsAt(next))))}
      />
      <Select
        className="gd-condition-operator"
        aria-label={t('conditions.operator', { name })}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={operator}
        options={operators.map((value) => ({ value, label: t(operatorKey(value, facts?.kind)) }))}
        onChange={(next: Condition['operator']) => {
          const kept = takesValues(next) && takesValues(operator) ? values : [];
          onChange({ ...condition, operator: next, values: takesMany(next) ? kept : kept.slice(0, 1) });
        }}
      />
      {takesValues(operator) && (
        <OperandInput
          name={t('conditions.value', { name })}
          facts={facts ?? { kind: 'string', widget: '', options: [] }}
          isMany={takesMany(operator)}
          values={values}
          others={others.filter((one) => one.path !== path)}
          onChange={(next) => onChange({ ...condition, values: next })}
        />
      )}
    </div>
  );
}
