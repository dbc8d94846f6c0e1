import { CopyOutlined, DiffOutlined } from '@ant-design/icons';
import { Button, Switch } from 'antd';
import { useId, useState } from 'react';
import { isSameBody, type MetaDocument } from '../draft/documents.ts';
import { useTexts } from '../i18n/index.ts';
import { DraftMark } from '../shell/draft-mark.tsx';
import { LinkButton } from '../shell/link-button.tsx';
import { CopyRole } from './copy-role.tsx';
import { Holders } from './holders.tsx';
import { useRoleEdits } from './use-role-edits.ts';

/** What a role is: its name, what it is for, and whether it is for people outside. */
export function RoleHead({ role, before }: { role: MetaDocument; before: MetaDocument | undefined }) {
  const { t, label } = useTexts();
  const [isCopying, setCopying] = useState(false);
  const { key: name, body } = role;
  return (
    <>
      <header className="gd-header">
        <div className="gd-heading">
          <h1>{label(body.labels) || name}</h1>
          <code>{name}</code>
          {!before ? <DraftMark isNew /> : !isSameBody(before, role) && <DraftMark />}
        </div>
        <div className="gd-tools">
          <Holders role={role} isPublished={before !== undefined} />
          <LinkButton to={`/roles/${name}/compare`} icon={<DiffOutlined aria-hidden="true" />}>
            {t('roles.compare')}
          </LinkButton>
          <Button icon={<CopyOutlined aria-hidden="true" />} onClick={() => setCopying(true)}>
            {t('roles.copy')}
          </Button>
        </div>
      </header>
      {body.description && <p className="gx-soft gd-note">{label(body.description)}</p>}
      <PortalSwitch role={role} />
      {isCopying && <CopyRole role={role} onClose={() => setCopying(false)} />}
    </>
  );
}

/** Whether users of the portal hold the role, or colleagues: rights over the workspace are for these alone. */
function PortalSwitch({ role }: { role: MetaDocument }) {
  const { t } = useTexts();
  const { act } = useRoleEdits(role);
  const id = useId();
  const isPortal = role.body.portal === true;
  return (
    <div className="gd-role-portal">
      <span className="gd-switch">
        <Switch
          id={id}
          checked={isPortal}
          aria-describedby={isPortal ? `${id}-note` : undefined}
          onChange={(isOn) =>
            act(({ portal: _, admin, ...body }) =>
              isOn ? { ...body, portal: true } : { ...body, ...(admin && { admin }) },
            )
          }
        />
        <label htmlFor={id}>{t('roles.portal')}</label>
      </span>
      {isPortal && (
        <p id={`${id}-note`} className="gx-soft gd-note">
          {t('roles.portalNote')}
        </p>
      )}
    </div>
  );
}
