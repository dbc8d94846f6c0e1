import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { listQuery } from '../api/queries.ts';
import type { ListQuery } from '../api/records.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useIsPhone } from '../shell/screen.ts';
import { groupDecimal } from '../values/format.ts';
import { PAGE_SIZES, type usePaging } from './paging.ts';

/** How many there are, and the way to the next page. Counting does not hold up the rows. */
export function Pager(props: {
  object: ObjectMeta;
  query: ListQuery;
  paging: ReturnType<typeof usePaging>;
  next: string | null;
  shown: number;
}) {
  const { object, query, paging, next, shown } = props;
  const { t } = useTexts();
  const isPhone = useIsPhone();
  const client = useQueryClient();
  const isAll = paging.page === 1 && next === null;
  const counted = useQuery({
    ...listQuery(object.name, { filter: query.filter, q: query.q, fields: 'id', limit: 1, count: 'capped' }),
    enabled: !isAll,
    placeholderData: keepPreviousData,
  });
  const count = isAll ? { value: shown, capped: false } : counted.data?.count;
  const formatted = groupDecimal(String(count?.value ?? 0));
  const warm = () => {
    if (next) void client.prefetchQuery(listQuery(object.name, { ...query, cursor: next }));
  };
  return (
    <nav className="gx-pager" aria-label={t('list.page', { page: paging.page })}>
      <span className="gx-soft" role="status">
        {count &&
          (count.capped
            ? t('list.countCapped', { formatted })
            : t('list.count', { count: count.value, formatted }))}
      </span>
      <span className="gx-pager-pages">
        {!isPhone && (
          <Select
            size="small"
            variant="borderless"
            popupMatchSelectWidth={false}
            aria-label={t('list.pageSize', { n: paging.size })}
            value={paging.size}
            options={PAGE_SIZES.map((n) => ({ value: n, label: t('list.pageSize', { n }) }))}
            onChange={paging.setSize}
          />
        )}
        <Button
          size={isPhone ? 'middle' : 'small'}
          icon={<LeftOutlined />}
          disabled={paging.page === 1}
          aria-label={t('list.previous')}
          onClick={paging.previous}
        />
        <span>{t('list.page', { page: paging.page })}</span>
        <Button
          size={isPhone ? 'middle' : 'small'}
          icon={<RightOutlined />}
          disabled={next === null}
          aria-label={t('list.next')}
          onMouseEnter={warm}
          onFocus={warm}
          onClick={() => next && paging.next(next)}
        />
      </span>
    </nav>
  );
}
