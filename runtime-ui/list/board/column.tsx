import { useDroppable } from '@dnd-kit/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { type CSSProperties, useEffect, useRef } from 'react';
import { fieldsParameter } from '../../api/model.ts';
import { listRecords } from '../../api/records.ts';
import type { FieldMeta, ObjectMeta, RecordRow } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { formatNumber, formatShort, groupDecimal } from '../../values/format.ts';
import { useLocality } from '../../values/locality.ts';
import { narrowing } from '../records.tsx';
import type { ListState } from '../state.ts';
import { Card } from './card.tsx';
import type { BoardColumn } from './columns.ts';
import '../../i18n/board.ts';

const CARDS_PER_PAGE = 20;

export const columnKey = (object: ObjectMeta, column: BoardColumn) =>
  ['records', object.name, 'column', column.pipeline ?? '', column.key] as const;

/** One column: name, count and sum from the server, cards page by page. */
export function Column(props: {
  object: ObjectMeta;
  state: ListState;
  group: FieldMeta;
  column: BoardColumn;
  columns: readonly BoardColumn[];
  filter: string | undefined;
  total: { readonly count: number; readonly sum: string | null } | undefined;
  summed: FieldMeta | undefined;
  onMove?: (record: RecordRow, to: BoardColumn) => void;
}) {
  const { object, state, group, column, columns, filter, total, summed, onMove } = props;
  const { t } = useTexts();
  const where = useLocality();
  const { setNodeRef, isOver } = useDroppable({ id: column.key, disabled: !onMove });
  const names = [object.titleField, group.name];
  const query = {
    ...narrowing(state),
    filter,
    fields: fieldsParameter(object, names, state.shown),
    limit: CARDS_PER_PAGE,
  };
  const pages = useInfiniteQuery({
    queryKey: [...columnKey(object, column), query],
    queryFn: ({ pageParam, signal }) => listRecords(object.name, { ...query, cursor: pageParam }, signal),
    enabled: state.isReady,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
  const records = pages.data?.pages.flatMap((page) => page.records);
  const count = total?.count ?? 0;
  const formatted = groupDecimal(String(count));
  const sum = summed && total?.sum ? formatNumber(summed, total.sum, where) : undefined;
  return (
    <section
      ref={setNodeRef}
      className={isOver ? 'gx-column gx-column-over' : 'gx-column'}
      style={{ '--tag': column.color } as CSSProperties}
      aria-label={t('board.column', { name: column.label, count, formatted })}
      data-column={column.key}
    >
      <header>
        <h2>
          <span className="gx-clip">{column.label}</span>
          {total && <span className="gx-count">{formatted}</span>}
        </h2>
        {summed && (
          <div className="gx-column-sum gx-number" title={sum && t('board.sum', { sum })}>
            {sum ? formatShort(summed, total!.sum, where) : total && '—'}
          </div>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul tabIndex={0} aria-label={column.label}>
        {!records && !pages.error && <Skeleton active title={false} paragraph={{ rows: 3 }} />}
        {pages.error && !records && (
          <li>
            <Button onClick={() => void pages.refetch()}>{t('common.retry')}</Button>
          </li>
        )}
        {records?.map((record) => (
          <Card
            key={record.id}
            object={object}
            state={state}
            group={group}
            column={column}
            columns={columns}
            record={record}
            onMove={onMove}
          />
        ))}
        {records?.length === 0 && <li className="gx-column-empty">{t('board.emptyColumn')}</li>}
        {pages.hasNextPage && (
          <More isBusy={pages.isFetchingNextPage} onMore={() => void pages.fetchNextPage()} />
        )}
      </ul>
    </section>
  );
}

/** Loads the next page when it comes into sight, or on a click. */
function More({ isBusy, onMore }: { isBusy: boolean; onMore: () => void }) {
  const { t } = useTexts();
  const place = useRef<HTMLLIElement>(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: '120px',
    });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  return (
    <li ref={place} className="gx-column-more">
      <Button size="small" type="text" loading={isBusy} onClick={onMore}>
        {t('board.more')}
      </Button>
    </li>
  );
}
