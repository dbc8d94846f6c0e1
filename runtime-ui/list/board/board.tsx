import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { type InfiniteData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { aggregateQuery } from '../../api/queries.ts';
import type { FieldMeta, ObjectMeta, RecordPage, RecordRow } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { type Refused, useMove, valuesOf } from '../../record/use-move.ts';
import { later } from '../../shell/later.tsx';
import { useTitleOf } from '../../values/display.tsx';
import { narrowing } from '../records.tsx';
import type { ListState } from '../state.ts';
import { CardFace } from './card.tsx';
import { Column, columnKey } from './column.tsx';
import { allOf, type BoardColumn, columnsOf, summedField, totalsOf } from './columns.ts';
import { toNextColumn } from './keyboard.ts';
import './board.css';
import '../../i18n/board.ts';

const MoveForm = later(() => import('../../record/move-form.tsx'));

type Pages = InfiniteData<RecordPage>;

/** The records of a list in columns; a card is moved by dragging, by keyboard, or by its menu. */
export default function Board({
  object,
  state,
  group,
}: {
  object: ObjectMeta;
  state: ListState;
  group: FieldMeta;
}) {
  const { t, label } = useTexts();
  const client = useQueryClient();
  const titleOf = useTitleOf(object);
  const [pipelineName, setPipelineName] = useState(object.pipelines[0]?.name);
  const [lifted, setLifted] = useState<RecordRow | null>(null);
  const [form, setForm] = useState<Refused | null>(null);
  const move = useMove(object, setForm);
  const pipeline = object.pipelines.find(({ name }) => name === pipelineName) ?? object.pipelines[0];
  const columns = columnsOf(object, group, pipeline, label);
  const summed = summedField(object, state.columns);
  const ofPipeline =
    group.widget === 'stage' && object.pipelines.length > 1 && pipeline
      ? `${group.name}.pipeline == ${JSON.stringify(pipeline.name)}`
      : undefined;
  const totals = useQuery(
    aggregateQuery(object.name, {
      group: group.name,
      measures: summed ? `count(),sum(${summed.name})` : 'count()',
      filter: allOf(state.filter, ofPipeline),
      q: state.q || undefined,
    }),
  );
  const byColumn = totalsOf(totals.data, group, summed);
  const canMove = object.can.update === true && group.can === 'write';
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: toNextColumn }),
  );

  /** Shows the card in its new place at once; the server's answer comes after. */
  const shift = (record: RecordRow, from: BoardColumn | undefined, to: BoardColumn) => {
    const moved = { ...record, ...valuesOf(group, to) };
    const edit = (column: BoardColumn, change: (pages: Pages) => Pages) =>
      client.setQueriesData<Pages>(
        { queryKey: columnKey(object, column) },
        (pages) => pages && change(pages),
      );
    if (from) {
      edit(from, (data) => ({
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          records: page.records.filter(({ id }) => id !== record.id),
        })),
      }));
    }
    edit(to, (data) => ({
      ...data,
      pages: data.pages.map((page, i) => (i === 0 ? { ...page, records: [moved, ...page.records] } : page)),
    }));
  };
  const moveTo = async (record: RecordRow, to: BoardColumn) => {
    const from = columns.find(({ value }) => value === record[group.name]);
    if (from?.key === to.key) return;
    await client.cancelQueries({ queryKey: ['records', object.name, 'column'] });
    shift(record, from, to);
    await move(record, group, to);
  };
  const drop = ({ active, over }: DragEndEvent) => {
    setLifted(null);
    const record = active.data.current?.record as RecordRow | undefined;
    const to = columns.find(({ key }) => key === over?.id);
    if (record && to) void moveTo(record, to);
  };
  const titleAt = (data: { current?: { record?: RecordRow } } | undefined) =>
    data?.current?.record ? titleOf(data.current.record) : '';
  const nameOf = (key: unknown) => columns.find((column) => column.key === key)?.label ?? '';

  return (
    <section className="gx-board-frame" aria-label={t('board.title', { field: label(group.labels) })}>
      {group.widget === 'stage' && object.pipelines.length > 1 && (
        <div className="gx-board-pipeline">
          <Segmented
            aria-label={t('board.pipeline')}
            value={pipeline?.name}
            options={object.pipelines.map(({ name, labels }) => ({ value: name, label: label(labels) }))}
            onChange={setPipelineName}
          />
        </div>
      )}
      <DndContext
        sensors={sensors}
        collisionDetection={(args) => {
          const within = pointerWithin(args);
          return within.length > 0 ? within : rectIntersection(args);
        }}
        accessibility={{
          screenReaderInstructions: { draggable: t('board.instructions') },
          announcements: {
            onDragStart: ({ active }) => t('board.picked', { title: titleAt(active.data) }),
            onDragOver: ({ active, over }) =>
              over ? t('board.over', { title: titleAt(active.data), column: nameOf(over.id) }) : undefined,
            onDragEnd: ({ active, over }) =>
              over
                ? t('board.dropped', { title: titleAt(active.data), column: nameOf(over.id) })
                : t('board.cancelled', { title: titleAt(active.data) }),
            onDragCancel: ({ active }) => t('board.cancelled', { title: titleAt(active.data) }),
          },
        }}
        onDragStart={({ active }) => setLifted((active.data.current?.record as RecordRow) ?? null)}
        onDragCancel={() => setLifted(null)}
        onDragEnd={drop}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="gx-board" tabIndex={0} aria-label={label(object.plural)}>
          {columns.map((column) => (
            <Column
              key={column.key}
              object={object}
              state={state}
              group={group}
              column={column}
              columns={columns}
              filter={allOf(narrowing(state).filter, column.filter)}
              total={totals.data ? (byColumn.get(column.value ?? '') ?? { count: 0, sum: null }) : undefined}
              summed={summed}
              onMove={canMove ? (record, to) => void moveTo(record, to) : undefined}
            />
          ))}
        </section>
        <DragOverlay>
          {lifted && <CardFace object={object} state={state} group={group} record={lifted} isLifted />}
        </DragOverlay>
      </DndContext>
      {form && <MoveForm object={object} refused={form} onClose={() => setForm(null)} />}
    </section>
  );
}
