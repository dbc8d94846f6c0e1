import { CopyOutlined, DiffOutlined, EditOutlined } from '@ant-design/icons';
import { Button, Switch } from 'antd';
import { useId, useState } from 'react';
import { isSameBody, type MetaDocument } from '../draft/documents.ts';
import { useTexts } from '../i18n/index.ts';
import { DraftMark } from '../shell/draft-mark.tsx';
import { LinkButton } from '../shell/link-button.tsx';
import { CopyRole } from './copy-role.tsx';
import { Holders } from './holders.tsx';
import { useRoleEdits } from './use-role-edits.ts';
import { WordsPanel } from './words-panel.tsx';

/** What a role is: its name, what it is for, and whether it is for people outside. */
export function RoleHead({ role, before }: { role: MetaDocument; before: MetaDocument | undefined }) {
  const { t, label } = useTexts();
  const [opened, open] = useState<'copy' | 'words' | null>(null);
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
          <Button icon={<EditOutlined aria-hidden="true" />} onClick={() => open('words')}>
            {t('roles.words')}
          </Button>
          <Holders role={role} isPublished={before !== undefined} />
          <LinkButton to={`/roles/${name}/compare`} icon={<DiffOutlined aria-hidden="true" />}>
            {t('roles.compare')}
          </LinkButton>
          <Button icon={<CopyOutlined aria-hidden="true" />} onClick={() => open('copy')}>
            {t('roles.copy')}
          </Button>
        </div>
      </header>
      {body.description && <p className="gx-soft gd-note">{label(body.description)}</p>}
      <PortalSwitch role={role} />
      {opened === 'copy' && <CopyRole role={role} onClose={() => open(null)} />}
      {opened === 'words' && <WordsPanel role={role} onClose={() => open(null)} />}
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
