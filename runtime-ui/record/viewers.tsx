import { SearchOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Tag } from 'antd';
import { useDeferredValue, useState } from 'react';
import { type AccessQuestion, fetchViewers, type Viewer } from '../api/access.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { Loading, Refusal } from '../shell/states.tsx';
import { groupDecimal } from '../values/format.ts';

/** So many names are looked through by eye. */
const FEW = 12;

/** Everybody who may do it, by name, and what lets each of them; one is chosen to see the whole chain. */
export function Viewers(props: {
  object: ObjectMeta;
  id: string;
  asked: Omit<AccessQuestion, 'user'>;
  onChoose: (user: string) => void;
}) {
  const { object, id, asked, onChoose } = props;
  const { t } = useTexts();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useInfiniteQuery({
    queryKey: ['viewers', object.name, id, asked, q],
    queryFn: ({ pageParam: after, signal }) =>
      fetchViewers(object.name, id, { ...asked, q: q || undefined, after }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
    staleTime: 0,
  });
  if (found.error) return <Refusal error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  const [{ count, unknown }] = found.data.pages as [(typeof found.data.pages)[number]];
  const viewers = found.data.pages.flatMap((page) => page.viewers);
  const told = (of: number) => ({ count: of, formatted: groupDecimal(String(of)) });
  return (
    <section className="gx-viewers">
      <p className="gx-viewers-count">
        <strong>{count === 0 ? t('access.nobody') : t(`access.may.${asked.action}`, told(count))}</strong>
      </p>
      {count > FEW && (
        <Input
          type="search"
          prefix={<SearchOutlined aria-hidden="true" />}
          allowClear
          aria-label={t('access.find')}
          placeholder={t('access.find')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      )}
      {count > 0 && viewers.length === 0 && <p className="gx-soft">{t('access.noneFound')}</p>}
      <ul>
        {viewers.map((viewer) => (
          <li key={viewer.user.id}>
            <ViewerRow viewer={viewer} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('access.more')}
        </Button>
      )}
      {unknown > 0 && <p className="gx-soft">{t('access.unknown', told(unknown))}</p>}
    </section>
  );
}

function ViewerRow({ viewer, onChoose }: { viewer: Viewer; onChoose: (user: string) => void }) {
  const { t, label } = useTexts();
  const { user, ways } = viewer;
  const steps = ways[0]?.steps ?? [];
  return (
    <button type="button" onClick={() => onChoose(user.id)}>
      <span className="gx-viewer-name">
        {user.name || user.email}
        {user.isOutside && <Tag>{t('access.outside')}</Tag>}
      </span>
      <span className="gx-soft">{steps.map(({ text }) => label(text)).join(' · ')}</span>
    </button>
  );
}
