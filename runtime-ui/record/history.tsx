import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { historyQuery } from '../api/queries.ts';
import type { HistoryItem, HistoryPerson, ObjectMeta, RecordRow, Titles } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { Refusal } from '../shell/states.tsx';
import { formatAgo, formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import { HistorySentence } from './history-sentence.tsx';
import './history.css';

/** Everything that became of a record, the newest first, in sentences. */
export default function History({ object, record }: { object: ObjectMeta; record: RecordRow }) {
  const { t } = useTexts();
  const history = useInfiniteQuery(historyQuery(object.name, record.id, record.version));
  if (history.error && !history.data)
    return <Refusal error={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data) return <Skeleton active paragraph={{ rows: 6 }} />;
  const pages = history.data.pages;
  const items = pages.flatMap((page) => page.items.map((item) => ({ item, titles: page.titles })));
  if (items.length === 0) return <p className="gx-soft">{t('record.historyEmpty')}</p>;
  return (
    <div className="gx-history-page">
      <ol className="gx-history-list" aria-busy={history.isFetching}>
        {items.map(({ item, titles }) => (
          <Item key={item.id} object={object} item={item} titles={titles} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('record.historyMore')}
        </Button>
      )}
    </div>
  );
}

const WORDS = {
  create: 'record.historyCreate',
  delete: 'record.historyDelete',
  restore: 'record.historyRestore',
  merge: 'record.historyMerge',
  unmerge: 'record.historyUnmerge',
} as const;

function useName(): (person: HistoryPerson | null) => string {
  const { t } = useTexts();
  return (person) => (person ? (person.name ?? t('record.historySomebody')) : t('record.historyEngine'));
}

function Item({ object, item, titles }: { object: ObjectMeta; item: HistoryItem; titles: Titles }) {
  const { t } = useTexts();
  const nameOf = useName();
  const sentences = item.changes.map((change, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the changes of an entry stay as they are
    <li key={index}>
      <HistorySentence object={object} change={change} titles={titles} />
    </li>
  ));
  return (
    <li className="gx-history-item" data-op={item.op}>
      <p className="gx-history-head">
        <strong>{nameOf(item.by)}</strong>{' '}
        {item.onBehalf && (
          <span className="gx-soft">{t('record.historyBehalf', { name: nameOf(item.onBehalf) })} </span>
        )}
        {item.op !== 'update' && <span>{t(WORDS[item.op], { count: item.merged?.records ?? 1 })} </span>}
        <When at={item.at} />
      </p>
      {item.op === 'create' && sentences.length > 0 ? (
        <details>
          <summary>{t('record.historyValues', { count: sentences.length })}</summary>
          <ul>{sentences}</ul>
        </details>
      ) : (
        sentences.length > 0 && <ul>{sentences}</ul>
      )}
    </li>
  );
}

function When({ at }: { at: string }) {
  const { t, language } = useTexts();
  const { timeZone } = useLocality();
  const now = Date.now();
  const exact = formatMoment(at, timeZone);
  const isNow = Math.abs(now - Date.parse(at)) < 60_000;
  return (
    <time className="gx-soft" dateTime={at} title={exact}>
      {isNow ? t('record.justNow') : (formatAgo(at, now, language) ?? exact)}
    </time>
  );
}
