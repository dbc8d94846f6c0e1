import {
  type Announcements,
  DndContext,
  type DragMoveEvent,
  DragOverlay,
  KeyboardSensor,
  MeasuringStrategy,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../i18n/index.ts';
import { type Dragged, detectTarget, nextPlace, type Place, type Target, targetOf } from './drag.ts';

type WithData = { readonly data: { readonly current?: unknown } };

const draggedOf = ({ data }: WithData): Dragged => data.current as Dragged;

/** What can be dragged below it, by pointer or keyboard, and what is said of it to those who do not see it. */
export function DragLayer(props: {
  onDrop: (dragged: Dragged, target: Target) => void;
  /** what is dragged, and where it would go */
  children: (dragged: Dragged | undefined, target: Target | undefined) => ReactNode;
}) {
  const { onDrop, children } = props;
  const { t } = useTexts();
  const [dragged, setDragged] = useState<Dragged>();
  const [target, setTarget] = useState<Target>();
  const follow = ({ collisions }: Pick<DragMoveEvent, 'collisions'>) => {
    const next = targetOf(collisions);
    setTarget((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
  };
  const forget = () => {
    setDragged(undefined);
    setTarget(undefined);
  };
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: nextPlace }),
  );
  const say = (active: WithData, over: WithData | null) => ({
    name: draggedOf(active).label,
    place: over ? (over.data.current as Place).label : t('layout.nowhere'),
  });
  const announcements: Announcements = {
    onDragStart: ({ active }) => t('layout.said.picked', say(active, null)),
    onDragOver: ({ active, over }) => t('layout.said.over', say(active, over)),
    onDragEnd: ({ active, over }) => t(over ? 'layout.said.dropped' : 'layout.said.left', say(active, over)),
    onDragCancel: ({ active }) => t('layout.said.left', say(active, null)),
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={detectTarget}
      measuring={{ droppable: { strategy: MeasuringStrategy.Always } }}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t('layout.said.how') } }}
      onDragStart={({ active }) => setDragged(draggedOf(active))}
      onDragMove={follow}
      onDragOver={follow}
      onDragCancel={forget}
      onDragEnd={({ active, collisions }) => {
        const to = targetOf(collisions);
        forget();
        if (to) onDrop(draggedOf(active), to);
      }}
    >
      {children(dragged, target)}
      <DragOverlay dropAnimation={null}>
        {dragged && <div className="gd-ghost">{dragged.label}</div>}
      </DragOverlay>
    </DndContext>
  );
}
