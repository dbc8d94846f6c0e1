import { PlusOutlined } from '@ant-design/icons';
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import type { WidgetProps } from '@rjsf/utils';
import { Button } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Values } from '../../api/records.ts';
import type { FieldMeta } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { type HeldLine, keyOf } from '../lines.ts';
import { optionsOf } from '../widget.ts';
import { LineFoot } from './line-foot.tsx';
import { LineRow } from './line-row.tsx';
import './lines.css';

/** The record API takes no more in one body. */
const MOST = 500;

/** Room that a column takes at least: words and choices need more of it than numbers. */
const widthOf = ({ kind }: FieldMeta): string =>
  `minmax(${WIDTHS[kind] ?? 124}px, ${kind === 'bool' ? 0.5 : 1}fr)`;
const WIDTHS: Partial<Record<FieldMeta['kind'], number>> = {
  bool: 60,
  decimal: 96,
  date: 132,
  timestamp: 184,
};

const newKey = (): string => crypto.randomUUID();

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** What a new line begins with. */
const firstLine = (properties: Readonly<Record<string, { readonly default?: unknown }>>): Values =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) =>
      schema.default === undefined ? [] : [[name, schema.default]],
    ),
  );

/** Line items as rows of inputs: added, duplicated, removed, moved by dragging, buttons and keys. */
export default function LineGrid(props: WidgetProps) {
  const { id, label, onChange, disabled, readonly } = props;
  const { t, label: textOf } = useTexts();
  const meta = optionsOf(props).lines!;
  const { form, fields, object } = meta;
  const lines = (props.value ?? []) as readonly HeldLine[];
  const isLocked = disabled === true || readonly === true;
  const list = useRef<HTMLOListElement>(null);
  const [focus, setFocus] = useState<string>();
  const [computed, setComputed] = useState<ReadonlyMap<string, Values>>(new Map());
  const properties = form.schema.properties as Readonly<Record<string, { readonly default?: unknown }>>;
  const shown = useMemo(
    () =>
      (form.uiSchema['ui:order'] as readonly string[]).flatMap((name): FieldMeta[] => {
        const field = fields.find((one) => one.name === name);
        return field && name in properties ? [field] : [];
      }),
    [form, fields, properties],
  );
  // rows hand over what they hold later than the list changes: they always speak of the latest one
  const latest = useRef(lines);
  latest.current = lines;
  const commit = useCallback((next: readonly HeldLine[]) => onChange(next), [onChange]);
  const change = useCallback(
    (key: string, values: Values) =>
      commit(latest.current.map((line) => (keyOf(line) === key ? { ...line, ...values } : line))),
    [commit],
  );
  const compute = useCallback((key: string, values: Values) => {
    setComputed((before) =>
      JSON.stringify(before.get(key)) === JSON.stringify(values) ? before : new Map(before).set(key, values),
    );
  }, []);
  useEffect(() => {
    if (focus === undefined) return;
    const row = [...(list.current?.children ?? [])].find((one) => (one as HTMLElement).dataset.key === focus);
    row?.querySelector<HTMLElement>('input, textarea, [role=combobox]')?.focus();
    setFocus(undefined);
  }, [focus]);
  const add = (line: Values, at: number) => {
    const $key = newKey();
    commit(lines.toSpliced(at, 0, { ...line, $key }));
    setFocus($key);
  };
  const duplicate = (place: number) => {
    const { id: _, $key: __, ...line } = lines[place]!;
    const own = Object.entries(line).filter(([name]) =>
      fields.some((one) => one.name === name && one.can === 'write'),
    );
    add(Object.fromEntries(own), place + 1);
  };
  const remove = (place: number) => {
    commit(lines.toSpliced(place, 1));
    const next = lines[place + 1] ?? lines[place - 1];
    if (next) setFocus(keyOf(next));
    else document.getElementById(`${id}__add`)?.focus();
  };
  const move = (from: number, to: number) => {
    if (to >= 0 && to < lines.length) commit(moved(lines, from, to));
  };
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const placeOf = (key: unknown) => lines.findIndex((line) => keyOf(line) === key);
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) move(placeOf(active.id), placeOf(over.id));
  };
  const announcements = {
    onDragStart: () => undefined,
    onDragOver: ({ active, over }: { active: { id: unknown }; over: { id: unknown } | null }) =>
      over ? t('lines.moved', { row: placeOf(active.id) + 1, place: placeOf(over.id) + 1 }) : undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a second frame inside that of the section
    <div
      id={id}
      className="gx-lines"
      role="group"
      aria-label={label}
      style={{ '--gx-line-columns': shown.map(widthOf).join(' ') } as never}
    >
      <div className="gx-lines-scroll">
        {lines.length > 0 && (
          <div className="gx-line gx-line-head" aria-hidden="true">
            <span />
            {shown.map((field) => (
              <span key={field.name} data-kind={field.kind}>
                {textOf(field.labels)}
                {(form.schema.required as readonly string[] | undefined)?.includes(field.name) && (
                  <span className="gx-required">*</span>
                )}
              </span>
            ))}
            <span />
          </div>
        )}
        <DndContext
          sensors={sensors}
          collisionDetection={closestCenter}
          onDragEnd={drop}
          accessibility={{ announcements, screenReaderInstructions: { draggable: t('lines.dragHelp') } }}
        >
          <SortableContext items={lines.map(keyOf)} strategy={verticalListSortingStrategy}>
            <ol ref={list} className="gx-line-rows">
              {lines.map((line, place) => (
                <LineRow
                  key={keyOf(line)}
                  name={props.name}
                  gridId={id}
                  registry={props.registry}
                  object={object}
                  form={form}
                  fields={shown}
                  line={line}
                  place={place}
                  count={lines.length}
                  isLocked={isLocked}
                  onChange={change}
                  onComputed={compute}
                  onDuplicate={duplicate}
                  onRemove={remove}
                  onMove={move}
                />
              ))}
            </ol>
          </SortableContext>
        </DndContext>
        {lines.length > 0 && <LineFoot meta={meta} fields={shown} lines={lines} computed={computed} />}
      </div>
      {lines.length === 0 && <p className="gx-soft gx-lines-none">{t('lines.none')}</p>}
      {!isLocked && (
        <Button
          id={`${id}__add`}
          icon={<PlusOutlined />}
          disabled={lines.length >= MOST}
          onClick={() => add(firstLine(properties), lines.length)}
        >
          {t('lines.add')}
        </Button>
      )}
    </div>
  );
}
