import { EllipsisOutlined, HolderOutlined } from '@ant-design/icons';
import { useDraggable } from '@dnd-kit/core';
import { Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { fieldOf } from '../../api/model.ts';
import type { FieldMeta, ObjectMeta, RecordRow } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { isEmptyValue, isNumeric, useTitleOf, Value } from '../../values/display.tsx';
import type { ListState } from '../state.ts';
import type { BoardColumn } from './columns.ts';

const FACTS = 3;

const isPerson = (field: FieldMeta): boolean => field.target === 'user';
const isDay = (field: FieldMeta): boolean => field.kind === 'date' || field.kind === 'timestamp';

/** What a card says besides its title: facts, below them when and who. */
function partsOf(object: ObjectMeta, state: ListState, group: FieldMeta, record: RecordRow) {
  const shown = state.columns
    .map(({ field }) => fieldOf(object, field))
    .filter((field) => field !== undefined)
    .filter(({ name }) => name !== object.titleField && name !== group.name && !isEmptyValue(record[name]));
  const when = shown.find(isDay);
  const who = shown.find(isPerson);
  const facts = shown.filter((field) => field !== when && field !== who).slice(0, FACTS);
  return { facts, foot: [when, who].filter((field) => field !== undefined) };
}

/** What a card shows; also what hangs at the pointer while it is dragged. */
export function CardFace(props: {
  object: ObjectMeta;
  state: ListState;
  group: FieldMeta;
  record: RecordRow;
  isLifted?: boolean;
  tools?: ReactNode;
}) {
  const { object, state, group, record, isLifted, tools } = props;
  const title = useTitleOf(object)(record);
  const { facts, foot } = partsOf(object, state, group, record);
  return (
    <div className={isLifted ? 'gx-board-card gx-board-card-lifted' : 'gx-board-card'}>
      <div className="gx-board-card-head">
        <Link to={`/o/${object.name}/${record.id}`} draggable={false}>
          {title}
        </Link>
        {tools}
      </div>
      {facts.length > 0 && (
        <div className="gx-board-facts">
          {facts.map((field) => (
            <div key={field.name} className={isNumeric(field) ? 'gx-board-number' : undefined}>
              <Value object={object} field={field} record={record} isPlain />
            </div>
          ))}
        </div>
      )}
      {foot.length > 0 && (
        <div className="gx-board-foot">
          {foot.map((field) => (
            <span key={field.name}>
              <Value object={object} field={field} record={record} isPlain />
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

/** A card in its column: draggable as a whole, by the handle from the keyboard, and with a menu that does the same. */
export function Card(props: {
  object: ObjectMeta;
  state: ListState;
  group: FieldMeta;
  column: BoardColumn;
  columns: readonly BoardColumn[];
  record: RecordRow;
  onMove?: (record: RecordRow, to: BoardColumn) => void;
}) {
  const { object, state, group, column, columns, record, onMove } = props;
  const { t } = useTexts();
  const title = useTitleOf(object)(record);
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id: record.id,
    data: { record, column: column.key },
    disabled: !onMove,
  });
  const { onKeyDown, ...pointer } = listeners ?? {};
  const tools = onMove && (
    <span className="gx-board-tools">
      <button
        ref={setActivatorNodeRef}
        type="button"
        className="gx-icon-button gx-board-handle"
        aria-label={t('board.moveTitle', { title })}
        aria-describedby={attributes['aria-describedby']}
        aria-roledescription={attributes['aria-roledescription']}
        onKeyDown={onKeyDown as never}
      >
        <HolderOutlined />
      </button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              type: 'group',
              key: 'move',
              label: t('board.move'),
              children: columns.map(({ key, label }) => ({ key, label, disabled: key === column.key })),
            },
          ],
          onClick: ({ key }) => onMove(record, columns.find((each) => each.key === key)!),
        }}
      >
        <button
          type="button"
          className="gx-icon-button"
          aria-label={`${t('board.move')} ${title}`}
          onMouseDown={stop}
          onTouchStart={stop}
        >
          <EllipsisOutlined />
        </button>
      </Dropdown>
    </span>
  );
  return (
    <li ref={setNodeRef} {...pointer} className={isDragging ? 'gx-dragging' : undefined} data-id={record.id}>
      <CardFace object={object} state={state} group={group} record={record} tools={tools} />
    </li>
  );
}

const stop = (event: { stopPropagation: () => void }) => event.stopPropagation();
