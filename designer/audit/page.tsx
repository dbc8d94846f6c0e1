import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Alert, Button, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { modelQuery } from '../../runtime-ui/api/queries.ts';
import { get, workspacePath } from '../../runtime-ui/api/request.ts';
import { Refusal } from '../../runtime-ui/shell/states.tsx';
import { useDocumentTitle } from '../../runtime-ui/shell/title.ts';
import { formatMoment } from '../../runtime-ui/values/format.ts';
import { useLocality } from '../../runtime-ui/values/locality.ts';
import { useTexts } from '../i18n/index.ts';
import type { AuditEntry, AuditKinds, AuditPage, AuditProof } from './types.ts';
import './audit.css';

type Filters = Readonly<Partial<Record<'object' | 'op', string>>>;

/** Who did what: for those who answer for security. */
export function Component() {
  const { t } = useTexts();
  const [filters, setFilters] = useState<Filters>({});
  useDocumentTitle(t('audit.title'), t('designer.title'));
  const entries = useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ signal, pageParam }) =>
      get<AuditPage>('/api/audit', { query: { ...filters, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const address = `${workspacePath}/api/audit.csv?${new URLSearchParams(filters as Record<string, string>)}`;
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
      <FilterBar filters={filters} onChange={setFilters} />
      {entries.data ? (
        <ol className="gd-audit">
          {entries.data.pages.flatMap(({ entries: some, users }) =>
            some.map((entry) => <Entry key={entry.id} entry={entry} users={users} />),
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

const useKinds = () =>
  useQuery({
    queryKey: ['audit', 'kinds'],
    queryFn: ({ signal }) => get<AuditKinds>('/api/audit/kinds', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Whether the audit is as it was sealed; asked when somebody opens the page. */
function SealState() {
  const { t } = useTexts();
  const proof = useQuery({
    queryKey: ['audit', 'proof'],
    queryFn: ({ signal }) => get<AuditProof>('/api/audit/proof', { signal }),
    staleTime: 60_000,
  });
  if (!proof.data) return null;
  const { ok, proven, unsealed, faults } = proof.data;
  return (
    <Alert
      type={ok ? 'success' : 'error'}
      showIcon
      title={ok ? t('audit.sound', { proven, unsealed }) : t('audit.tampered', { count: faults.length })}
    />
  );
}

function FilterBar({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const { t, label } = useTexts();
  const kinds = useKinds();
  const model = useQuery(modelQuery);
  const set = (name: keyof Filters) => (value: string | undefined) => {
    const { [name]: _, ...others } = filters;
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  const choices = (list: readonly { name: string; labels: Readonly<Record<string, string>> }[] = []) =>
    list.map(({ name, labels }) => ({ value: name, label: label(labels) }));
  return (
    <div className="gd-audit-filters">
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('audit.object')}
        placeholder={t('audit.object')}
        options={choices(model.data?.objects)}
        onChange={set('object')}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('audit.what')}
        placeholder={t('audit.what')}
        options={choices(kinds.data?.kinds)}
        onChange={set('op')}
      />
    </div>
  );
}

function Entry({ entry, users }: { entry: AuditEntry; users: AuditPage['users'] }) {
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
        <time dateTime={entry.at}>{formatMoment(entry.at, timeZone)}</time> <strong>{who}</strong>{' '}
        {kind ? label(kind.labels) : entry.op} {kind?.about === 'record' ? object : whom}
      </p>
      {entry.changes.length > 0 && (
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
      )}
    </li>
  );
}
