import { CopyOutlined, DeleteOutlined, DiffOutlined, MoreOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Dropdown, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { State } from '../../runtime-ui/shell/states.tsx';
import { useDocumentTitle } from '../../runtime-ui/shell/title.ts';
import { rolesQuery } from '../api/queries.ts';
import { addressOf, isSameBody, type MetaDocument, ofKind, withoutDocument } from '../draft/documents.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { DraftMark } from '../shell/draft-mark.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { CopyRole } from './copy-role.tsx';
import { useRoleWords } from './use-role-words.ts';
import './roles.css';

/** Every role: who holds it, what it administers, the way to its matrix. */
export function Component() {
  const { t } = useTexts();
  const { documents } = useDraft();
  const [copied, copy] = useState<MetaDocument | 'none' | null>(null);
  useDocumentTitle(t('roles.title'), t('designer.title'));
  const roles = ofKind(documents, 'role');
  return (
    <div className="gd-page">
      <header className="gd-header">
        <h1>{t('roles.title')}</h1>
        <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => copy('none')}>
          {t('roles.new')}
        </Button>
      </header>
      <p className="gx-soft gd-note">{t('roles.note')}</p>
      {roles.length === 0 ? (
        <State title={t('roles.none')} note={t('roles.noneNote')} />
      ) : (
        <table className="gd-table gd-roles">
          <thead>
            <tr>
              <th scope="col">{t('roles.role')}</th>
              <th scope="col">{t('objects.apiName')}</th>
              <th scope="col">{t('roles.holders')}</th>
              <th scope="col">{t('roles.adminTitle')}</th>
              <th scope="col">
                <span className="gx-hidden">{t('common.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {roles.map((role) => (
              <RoleRow key={role.key} role={role} onCopy={() => copy(role)} />
            ))}
          </tbody>
        </table>
      )}
      {copied && <CopyRole {...(copied !== 'none' && { role: copied })} onClose={() => copy(null)} />}
    </div>
  );
}

function RoleRow({ role, onCopy }: { role: MetaDocument; onCopy: () => void }) {
  const { t, label } = useTexts();
  const words = useRoleWords();
  const navigate = useNavigate();
  const { message, modal } = App.useApp();
  const { published, commit } = useDraft();
  const { data: known } = useQuery(rolesQuery);
  const holders = known?.find(({ name }) => name === role.key)?.holders;
  const before = published.get(addressOf(role));
  const admin: readonly string[] = role.body.admin ?? [];
  const name = label(role.body.labels) || role.key;
  const remove = () =>
    modal.confirm({
      title: t('roles.removeAsk', { role: name }),
      content: t('roles.removeNote', { count: holders ?? 0 }),
      okText: t('roles.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () =>
        commit((documents) => withoutDocument(documents, addressOf(role)), {
          text: 'steps.removeRole',
          name: role.body.labels,
        }).catch((error: unknown) => void message.error(messagesOf(error, t).join(' '))),
    });
  return (
    <tr>
      <th scope="row">
        <Link to={`/roles/${role.key}`} className="gd-row-link">
          {name}
        </Link>
        {!before ? <DraftMark isNew /> : !isSameBody(before, role) && <DraftMark />}
        {role.body.description && (
          <div className="gx-soft gd-role-description">{label(role.body.description)}</div>
        )}
      </th>
      <td>
        <code>{role.key}</code>
      </td>
      <td>
        {holders !== undefined && (
          <Link to={`/roles/${role.key}?people`} className="gd-holder-count">
            {t('roles.holderCount', { count: holders })}
          </Link>
        )}
      </td>
      <td>
        <span className="gd-rules">
          {admin.map((right) => (
            <Tag key={right}>{words.admin(right)}</Tag>
          ))}
        </span>
      </td>
      <td className="gd-actions">
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'copy', icon: <CopyOutlined />, label: t('roles.copy'), onClick: onCopy },
              {
                key: 'compare',
                icon: <DiffOutlined />,
                label: t('roles.compare'),
                onClick: () => void navigate(`/roles/${role.key}/compare`),
              },
              {
                key: 'remove',
                icon: <DeleteOutlined />,
                danger: true,
                label: t('roles.remove'),
                onClick: remove,
              },
            ],
          }}
        >
          <Button
            type="text"
            size="small"
            icon={<MoreOutlined aria-hidden="true" />}
            aria-label={t('fields.menu', { field: name })}
          />
        </Dropdown>
      </td>
    </tr>
  );
}
