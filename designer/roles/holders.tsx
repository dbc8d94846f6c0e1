import { CloseOutlined, SearchOutlined, TeamOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Skeleton } from 'antd';
import { useDeferredValue, useId, useState } from 'react';
import { useSearchParams } from 'react-router';
import { workspacePath } from '../../runtime-ui/api/request.ts';
import { useMe } from '../../runtime-ui/values/locality.ts';
import { Person } from '../../runtime-ui/values/person.tsx';
import { RecordSelect } from '../../runtime-ui/values/record-select.tsx';
import { giveRole, type RoleHolder, takeRole } from '../api/metadata.ts';
import { holdersQuery, rolesQuery } from '../api/queries.ts';
import type { MetaDocument } from '../draft/documents.ts';
import { useTexts } from '../i18n/index.ts';
import { Panel } from '../shell/panel.tsx';
import { messagesOf } from '../shell/refusal.ts';

/** Who holds a role: the way to them, for who manages people. */
export function Holders({ role, isPublished }: { role: MetaDocument; isPublished: boolean }) {
  const { t } = useTexts();
  const { admin } = useMe();
  const { data: known } = useQuery({ ...rolesQuery, enabled: admin.includes('people') });
  const [search, setSearch] = useSearchParams();
  if (!admin.includes('people')) return null;
  const holders = known?.find(({ name }) => name === role.key)?.holders ?? 0;
  const show = (isOpen: boolean) =>
    setSearch(
      (now) => {
        if (isOpen) now.set('people', '');
        else now.delete('people');
        return now;
      },
      { replace: true },
    );
  return (
    <>
      <Button icon={<TeamOutlined aria-hidden="true" />} onClick={() => show(true)}>
        {t('roles.holderCount', { count: holders })}
      </Button>
      {search.has('people') && (
        <HolderPanel role={role} isPublished={isPublished} onClose={() => show(false)} />
      )}
    </>
  );
}

/** So many are found by typing sooner than by reading. */
const MANY = 8;

function HolderPanel(props: { role: MetaDocument; isPublished: boolean; onClose: () => void }) {
  const { role, isPublished, onClose } = props;
  const { t, label } = useTexts();
  const id = useId();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useInfiniteQuery({ ...holdersQuery(role.key, q), enabled: isPublished });
  const name = label(role.body.labels) || role.key;
  const holders = found.data?.pages.flatMap((page) => page.holders) ?? [];
  const change = async (deed: () => Promise<unknown>, said: string) => {
    try {
      await deed();
      void message.success(said);
    } catch (error) {
      void message.error(messagesOf(error, t).join(' '));
    }
    await client.invalidateQueries({ queryKey: rolesQuery.queryKey });
  };
  return (
    <Panel title={t('roles.peopleOf', { role: name })} width={520} onClose={onClose}>
      {isPublished ? (
        <>
          <Alert className="gd-holder-note" type="info" showIcon title={t('roles.atOnce')} />
          <label htmlFor={`${id}-add`} className="gd-label">
            {t('roles.give')}
          </label>
          <RecordSelect
            // filled anew after each choice
            key={found.dataUpdatedAt}
            id={`${id}-add`}
            className="gd-wide"
            object="user"
            title="name"
            filter="active == true"
            value={[]}
            onChange={([user]) => {
              if (user !== undefined) void change(() => giveRole(role.key, user), t('roles.given'));
            }}
          />
          {(q !== '' || text !== '' || holders.length >= MANY) && (
            <Input
              className="gd-holder-search"
              type="search"
              prefix={<SearchOutlined aria-hidden="true" />}
              allowClear
              aria-label={t('roles.searchPeople')}
              placeholder={t('roles.searchPeople')}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
          {found.error && !found.data && <Alert type="error" title={found.error.message} />}
          {found.isPending && <Skeleton active title={false} paragraph={{ rows: 3 }} />}
          {found.data && holders.length === 0 && (
            <p className="gx-soft">{t(q === '' ? 'roles.nobody' : 'common.noOptions')}</p>
          )}
          <ul className="gd-holders">
            {holders.map((holder) => (
              <Holder
                key={holder.id}
                holder={holder}
                onTake={() =>
                  void change(
                    () => takeRole(role.key, holder.id),
                    t('roles.taken', { name: holder.name ?? '' }),
                  )
                }
              />
            ))}
          </ul>
          {found.hasNextPage && (
            <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {t('roles.morePeople')}
            </Button>
          )}
        </>
      ) : (
        <Alert type="info" showIcon title={t('roles.publishFirst')} />
      )}
    </Panel>
  );
}

function Holder({ holder, onTake }: { holder: RoleHolder; onTake: () => void }) {
  const { t } = useTexts();
  const name = holder.name ?? holder.email ?? '';
  return (
    <li>
      <a className="gd-holder-name" href={`${workspacePath}/o/user/${holder.id}`}>
        <Person name={name} />
      </a>
      <span className="gx-soft gx-clip">{holder.active ? holder.email : t('roles.holderOff')}</span>
      <Button
        type="text"
        className="gd-holder-take"
        icon={<CloseOutlined aria-hidden="true" />}
        aria-label={t('roles.takeFrom', { name })}
        title={t('roles.take')}
        onClick={onTake}
      />
    </li>
  );
}
