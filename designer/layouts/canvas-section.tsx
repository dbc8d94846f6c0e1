import { ArrowDownOutlined, ArrowUpOutlined, HolderOutlined } from '@ant-design/icons';
import { useDraggable, useDroppable } from '@dnd-kit/core';
import { Tag } from 'antd';
import type { Section } from '../draft/arrange.ts';
import { useTexts } from '../i18n/index.ts';
import { CanvasField } from './canvas-field.tsx';
import { type Card, cardNamed } from './cards.ts';
import type { Dragged, Place, Target } from './drag.ts';
import { isSelected, type Selection } from './selection.ts';
import type { Look } from './use-looks.ts';

/** What a section calls itself where it has no heading. */
export const useSectionName = () => {
  const { t, label } = useTexts();
  return (section: Section, place: number): string =>
    label(section.labels) || t('field.sectionNumber', { n: place + 1 });
};

export function CanvasSection(props: {
  section: Section;
  name: string;
  cards: readonly Card[];
  looks: ReadonlyMap<string, Look>;
  selection: Selection;
  /** where what is dragged would go */
  target: Target | undefined;
  isFirst: boolean;
  isLast: boolean;
  onSelect: (selection: Selection) => void;
  onMove: (by: -1 | 1) => void;
  onMoveField: (field: string, by: -1 | 1) => void;
  onRemoveField: (field: string) => void;
}) {
  const { section, name, cards, looks, selection, target, isFirst, isLast } = props;
  const { onSelect, onMove, onMoveField, onRemoveField } = props;
  const { t } = useTexts();
  const { id, columns, fields } = section;
  const own: Selection = { kind: 'section', id };
  const dragged: Dragged = { kind: 'section', id, label: name };
  const end: Place = { target: { kind: 'spot', section: id }, label: t('layout.endOf', { name }) };
  const drop = useDroppable({ id: `end:${id}`, data: end });
  const drag = useDraggable({
    id: `section:${id}`,
    data: dragged,
    attributes: { roleDescription: t('layout.draggable') },
  });
  const isHere = target?.kind === 'spot' && target.section === id;
  const button = (text: string, icon: React.ReactNode, isDisabled: boolean, by: -1 | 1) => (
    <button
      type="button"
      className="gx-icon-button"
      aria-label={text}
      title={text}
      disabled={isDisabled}
      onClick={() => onMove(by)}
    >
      {icon}
    </button>
  );
  return (
    <section
      ref={drag.setNodeRef}
      className={`gd-block${isSelected(selection, own) ? ' gd-is-selected' : ''}${drag.isDragging ? ' gd-is-dragged' : ''}`}
      aria-label={name}
    >
      <header className="gd-block-head">
        <button
          type="button"
          className="gx-icon-button gd-handle"
          {...drag.attributes}
          {...drag.listeners}
          aria-label={t('layout.moveOne', { name })}
        >
          <HolderOutlined />
        </button>
        <button
          type="button"
          className="gd-block-name"
          aria-pressed={isSelected(selection, own)}
          onClick={() => onSelect(own)}
        >
          {name}
        </button>
        <span className="gd-block-facts">
          {section.takesNew && <Tag>{t('layout.takesNew')}</Tag>}
          {section.collapse && <Tag>{t(`layout.fold.${section.collapse}`)}</Tag>}
        </span>
        {button(t('layout.upOne', { name }), <ArrowUpOutlined />, isFirst, -1)}
        {button(t('layout.downOne', { name }), <ArrowDownOutlined />, isLast, 1)}
      </header>
      <div
        ref={drop.setNodeRef}
        className={`gd-grid${isHere && !target.before ? ' gd-drop-end' : ''}`}
        data-columns={columns}
      >
        {fields.map(({ field, span }, at) => (
          <CanvasField
            key={field}
            card={cardNamed(cards, field)}
            look={looks.get(field)}
            section={id}
            span={span}
            columns={columns}
            next={fields[at + 1]?.field}
            isSelected={isSelected(selection, { kind: 'field', name: field })}
            isDropBefore={isHere && target.before === field}
            onSelect={() => onSelect({ kind: 'field', name: field })}
            onMove={(by) => onMoveField(field, by)}
            onRemove={() => onRemoveField(field)}
          />
        ))}
        {selection.kind === 'new' && selection.spot.section === id && (
          <div className="gd-card gd-card-new" role="note">
            {t('layout.newHere')}
          </div>
        )}
        {fields.length === 0 && <p className="gx-soft gd-empty">{t('layout.emptySection')}</p>}
      </div>
    </section>
  );
}
