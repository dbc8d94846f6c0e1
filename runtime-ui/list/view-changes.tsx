import { DownOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Input, type MenuProps } from 'antd';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { useMe } from '../values/locality.ts';
import type { ListState } from './state.ts';
import { deleteView, saveView } from './view-store.ts';

/** What was changed in a view is kept only when somebody says so: for oneself, or for everyone. */
export function ViewChanges({ object, state }: { object: ObjectMeta; state: ListState }) {
  const { t, label, language } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message, modal } = App.useApp();
  const failed = useSayFailure();
  const name = useRef('');
  const isMine = state.view.id !== '' && state.view.owner === me.user.id;
  const canShare = me.admin.includes('views');
  if (!state.isModified && !isMine) return null;

  const done = async (key: string | undefined, text: string) => {
    await client.invalidateQueries({ queryKey: ['model', object.name] });
    void message.success(text);
    void navigate(key === undefined ? `/o/${object.name}` : `/o/${object.name}/v/${key}`, { replace: true });
  };
  const keep = async (shared: boolean, as?: string) => {
    const labels = as ? { [language]: as } : state.view.labels;
    try {
      const id = await saveView(object, state, {
        labels,
        shared,
        replaces: as || !isMine ? undefined : state.view,
      });
      await done(id, t('list.viewSaved', { name: label(labels) }));
    } catch (error) {
      failed(error);
    }
  };
  const keepAs = (shared: boolean) => {
    name.current = isMine ? '' : label(state.view.labels);
    modal.confirm({
      title: t('list.saveAs'),
      icon: null,
      okText: t('common.save'),
      content: (
        <Input
          autoFocus
          aria-label={t('list.viewName')}
          placeholder={t('list.viewName')}
          defaultValue={name.current}
          maxLength={80}
          onChange={(event) => {
            name.current = event.target.value;
          }}
        />
      ),
      onOk: () => keep(shared, name.current.trim() || label(state.view.labels)),
    });
  };
  const remove = () =>
    modal.confirm({
      title: `${t('list.deleteView')}: ${label(state.view.labels)}`,
      okText: t('common.delete'),
      okButtonProps: { danger: true },
      onOk: () =>
        deleteView(state.view).then(
          () => done(undefined, t('list.viewDeleted', { name: label(state.view.labels) })),
          failed,
        ),
    });

  const actions: Record<string, () => void> = {
    mine: () => (isMine ? void keep(state.view.shared === true) : keepAs(false)),
    all: () => (isMine ? void keep(true) : keepAs(true)),
    as: () => keepAs(false),
    reset: () => void navigate({ search: '' }, { replace: true }),
    delete: remove,
  };
  const items: MenuProps['items'] = [
    ...(state.isModified
      ? [
          { key: 'mine', label: t('list.saveForMe') },
          ...(canShare ? [{ key: 'all', label: t('list.saveForAll') }] : []),
          ...(isMine ? [{ key: 'as', label: t('list.saveAs') }] : []),
          { key: 'reset', label: t('common.reset') },
        ]
      : []),
    ...(isMine ? [{ key: 'delete', danger: true, label: t('list.deleteView') }] : []),
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => actions[key]?.() }}>
      <Button
        size="small"
        shape="round"
        className={state.isModified ? 'gx-modified' : undefined}
        aria-haspopup="menu"
      >
        {state.isModified ? t('list.modified') : t('common.more')} <DownOutlined />
      </Button>
    </Dropdown>
  );
}
