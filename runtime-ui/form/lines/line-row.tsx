import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CopyOutlined,
  DeleteOutlined,
  HolderOutlined,
} from '@ant-design/icons';
import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import type { Registry, WidgetProps } from '@rjsf/utils';
import { memo, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import type { Values } from '../../api/records.ts';
import type { FieldMeta, FormDescription } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { formatNumber } from '../../values/format.ts';
import { useLocality } from '../../values/locality.ts';
import { FillingContext } from '../filling.ts';
import { FormValuesContext } from '../form-values.ts';
import { LineFaultsContext } from '../line-faults.ts';
import { type HeldLine, keyOf } from '../lines.ts';
import { useRules } from '../use-rules.ts';

interface RowProps {
  readonly name: string;
  readonly gridId: string;
  readonly registry: Registry;
  readonly object: string;
  readonly form: FormDescription;
  readonly fields: readonly FieldMeta[];
  readonly line: HeldLine;
  readonly place: number;
  readonly count: number;
  readonly isLocked: boolean;
  readonly onChange: (key: string, values: Values) => void;
  readonly onComputed: (key: string, values: Values) => void;
  readonly onDuplicate: (place: number) => void;
  readonly onRemove: (place: number) => void;
  readonly onMove: (from: number, to: number) => void;
}

const writable = (fields: readonly FieldMeta[], line: Values, before: Values | undefined): Values =>
  Object.fromEntries(
    fields
      .filter(
        ({ name, can }) => can === 'write' && JSON.stringify(line[name]) !== JSON.stringify(before?.[name]),
      )
      .map(({ name }) => [name, line[name] ?? null]),
  );

/** A value that nobody types, such as what a formula comes to. */
function Told({ field, value }: { field: FieldMeta; value: unknown }) {
  const where = useLocality();
  const isNumber = field.kind === 'decimal' && (typeof value === 'string' || typeof value === 'number');
  const text = value === null || value === undefined || value === '' ? '—' : String(value);
  return (
    <output className="gx-line-told">{isNumber ? formatNumber(field, String(value), where) : text}</output>
  );
}

/** One line: its inputs under the rules of its object, live, and what can be done with it. */
export const LineRow = memo(function LineRow(props: RowProps) {
  const { name, gridId, registry, object, fields, line, place, count, isLocked } = props;
  const { t, label } = useTexts();
  const key = keyOf(line);
  const [before] = useState(() => (line.id === undefined ? undefined : line));
  const faults = use(LineFaultsContext);
  const { formulas, live, hidden, description } = useLineRules(props, before);
  useEffect(() => props.onComputed(key, formulas), [key, formulas, props.onComputed]);
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id: key,
    disabled: isLocked,
  });
  const around = use(FillingContext);
  const filling = useMemo(
    () => ({
      object,
      ...(line.id !== undefined && { id: line.id }),
      values: () => writable(fields, line, before),
      held: () => line,
      ...(around?.create && { create: around.create }),
    }),
    [object, line, fields, before, around],
  );
  const row = place + 1;
  const button = (text: string, icon: ReactNode, act: () => void, isDisabled = false) => (
    <button
      type="button"
      className="gx-icon-button"
      aria-label={text}
      title={text}
      disabled={isDisabled}
      onClick={act}
    >
      {icon}
    </button>
  );
  return (
    <li
      ref={setNodeRef}
      data-key={key}
      className={isDragging ? 'gx-line gx-line-dragging' : 'gx-line'}
      aria-label={t('lines.row', { row })}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <div className="gx-line-place">
        {isLocked ? (
          <span>{row}</span>
        ) : (
          <button
            type="button"
            className="gx-icon-button gx-line-handle"
            {...attributes}
            {...listeners}
            aria-label={t('lines.drag', { row })}
          >
            <HolderOutlined />
            <span aria-hidden="true">{row}</span>
          </button>
        )}
      </div>
      <FillingContext value={filling}>
        <FormValuesContext value={line}>
          {fields.map((field) => {
            const at = `${gridId}_${key}_${field.name}`;
            const said = [...(live[field.name] ?? []), ...(faults[`${name}/${place}/${field.name}`] ?? [])];
            const isTold = field.can !== 'write' || isLocked;
            const value = field.name in formulas ? formulas[field.name] : line[field.name];
            return (
              <div
                key={field.name}
                className="gx-line-cell"
                data-field={field.name}
                data-kind={field.kind}
                hidden={hidden.has(field.name)}
              >
                <label htmlFor={at} id={`${at}__label`}>
                  {label(field.labels)}
                  <span className="gx-line-of"> · {t('lines.row', { row })}</span>
                </label>
                {isTold && (field.readOnly || !registry.widgets[field.widget]) ? (
                  <Told field={field} value={value} />
                ) : (
                  <Input
                    id={at}
                    field={field}
                    form={description}
                    registry={registry}
                    value={value}
                    isLocked={isTold}
                    faults={said}
                    onChange={(next) => props.onChange(key, { [field.name]: next })}
                  />
                )}
                {said.length > 0 && (
                  <div id={`${at}__error`} className="gx-field-error" role="alert">
                    {said.join(' ')}
                  </div>
                )}
              </div>
            );
          })}
        </FormValuesContext>
      </FillingContext>
      <div className="gx-line-actions">
        {!isLocked && (
          <>
            {button(
              t('lines.up', { row }),
              <ArrowUpOutlined />,
              () => props.onMove(place, place - 1),
              place === 0,
            )}
            {button(
              t('lines.down', { row }),
              <ArrowDownOutlined />,
              () => props.onMove(place, place + 1),
              row === count,
            )}
            {button(t('lines.duplicate', { row }), <CopyOutlined />, () => props.onDuplicate(place))}
            {button(t('lines.remove', { row }), <DeleteOutlined />, () => props.onRemove(place))}
          </>
        )}
      </div>
    </li>
  );
});

/** The rules of a line, as those of a form of its own. */
function useLineRules({ object, form, fields, line }: RowProps, before: HeldLine | undefined) {
  const ruled = useRules({
    description: form,
    object,
    id: line.id,
    before,
    values: line,
    given: () => writable(fields, line, before),
  });
  const { verdict, live, description } = ruled;
  return { formulas: verdict.formulas, hidden: verdict.hidden, live, description };
}

/** The widget of a field, outside of a form of rjsf. */
function Input(props: {
  id: string;
  field: FieldMeta;
  form: FormDescription;
  registry: Registry;
  value: unknown;
  isLocked: boolean;
  faults: readonly string[];
  onChange: (value: unknown) => void;
}) {
  const { id, field, form, registry, value, isLocked, faults, onChange } = props;
  const { label } = useTexts();
  const schema = (form.schema.properties as Values)[field.name] as WidgetProps['schema'];
  const ui = (form.uiSchema[field.name] ?? {}) as Values;
  const Widget = registry.widgets[field.widget]!;
  const required = ((form.schema.required ?? []) as readonly string[]).includes(field.name);
  return (
    <Widget
      id={id}
      name={field.name}
      schema={schema ?? {}}
      uiSchema={ui}
      label={label(field.labels)}
      hideLabel={false}
      placeholder=""
      value={value}
      required={required}
      disabled={isLocked}
      readonly={ui['ui:readonly'] === true}
      autofocus={false}
      options={(ui['ui:options'] ?? {}) as WidgetProps['options']}
      rawErrors={[...faults]}
      registry={registry}
      formContext={registry.formContext}
      onChange={onChange}
      onBlur={() => undefined}
      onFocus={() => undefined}
    />
  );
}
