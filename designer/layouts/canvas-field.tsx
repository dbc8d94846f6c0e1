import { HolderOutlined } from '@ant-design/icons';
import { useDraggable, useDroppable } from '@dnd-kit/core';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { later } from '../../runtime-ui/shell/later.tsx';
import type { Spot } from '../draft/arrange.ts';
import { TypeIcon } from '../fields/type-icon.tsx';
import { useTexts } from '../i18n/index.ts';
import type { Card } from './cards.ts';
import type { Dragged, Place } from './drag.ts';
import type { Look } from './use-looks.ts';

// the widgets of the runtime come once the canvas stands
const FieldLook = later(() => import('./field-look.tsx'), <span className="gd-fake" />);

/** A field where it stands on the form: a click shows its properties, its handle drags it, Alt and arrows move it. */
export function CanvasField(props: {
  card: Card;
  /** how it looks to end users, once that is known */
  look: Look | undefined;
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
  const { card, look, section, span, columns, next, isSelected, isDropBefore, onSelect, onMove, onRemove } =
    props;
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
      <div className="gd-card-body">
        <button
          ref={button}
          type="button"
          className="gd-card-face"
          aria-pressed={isSelected}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
          onClick={onSelect}
          onKeyDown={press}
        >
          {card.label}
          {card.isRequired && (
            <span className="gx-required" aria-hidden="true">
              *
            </span>
          )}
        </button>
        {look ? <FieldLook field={card.name} label={card.label} look={look} /> : <StandIn card={card} />}
      </div>
    </div>
  );
}

/** Stands for the input of a field that is on no form yet: what kind of value it takes. */
function StandIn({ card: { type, isSystem } }: { card: Card }) {
  const { t, label } = useTexts();
  return (
    <span className="gd-fake">
      <TypeIcon name={type?.icon ?? 'key'} />
      <span>{type ? label(type.labels) : isSystem ? t('layout.engineField') : ''}</span>
    </span>
  );
}
