import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import { Checkbox } from 'antd';
import type { KeyboardEvent, MouseEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Column } from '../api/columns.ts';
import { isOrdered, type ObjectMeta, type RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { ColumnValue, isNumeric, useTitleOf } from '../values/display.tsx';
import { useKeptScroll } from './kept-scroll.ts';
import type { ListPatch, ListState } from './state.ts';

/** Next order after a click on a column's head: up, down, none. */
function nextSort(sort: readonly string[], field: string): string[] {
  if (sort[0] === field) return [`-${field}`];
  return sort[0] === `-${field}` ? [] : [field];
}

const isInteractive = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('a, button, input, label') !== null;

/** Moves the focus to the neighbouring row. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableRowElement>) {
  const { currentTarget: row, key } = event;
  const next = key === 'ArrowDown' || key === 'j' ? row.nextElementSibling : row.previousElementSibling;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.querySelector<HTMLElement>('a')?.focus();
}

/** Records as rows. A real table: the head stays, the first column stays, the title is the link. */
export function Table(props: {
  object: ObjectMeta;
  state: ListState;
  patch: (patch: ListPatch) => void;
  records: readonly RecordRow[];
  selected: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  isStale: boolean;
}) {
  const { object, state, patch, records, selected, onSelect, isStale } = props;
  const { t, label } = useTexts();
  const navigate = useNavigate();
  const titleOf = useTitleOf(object);
  const frame = useKeptScroll<HTMLElement>();
  const columns = state.shown;
  const widths = new Map(state.columns.map(({ field, width }) => [field, width]));
  const all = records.length > 0 && records.every(({ id }) => selected.has(id));
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect?.(next);
  };
  const open = (event: MouseEvent, record: RecordRow) => {
    if (isInteractive(event.target) || getSelection()?.toString()) return;
    void navigate(`/o/${object.name}/${record.id}`);
  };
  return (
    <section
      ref={frame}
      className="gx-table-frame"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label(object.plural)}
      aria-busy={isStale}
    >
      <table className={isStale ? 'gx-table gx-stale' : 'gx-table'}>
        <thead>
          <tr>
            {onSelect && (
              <th className="gx-table-check">
                <Checkbox
                  aria-label={t('list.selectAll')}
                  checked={all}
                  indeterminate={!all && records.some(({ id }) => selected.has(id))}
                  onChange={() => onSelect(all ? new Set() : new Set(records.map(({ id }) => id)))}
                />
              </th>
            )}
            {columns.map((column, i) => (
              <HeadCell
                key={column.path}
                column={column}
                className={cellClass(column, i)}
                width={widths.get(column.path)}
                sort={state.sort}
                onSort={() => patch({ sort: nextSort(state.sort, column.path) })}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr
              key={record.id}
              data-id={record.id}
              className={selected.has(record.id) ? 'gx-selected' : undefined}
              onClick={(event) => open(event, record)}
              onKeyDown={(event) => {
                if (['ArrowDown', 'ArrowUp', 'j', 'k'].includes(event.key)) moveBetweenRows(event);
                if (event.key === 'x' && onSelect) toggle(record.id);
              }}
            >
              {onSelect && (
                <td className="gx-table-check">
                  <Checkbox
                    aria-label={t('list.selectRow', { title: titleOf(record) })}
                    checked={selected.has(record.id)}
                    onChange={() => toggle(record.id)}
                  />
                </td>
              )}
              {columns.map((column, i) => (
                <td key={column.path} className={cellClass(column, i)}>
                  {i === 0 || column.path === object.titleField ? (
                    <Link className="gx-row-title" to={`/o/${object.name}/${record.id}`}>
                      {column.path === object.titleField ? (
                        titleOf(record)
                      ) : (
                        <ColumnValue column={column} record={record} isPlain />
                      )}
                    </Link>
                  ) : (
                    <ColumnValue column={column} record={record} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The first column stays in sight, numbers stand at the right. */
const cellClass = ({ field }: Column, place: number): string | undefined =>
  [place === 0 && 'gx-table-title', isNumeric(field) && 'gx-right'].filter(Boolean).join(' ') || undefined;

function HeadCell(props: {
  column: Column;
  className: string | undefined;
  width?: number;
  sort: readonly string[];
  onSort: () => void;
}) {
  const { column, className, width, sort, onSort } = props;
  const { path, labels, field } = column;
  const { t, label } = useTexts();
  const direction = sort[0] === path ? 'ascending' : sort[0] === `-${path}` ? 'descending' : undefined;
  const hint = {
    ascending: t('list.sortDescending'),
    descending: t('list.sortNone'),
    none: t('list.sortAscending'),
  };
  // what is shown in part is sorted by nothing
  const isSortable = isOrdered(field.kind) && field.can !== 'masked';
  return (
    <th aria-sort={direction} style={width ? { width, minWidth: width } : undefined} className={className}>
      {isSortable ? (
        <button type="button" onClick={onSort} title={hint[direction ?? 'none']}>
          {label(labels)}
          {direction === 'ascending' && <CaretUpOutlined aria-hidden="true" />}
          {direction === 'descending' && <CaretDownOutlined aria-hidden="true" />}
        </button>
      ) : (
        label(labels)
      )}
    </th>
  );
}
