import { EllipsisOutlined, HolderOutlined } from '@ant-design/icons';
import { useDraggable } from '@dnd-kit/core';
import { Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type Column, heldIn } from '../../api/columns.ts';
import type { FieldMeta, ObjectMeta, RecordRow } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { ColumnValue, isEmptyValue, isNumeric, useTitleOf } from '../../values/display.tsx';
import type { ListState } from '../state.ts';
import type { BoardColumn } from './columns.ts';
import '../../i18n/board.ts';

const FACTS = 3;

const isPerson = ({ field }: Column): boolean => field.target === 'user';
const isDay = ({ field }: Column): boolean => field.kind === 'date' || field.kind === 'timestamp';

/** What a card says besides its title: facts, below them when and who. */
function partsOf(object: ObjectMeta, state: ListState, group: FieldMeta, record: RecordRow) {
  const shown = state.shown.filter(
    (column) =>
      column.path !== object.titleField &&
      column.path !== group.name &&
      !isEmptyValue(heldIn(record, column)),
  );
  const when = shown.find(isDay);
  const who = shown.find(isPerson);
  const facts = shown.filter((column) => column !== when && column !== who).slice(0, FACTS);
  return { facts, foot: [when, who].filter((column) => column !== undefined) };
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
          {facts.map((column) => (
            <div key={column.path} className={isNumeric(column.field) ? 'gx-board-number' : undefined}>
              <ColumnValue column={column} record={record} isPlain />
            </div>
          ))}
        </div>
      )}
      {foot.length > 0 && (
        <div className="gx-board-foot">
          {foot.map((column) => (
            <span key={column.path}>
              <ColumnValue column={column} record={record} isPlain />
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
