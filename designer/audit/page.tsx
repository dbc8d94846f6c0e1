import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { get, workspacePath } from '../../runtime-ui/api/request.ts';
import { Refusal } from '../../runtime-ui/shell/states.tsx';
import { useDocumentTitle } from '../../runtime-ui/shell/title.ts';
import { formatMoment } from '../../runtime-ui/values/format.ts';
import { useLocality } from '../../runtime-ui/values/locality.ts';
import { useTexts } from '../i18n/index.ts';
import { asked, FilterBar, filtersIn } from './filters.tsx';
import { useKinds } from './kinds.ts';
import { SealState } from './seal-state.tsx';
import type { AuditEntry, AuditPage } from './types.ts';
import './audit.css';

/** Who did what: for those who answer for security. */
export function Component() {
  const { t } = useTexts();
  const { timeZone } = useLocality();
  const [search, setSearch] = useSearchParams();
  const filters = filtersIn(search);
  const query = asked(filters, timeZone);
  useDocumentTitle(t('audit.title'), t('designer.title'));
  const entries = useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ signal, pageParam }) =>
      get<AuditPage>('/api/audit', { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const address = `${workspacePath}/api/audit.csv?${new URLSearchParams(query)}`;
  const isEmpty = entries.data?.pages[0]?.entries.length === 0;
  if (entries.error && !entries.data)
    return <Refusal error={entries.error} onRetry={() => void entries.refetch()} />;
  return (
    <div className="gd-page">
      <header className="gd-header">
        <h1>{t('audit.title')}</h1>
        <Button icon={<DownloadOutlined />} href={address}>
          {t('audit.export')}
        </Button>
      </header>
      <SealState />
      <FilterBar
        filters={filters}
        onChange={(next) => setSearch(new URLSearchParams(next as Record<string, string>), { replace: true })}
      />
      {isEmpty && <p className="gx-soft">{t('audit.none')}</p>}
      {entries.data ? (
        <ol className="gd-audit">
          {entries.data.pages.flatMap(({ entries: some, users, portalUsers }) =>
            some.map((entry) => (
              <Entry key={entry.id} entry={entry} users={users} portalUsers={portalUsers} />
            )),
          )}
        </ol>
      ) : (
        <Skeleton active />
      )}
      {entries.hasNextPage && (
        <Button loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
          {t('audit.more')}
        </Button>
      )}
    </div>
  );
}

/** What was and what is; anything else as it is. */
const shown = (value: unknown): string =>
  Array.isArray(value) && value.length === 2 ? `${plain(value[0])} → ${plain(value[1])}` : plain(value);

const plain = (value: unknown): string =>
  value === null ? '—' : typeof value === 'string' ? value : JSON.stringify(value);

function Entry({
  entry,
  users,
  portalUsers,
}: { entry: AuditEntry } & Pick<AuditPage, 'users' | 'portalUsers'>) {
  const { t, label } = useTexts();
  const { timeZone } = useLocality();
  const kinds = useKinds();
  const kind = kinds.data?.kinds.find(({ name }) => name === entry.op);
  const who = entry.actor === null ? t('audit.engine') : (users[entry.actor] ?? entry.actor);
  const isOfAnother = kind?.about === 'user' && entry.record !== null && entry.record !== entry.actor;
  const whom = isOfAnother && users[entry.record!];
  const object = entry.objectLabels ? label(entry.objectLabels) : entry.object;
  return (
    <li>
      <p>
        <time dateTime={entry.at}>{formatMoment(entry.at, timeZone)}</time> <strong>{who}</strong>
        {entry.actor !== null && portalUsers.includes(entry.actor) && ` (${t('audit.portal')})`}{' '}
        {kind ? label(kind.labels) : entry.op}{' '}
        {kind?.about !== 'record' ? (
          whom
        ) : entry.record === null ? (
          object
        ) : (
          <Link to={`?record=${entry.record}`} title={t('audit.record')}>
            {object}
          </Link>
        )}
      </p>
      {entry.op === 'read' ? <Read entry={entry} /> : entry.changes.length > 0 && <Changes entry={entry} />}
    </li>
  );
}

/** Which fields somebody has read, and of how many records. */
function Read({ entry }: { entry: AuditEntry }) {
  const { t, label } = useTexts();
  const said = new Map(entry.changes.map(({ field, value }) => [field, value]));
  const fields = said.get('fields') as AuditEntry['changes'];
  const count = said.get('how') === 'question' ? undefined : Number(said.get('count') ?? 1);
  return (
    <p className="gx-soft">
      {fields.map(({ field, labels }) => (labels ? label(labels) : field)).join(t('audit.comma'))} ·{' '}
      {count === undefined ? t('audit.asked') : t('audit.records', { count })}
    </p>
  );
}

function Changes({ entry }: { entry: AuditEntry }) {
  const { t, label } = useTexts();
  return (
    <details>
      <summary>{t('audit.changes', { count: entry.changes.length })}</summary>
      <dl>
        {entry.changes.map(({ field, labels, value }) => (
          <div key={field}>
            <dt>{labels ? label(labels) : field}</dt>
            <dd>{shown(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
