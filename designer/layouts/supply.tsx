import { PlusOutlined } from '@ant-design/icons';
import { useDraggable, useDroppable } from '@dnd-kit/core';
import { useState } from 'react';
import { Tabs } from '../../runtime-ui/shell/tabs.tsx';
import type { FieldTypeInfo } from '../api/types.ts';
import { Palette, TypeFace, type TypeItemProps } from '../fields/palette.tsx';
import { TypeIcon } from '../fields/type-icon.tsx';
import { useTexts } from '../i18n/index.ts';
import type { Card } from './cards.ts';
import type { Dragged, Place } from './drag.ts';
import type { Relation } from './relations.ts';

export interface SupplyActs {
  /** a new field of a type, where one works just now */
  readonly addField: (type: FieldTypeInfo) => void;
  readonly putField: (field: string) => void;
  readonly addSection: () => void;
  readonly addTab: () => void;
  readonly addRelated: (relation: Relation) => void;
}

/** What can be put on the form: types for new fields, fields that are on none, parts of the page. */
export function Supply(props: {
  types: readonly FieldTypeInfo[];
  /** fields that the form does not show */
  unplaced: readonly Card[];
  /** relations that are no related list yet */
  relations: readonly Relation[];
  isDragging: boolean;
  acts: SupplyActs;
}) {
  const { types, unplaced, relations, isDragging, acts } = props;
  const { t } = useTexts();
  const [shown, show] = useState('fields');
  const tray: Place = { target: { kind: 'tray' }, label: t('layout.tray') };
  const { setNodeRef, isOver } = useDroppable({ id: 'tray', data: tray });
  const own = unplaced.filter(({ isSystem }) => !isSystem);
  return (
    <aside
      ref={setNodeRef}
      className={`gd-supply${isDragging && isOver ? ' gd-drop-into' : ''}`}
      aria-label={t('layout.supply')}
    >
      <Tabs
        label={t('layout.supply')}
        value={shown}
        onChange={show}
        tabs={[
          { name: 'fields', label: t('layout.newField') },
          { name: 'tray', label: t('layout.unplaced', { count: own.length }) },
          { name: 'parts', label: t('layout.parts') },
        ]}
      >
        {shown === 'fields' && (
          <>
            <p className="gx-soft gd-hint">{t('layout.supplyNote')}</p>
            <Palette types={types} item={TypeToDrag} onChoose={acts.addField} />
          </>
        )}
        {shown === 'tray' && <Tray cards={unplaced} onPut={acts.putField} />}
        {shown === 'parts' && <Parts relations={relations} acts={acts} />}
      </Tabs>
    </aside>
  );
}

/** Enter adds it, as a click does; a pointer can drag it too. */
function TypeToDrag({ type, onChoose }: TypeItemProps) {
  const { label } = useTexts();
  const dragged: Dragged = { kind: 'type', type: type.name, label: label(type.labels) };
  const { setNodeRef, listeners } = useDraggable({ id: `type:${type.name}`, data: dragged });
  return (
    <button
      ref={setNodeRef}
      type="button"
      className="gd-type gd-to-drag"
      onPointerDown={listeners?.onPointerDown as React.PointerEventHandler}
      onClick={onChoose}
    >
      <TypeFace type={type} />
    </button>
  );
}

function Tray({ cards, onPut }: { cards: readonly Card[]; onPut: (field: string) => void }) {
  const { t } = useTexts();
  const own = cards.filter(({ isSystem }) => !isSystem);
  const system = cards.filter(({ isSystem }) => isSystem);
  const list = (some: readonly Card[]) => (
    <ul>
      {some.map((card) => (
        <li key={card.name}>
          <FieldToDrag card={card} onPut={() => onPut(card.name)} />
        </li>
      ))}
    </ul>
  );
  return (
    <div className="gd-palette">
      {own.length > 0 ? list(own) : <p className="gx-soft gd-hint">{t('layout.allPlaced')}</p>}
      {system.length > 0 && (
        <>
          <h3>{t('layout.engineFields')}</h3>
          {list(system)}
        </>
      )}
    </div>
  );
}

function FieldToDrag({ card, onPut }: { card: Card; onPut: () => void }) {
  const { t, label } = useTexts();
  const dragged: Dragged = { kind: 'field', field: card.name, label: card.label, isPlaced: false };
  const { setNodeRef, listeners } = useDraggable({ id: `field:${card.name}`, data: dragged });
  return (
    <button
      ref={setNodeRef}
      type="button"
      className="gd-type gd-to-drag"
      onPointerDown={listeners?.onPointerDown as React.PointerEventHandler}
      onClick={onPut}
    >
      <TypeIcon name={card.type?.icon ?? 'key'} />
      <span className="gd-type-name">{card.label}</span>
      <span className="gd-type-help">
        {card.type ? label(card.type.labels) : t('layout.engineField')} · <code>{card.name}</code>
      </span>
    </button>
  );
}

function Parts({ relations, acts }: { relations: readonly Relation[]; acts: SupplyActs }) {
  const { t, label } = useTexts();
  const part = (name: string, help: string, add: () => void, key = name) => (
    <li key={key}>
      <button type="button" className="gd-type" onClick={add}>
        <PlusOutlined aria-hidden="true" />
        <span className="gd-type-name">{name}</span>
        <span className="gd-type-help">{help}</span>
      </button>
    </li>
  );
  return (
    <div className="gd-palette">
      <ul>
        {part(t('layout.section'), t('layout.sectionNote'), acts.addSection)}
        {part(t('layout.tab'), t('layout.tabNote'), acts.addTab)}
      </ul>
      <h3>{t('layout.related')}</h3>
      {relations.length === 0 && <p className="gx-soft gd-hint">{t('layout.noRelations')}</p>}
      <ul>
        {relations.map((relation) =>
          part(
            label(relation.labels) || relation.object,
            t('layout.relatedVia', { field: label(relation.field) || relation.via }),
            () => acts.addRelated(relation),
            `${relation.object}.${relation.via}`,
          ),
        )}
      </ul>
    </div>
  );
}
