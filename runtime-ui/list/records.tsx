import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { canClaim, canTransfer, fieldsParameter } from '../api/model.ts';
import { listQuery } from '../api/queries.ts';
import type { ListQuery } from '../api/records.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { Refusal, State } from '../shell/states.tsx';
import { Cards } from './cards.tsx';
import { Pager } from './pager.tsx';
import { usePaging } from './paging.ts';
import { SelectionBar } from './selection-bar.tsx';
import type { ListPatch, ListState } from './state.ts';
import { Table } from './table.tsx';

/** What both pages and boards ask of a list. */
export const narrowing = (state: ListState): Pick<ListQuery, 'filter' | 'q' | 'sort'> => ({
  filter: state.filter || undefined,
  q: state.q || undefined,
  sort: state.sort.join(',') || undefined,
});

/** Whether there is something to be done with several records. */
const canSelect = (object: ObjectMeta): boolean =>
  Boolean(object.can.delete || object.can.export) || canTransfer(object) || canClaim(object);

/** One page of records as rows or cards, with what to do about none. */
export function RecordTable(props: {
  object: ObjectMeta;
  state: ListState;
  patch: (patch: ListPatch) => void;
  asCards: boolean;
  onCreate?: () => void;
}) {
  const { object, state, patch, asCards, onCreate } = props;
  const { t, label } = useTexts();
  const paging = usePaging();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const query: ListQuery = {
    ...narrowing(state),
    fields: fieldsParameter(object, [object.titleField], state.shown),
    limit: paging.size,
  };
  const page = useQuery({
    ...listQuery(object.name, { ...query, cursor: paging.cursor }),
    enabled: state.isReady,
  });

  if (page.error && !page.data) return <Refusal error={page.error} onRetry={() => void page.refetch()} />;
  if (!page.data)
    return (
      <Skeleton className="gx-list-skeleton" active title={false} paragraph={{ rows: 8, width: '100%' }} />
    );
  const { records, next } = page.data;
  if (records.length === 0 && paging.page === 1) {
    const isNarrowed = state.q !== '' || state.filter !== '';
    return isNarrowed ? (
      <State
        title={t('list.noResultTitle')}
        note={t('list.noResultNote')}
        actions={<Button onClick={() => patch({ q: '', filter: '' })}>{t('list.clearFilters')}</Button>}
      />
    ) : (
      <State
        title={t('list.emptyTitle', { object: label(object.plural) })}
        note={onCreate ? t('list.emptyNote') : t('list.emptyNoteRead')}
        actions={
          onCreate && (
            <Button type="primary" icon={<PlusOutlined />} onClick={onCreate}>
              {t('common.newOf', { object: label(object.labels) })}
            </Button>
          )
        }
      />
    );
  }
  const shown = new Set(records.map(({ id }) => id));
  const chosen = [...selected].filter((id) => shown.has(id));
  const shared = { object, state, records, isStale: page.isPlaceholderData };
  return (
    <>
      {chosen.length > 0 && (
        <SelectionBar object={object} state={state} ids={chosen} onDone={() => setSelected(new Set())} />
      )}
      {asCards ? (
        <Cards {...shared} />
      ) : (
        <Table
          {...shared}
          patch={patch}
          selected={selected}
          onSelect={canSelect(object) ? setSelected : undefined}
        />
      )}
      <Pager object={object} query={query} paging={paging} next={next} shown={records.length} />
    </>
  );
}
