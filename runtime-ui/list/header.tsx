import {
  DeleteOutlined,
  DownloadOutlined,
  DownOutlined,
  EllipsisOutlined,
  MergeOutlined,
  PlusOutlined,
  UploadOutlined,
} from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import { useNavigate } from 'react-router';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useIsPhone } from '../shell/screen.ts';
import { type ListState, viewKey } from './state.ts';
import { ViewChanges } from './view-changes.tsx';

/** The object's name, its views, what was changed in the view, and the way to a new record. */
export function ListHeader(props: {
  object: ObjectMeta;
  state: ListState;
  onCreate?: () => void;
  onExport: () => void;
}) {
  const { object, state, onCreate, onExport } = props;
  const { t, label } = useTexts();
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const mine = object.views.filter((view) => !view.shared && !view.package);
  const shared = object.views.filter((view) => view.shared || view.package);
  const item = (view: (typeof mine)[number]) => ({
    key: viewKey(view),
    label: label(view.labels) || view.name,
  });
  const groups: MenuProps['items'] = [
    { type: 'group', key: 'shared', label: t('list.sharedViews'), children: shared.map(item) },
    { type: 'group', key: 'mine', label: t('list.myViews'), children: mine.map(item) },
  ];
  const views = mine.length > 0 ? groups : shared.map(item);
  const more = [
    ...(object.can.merge ? [{ key: 'duplicates', icon: <MergeOutlined />, label: t('list.alike') }] : []),
    ...(object.can.import ? [{ key: 'import', icon: <UploadOutlined />, label: t('list.import') }] : []),
    ...(object.can.export ? [{ key: 'export', icon: <DownloadOutlined />, label: t('list.export') }] : []),
    ...(object.can.restore !== false && object.can.delete
      ? [{ key: 'bin', icon: <DeleteOutlined />, label: t('list.bin') }]
      : []),
  ];
  return (
    <header className="gx-list-header">
      <div className="gx-list-heading">
        <h1>{label(object.plural)}</h1>
        {object.views.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: views,
              selectable: true,
              selectedKeys: [viewKey(state.view)],
              onClick: ({ key }) => void navigate(`/o/${object.name}/v/${key}`),
            }}
          >
            <Button
              type="text"
              className="gx-view-button"
              aria-label={`${t('list.view')}: ${label(state.view.labels)}`}
            >
              <span className="gx-clip">{label(state.view.labels) || state.view.name}</span> <DownOutlined />
            </Button>
          </Dropdown>
        )}
        <ViewChanges object={object} state={state} />
      </div>
      <div className="gx-list-actions">
        {more.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: more,
              onClick: ({ key }) =>
                key === 'export' ? onExport() : void navigate(`/o/${object.name}/${key}`),
            }}
          >
            <Button type="text" icon={<EllipsisOutlined />} aria-label={t('common.more')} />
          </Dropdown>
        )}
        {onCreate && (
          <Button
            type="primary"
            icon={<PlusOutlined />}
            onClick={onCreate}
            aria-label={t('common.newOf', { object: label(object.labels) })}
          >
            {isPhone ? t('common.new') : t('common.newOf', { object: label(object.labels) })}
          </Button>
        )}
      </div>
    </header>
  );
}
