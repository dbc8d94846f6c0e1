import { Alert, Checkbox, Select } from 'antd';
import { useId } from 'react';
import type { MetaDocument } from '../draft/documents.ts';
import { fieldsOf, systemFields } from '../draft/object.ts';
import { useFixedValues } from '../expressions/use-known.ts';
import { type TextKey, useTexts } from '../i18n/index.ts';
import { LabelsInput } from '../shell/labels-input.tsx';
import ConditionInput from './condition-input.tsx';
import { EFFECTS, type Effect, type RuleDraft, type RuleFault } from './rules.ts';

/** The inputs of a rule: when it holds, what it does, and what people are told. */
export function RuleForm(props: {
  object: MetaDocument;
  draft: RuleDraft;
  faults: readonly RuleFault[];
  refusals: readonly string[];
  onChange: (draft: RuleDraft) => void;
}) {
  const { object, draft, faults, refusals, onChange } = props;
  const { t, label } = useTexts();
  const id = useId();
  const set = (change: Partial<RuleDraft>) => onChange({ ...draft, ...change });
  const place = { object: object.key, home: object.key, scope: 'change', returns: 'bool' };
  const own = fieldsOf(object)
    .filter(({ isArchived }) => !isArchived)
    .map(({ name, labels }) => ({ value: name, label: label(labels) || name }));
  const owner = systemFields(object)
    .filter(({ name }) => name === 'owner')
    .map(({ name }) => ({ value: name, label: t(`systemFields.${name}` as TextKey) }));
  const fields = [...own, ...owner];
  const wrong = (fault: RuleFault) =>
    faults.includes(fault) && (
      <div className="gd-faults" role="alert">
        {t(`rules.faults.${fault}`)}
      </div>
    );
  return (
    <div className="gd-rule-form">
      {refusals.length > 0 && (
        <Alert type="error" showIcon title={refusals.map((text) => <div key={text}>{text}</div>)} />
      )}
      <section aria-labelledby={`${id}-when`}>
        <h3 id={`${id}-when`}>{t('rules.when')}</h3>
        <p className="gx-soft gd-note">{t('rules.whenNote')}</p>
        <ConditionInput
          label={t('rules.when')}
          value={draft.when}
          scope={place}
          onChange={(when) => set({ when })}
        />
      </section>
      <section aria-labelledby={`${id}-effect`}>
        <h3 id={`${id}-effect`}>{t('rules.effect')}</h3>
        <div className="gx-field">
          <Select
            className="gx-wide"
            aria-labelledby={`${id}-effect`}
            value={draft.effect}
            options={EFFECTS.map((value) => ({ value, label: t(`rules.effects.${value}`) }))}
            onChange={(effect: Effect) => set({ effect })}
          />
        </div>
        {draft.effect === 'check' && (
          <>
            <ConditionInput
              label={t('rules.check')}
              value={draft.check}
              scope={place}
              onChange={(check) => set({ check })}
            />
            {wrong('check')}
            <div className="gx-field">
              <label htmlFor={`${id}-field`}>{t('rules.field')}</label>
              <Select
                id={`${id}-field`}
                className="gx-wide"
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                placeholder={t('rules.fieldNone')}
                value={draft.field ?? null}
                options={fields}
                onChange={(field: string | undefined) => set({ field: field || undefined })}
              />
            </div>
          </>
        )}
        {draft.effect === 'options' && (
          <OptionsOf object={object} draft={draft} fields={own} onChange={(options) => set({ options })} />
        )}
        {draft.effect === 'options' && wrong('options')}
        {draft.effect !== 'check' && draft.effect !== 'options' && (
          <div className="gx-field">
            <label htmlFor={`${id}-fields`}>{t('rules.fields')}</label>
            <Select
              id={`${id}-fields`}
              className="gx-wide"
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('common.select')}
              value={[...draft.fields]}
              options={fields}
              onChange={(chosen: string[]) => set({ fields: chosen })}
            />
            {wrong('fields')}
          </div>
        )}
        {draft.effect === 'hide' && (
          <Checkbox checked={draft.clear} onChange={(event) => set({ clear: event.target.checked })}>
            {t('rules.clear')}
          </Checkbox>
        )}
      </section>
      <section aria-labelledby={`${id}-message`}>
        <h3 id={`${id}-message`}>{t('rules.message')}</h3>
        <p className="gx-soft gd-note">{t('rules.messageNote')}</p>
        <LabelsInput
          text="rules.messageIn"
          value={draft.message}
          maxLength={1000}
          faults={faults.includes('message') ? [t('rules.faults.message')] : []}
          onChange={(message) => set({ message })}
        />
      </section>
    </div>
  );
}

/** Of fields with fixed values: which of them are allowed. */
function OptionsOf(props: {
  object: MetaDocument;
  draft: RuleDraft;
  fields: readonly { readonly value: string; readonly label: string }[];
  onChange: (options: RuleDraft['options']) => void;
}) {
  const { object, draft, fields, onChange } = props;
  const { t } = useTexts();
  const fixed = useFixedValues();
  const id = useId();
  const choices = fields.filter(({ value }) => fixed(object.key, value).length > 0);
  const names = Object.keys(draft.options);
  return (
    <>
      <div className="gx-field">
        <label htmlFor={id}>{t('rules.fields')}</label>
        <Select
          id={id}
          className="gx-wide"
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('common.select')}
          value={names}
          options={[...choices]}
          onChange={(chosen: string[]) =>
            onChange(Object.fromEntries(chosen.map((name) => [name, draft.options[name] ?? []])))
          }
        />
      </div>
      {names.map((name) => {
        const field = fields.find(({ value }) => value === name)?.label ?? name;
        return (
          <div key={name} className="gx-field">
            <label htmlFor={`${id}-${name}`}>{t('rules.allowed', { field })}</label>
            <Select
              id={`${id}-${name}`}
              className="gx-wide"
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              value={[...draft.options[name]!]}
              options={fixed(object.key, name).map(({ value, label }) => ({ value, label }))}
              onChange={(allowed: string[]) => onChange({ ...draft.options, [name]: allowed })}
            />
          </div>
        );
      })}
    </>
  );
}
