import { HolderOutlined } from '@ant-design/icons';
import { useDraggable, useDroppable } from '@dnd-kit/core';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Spot } from '../draft/arrange.ts';
import { TypeIcon } from '../fields/type-icon.tsx';
import { useTexts } from '../i18n/index.ts';
import type { Card } from './cards.ts';
import type { Dragged, Place } from './drag.ts';

/** A field where it stands on the form: a click shows its properties, its handle drags it, Alt and arrows move it. */
export function CanvasField(props: {
  card: Card;
  section: string;
  span: number;
  columns: number;
  /** the field behind it in its section */
  next: string | undefined;
  isSelected: boolean;
  isDropBefore: boolean;
  onSelect: () => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}) {
  const { card, section, span, columns, next, isSelected, isDropBefore, onSelect, onMove, onRemove } = props;
  const { t } = useTexts();
  const before: Spot = { section, before: card.name };
  const place: Place = {
    target: { kind: 'spot', ...before },
    after: { kind: 'spot', section, ...(next !== undefined && { before: next }) },
    isAcross: columns > 1 && span < columns,
    label: t('layout.before', { name: card.label }),
  };
  const dragged: Dragged = { kind: 'field', field: card.name, label: card.label, isPlaced: true };
  const drop = useDroppable({ id: `before:${section}:${card.name}`, data: place });
  const drag = useDraggable({
    id: `field:${card.name}`,
    data: dragged,
    attributes: { roleDescription: t('layout.draggable') },
  });
  const button = useRef<HTMLButtonElement>(null);
  // a field that was just chosen elsewhere (the tray, a click on a fault) is brought into view
  useEffect(() => {
    if (isSelected) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  const press = (event: KeyboardEvent) => {
    const by = event.altKey && ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key];
    if (by) onMove(by);
    else if (event.key === 'Delete') onRemove();
    else return;
    event.preventDefault();
  };
  const state = `${isSelected ? ' gd-is-selected' : ''}${isDropBefore ? ' gd-drop-before' : ''}`;
  return (
    <div
      ref={(node) => {
        drop.setNodeRef(node);
        drag.setNodeRef(node);
      }}
      className={`gd-card${state}${drag.isDragging ? ' gd-is-dragged' : ''}`}
      data-field={card.name}
      data-span={Math.min(span, columns)}
      data-across={place.isAcross || undefined}
    >
      <button
        type="button"
        className="gx-icon-button gd-handle"
        {...drag.attributes}
        {...drag.listeners}
        aria-label={t('layout.moveOne', { name: card.label })}
      >
        <HolderOutlined />
      </button>
      <button
        ref={button}
        type="button"
        className="gd-card-face"
        aria-pressed={isSelected}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
        onClick={onSelect}
        onKeyDown={press}
      >
        <span className="gd-card-label">
          {card.label}
          {card.isRequired && (
            <span className="gx-required" aria-hidden="true">
              *
            </span>
          )}
        </span>
        <Input card={card} />
      </button>
    </div>
  );
}

/** Stands for the input of a field: what kind of value it takes. */
function Input({ card: { type, isSystem } }: { card: Card }) {
  const { t, label } = useTexts();
  return (
    <span className="gd-fake" data-widget={type?.widget}>
      <TypeIcon name={type?.icon ?? 'key'} />
      <span>{type ? label(type.labels) : isSystem ? t('layout.engineField') : ''}</span>
    </span>
  );
}
