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
import { Button, Input } from 'antd';
import { useId } from 'react';
import { colorOf } from '../../runtime-ui/values/colors.ts';
import { Tag } from '../../runtime-ui/values/tag.tsx';
import type { OptionBody } from '../draft/object.ts';
import { addLines, moveOption } from '../draft/options.ts';
import { useTexts } from '../i18n/index.ts';
import { Faults } from '../shell/labels-input.tsx';
import { OptionRow } from './option-row.tsx';

/**
 * The options of a select: rows to relabel, colour, archive and order, and a box that takes one option a
 * line. What is typed in it counts already when the field is saved, without a click.
 */
export function OptionsEditor(props: {
  options: readonly OptionBody[];
  lines: string;
  /** values that records may hold: these options are archived, not removed */
  kept: ReadonlySet<string>;
  faults: readonly string[] | undefined;
  onChange: (options: readonly OptionBody[]) => void;
  onLines: (lines: string) => void;
}) {
  const { options, lines, kept, faults, onChange, onLines } = props;
  const { t, label } = useTexts();
  const id = useId();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const placeOf = (value: unknown) => options.findIndex((option) => option.value === value);
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) onChange(moveOption(options, placeOf(active.id), placeOf(over.id)));
  };
  const nameOf = (value: unknown) => label(options[placeOf(value)]?.labels) || String(value);
  const announcements = {
    onDragStart: () => undefined,
    onDragOver: ({ active, over }: { active: { id: unknown }; over: { id: unknown } | null }) =>
      over ? t('options.moved', { option: nameOf(active.id), place: placeOf(over.id) + 1 }) : undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  };
  const waiting = addLines(options, lines).slice(options.length);
  return (
    <fieldset className="gd-section">
      <legend>{t('options.title')}</legend>
      {options.length > 0 && (
        <DndContext
          sensors={sensors}
          collisionDetection={closestCenter}
          onDragEnd={drop}
          accessibility={{
            announcements,
            screenReaderInstructions: { draggable: t('options.instructions') },
          }}
        >
          <SortableContext items={options.map(({ value }) => value)} strategy={verticalListSortingStrategy}>
            <ul className="gd-options">
              {options.map((option, place) => (
                <OptionRow
                  key={option.value}
                  option={option}
                  place={place}
                  count={options.length}
                  isKept={kept.has(option.value)}
                  onChange={(next) => onChange(options.map((one, at) => (at === place ? next : one)))}
                  onMove={(to) => onChange(moveOption(options, place, to))}
                  onRemove={() => onChange(options.filter((_, at) => at !== place))}
                />
              ))}
            </ul>
          </SortableContext>
        </DndContext>
      )}
      <label htmlFor={id} className="gd-label">
        {t('options.paste')}
      </label>
      <Input.TextArea
        id={id}
        className="gd-lines"
        rows={options.length > 0 ? 2 : 4}
        placeholder={options.length > 0 ? undefined : t('options.placeholder')}
        value={lines}
        status={faults ? 'error' : undefined}
        aria-invalid={faults ? true : undefined}
        aria-describedby={`${id}-faults`}
        onChange={(event) => onLines(event.target.value)}
      />
      <div className="gd-waiting">
        {waiting.map(({ value, labels, color }) => (
          <Tag key={value} color={colorOf(color)}>
            {Object.values(labels).join(' | ')}
          </Tag>
        ))}
        {waiting.length > 0 && (
          <Button
            size="small"
            type="link"
            onClick={() => {
              onChange([...options, ...waiting]);
              onLines('');
            }}
          >
            {t('options.addLines')}
          </Button>
        )}
      </div>
      <Faults id={`${id}-faults`} faults={faults} />
    </fieldset>
  );
}
