import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useEffect } from 'react';
import { useParams } from 'react-router';
import { beginScan, cancelScan, fetchAlike, isScanning, scansQuery } from '../api/duplicates.ts';
import { objectQuery } from '../api/queries.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { Loading, NotFound, Refusal, State } from '../shell/states.tsx';
import { useDocumentTitle } from '../shell/title.ts';
import { groupDecimal } from '../values/format.ts';
import { Group } from './group.tsx';
import '../i18n/alike.ts';
import './alike.css';

/** `/o/:object/duplicates`: records that are taken for one, to be merged or told apart. */
export function Component() {
  const { object: name = '' } = useParams();
  const object = useQuery(objectQuery(name));
  if (object.error) return <Refusal error={object.error} onRetry={() => void object.refetch()} />;
  if (!object.data) return <Loading />;
  return object.data.can.merge ? <Alike object={object.data} /> : <NotFound />;
}

function Alike({ object }: { object: ObjectMeta }) {
  const { t, label } = useTexts();
  const title = t('alike.title', { object: label(object.plural) });
  useDocumentTitle(title);
  const found = useInfiniteQuery({
    queryKey: ['records', object.name, 'alike'],
    queryFn: ({ pageParam: after, signal }) => fetchAlike(object.name, after, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  if (found.error) return <Refusal error={found.error} onRetry={() => void found.refetch()} />;
  const groups = found.data?.pages.flatMap((page) => page.groups) ?? [];
  return (
    <div className="gx-alike-page">
      <h1>{title}</h1>
      <p className="gx-soft">{t('alike.note')}</p>
      <ScanBar object={object} />
      {found.isPending && <Loading />}
      {found.data && groups.length === 0 && <State title={t('alike.none')} note={t('alike.noneNote')} />}
      <ul>
        {groups.map((group) => (
          <li key={group.records.map(({ id }) => id).join()}>
            <Group object={object} group={group} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('alike.more')}
        </Button>
      )}
    </div>
  );
}

/** Compares all records anew, for those who may see all of them; nothing for others. */
function ScanBar({ object }: { object: ObjectMeta }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const scans = useQuery(scansQuery(object.name));
  const last = scans.data?.scans[0];
  const done = last?.state === 'done' ? last.id : undefined;
  useEffect(() => {
    if (done !== undefined) void client.invalidateQueries({ queryKey: ['records', object.name, 'alike'] });
  }, [done, object.name, client]);
  if (!scans.data) return null;
  const attempt = async (deed: () => Promise<unknown>) => {
    try {
      await deed();
    } catch (error) {
      sayFailure(error);
    }
    await client.invalidateQueries({ queryKey: scansQuery(object.name).queryKey });
  };
  if (last && isScanning(last))
    return (
      <div className="gx-alike-scan" role="status">
        <span>{t('alike.scanning')}</span>
        <Progress
          percent={last.steps ? Math.floor((last.step / last.steps) * 100) : 0}
          aria-label={t('alike.scanning')}
        />
        <Button size="small" onClick={() => void attempt(() => cancelScan(object.name, last.id))}>
          {t('alike.stop')}
        </Button>
      </div>
    );
  return (
    <div className="gx-alike-scan">
      <Button onClick={() => void attempt(() => beginScan(object.name))}>{t('alike.scan')}</Button>
      {last?.state === 'done' && (
        <span className="gx-soft">
          {t('alike.found', { count: last.pairs, formatted: groupDecimal(String(last.pairs)) })}
        </span>
      )}
      {last?.failure && <span className="gx-soft">{last.failure.message}</span>}
    </div>
  );
}
