import { DownOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Popover, Segmented } from 'antd';
import { useState } from 'react';
import { workspacePath } from '../api/request.ts';
import { signOut, updateMe } from '../api/session.ts';
import { useTexts } from '../i18n/index.ts';
import { type Appearance, useAppearance } from '../theme.tsx';
import { useMe } from '../values/locality.ts';
import { Person } from '../values/person.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { mayDesign } from './navigation.ts';

const designerPath = `${workspacePath}/designer`;

/** Those for whom one acts today besides. */
export function ActsFor() {
  const { t, language } = useTexts();
  const { actsFor } = useMe();
  if (actsFor.length === 0) return null;
  const names = new Intl.ListFormat(language).format(actsFor.map(({ name }) => name));
  return <p className="gx-acting">{t('acting.actsFor', { names })}</p>;
}

/** Language, appearance, the designer's door (unless one is in it) and the way out. */
export function Preferences({ onShortcuts }: { onShortcuts?: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const { appearance, setAppearance } = useAppearance();
  const leave = async () => {
    await signOut().catch(() => {});
    client.clear();
    location.assign(`${workspacePath}/`);
  };
  return (
    <div className="gx-preferences">
      <div>
        <strong>{me.user.name}</strong>
        <div className="gx-soft">{me.user.email}</div>
        <ActsFor />
      </div>
      <div>
        <div className="gx-soft">{t('shell.language')}</div>
        <LanguageChoice onChange={(locale) => void (me.viewedBy ?? updateMe({ locale }).catch(() => {}))} />
      </div>
      <div>
        <div className="gx-soft">{t('shell.theme')}</div>
        <Segmented<Appearance>
          aria-label={t('shell.theme')}
          value={appearance}
          options={(['light', 'dark', 'system'] as const).map((value) => ({
            value,
            label: t(`shell.${value}`),
          }))}
          onChange={setAppearance}
        />
      </div>
      {!me.viewedBy && (
        <Button href={`${workspacePath}/profile`} block>
          {t('profile.menu')}
        </Button>
      )}
      {me.user.kind !== 'portal' && (
        <Button href={`${workspacePath}/o/delegation`} block>
          {t('acting.delegations')}
        </Button>
      )}
      {me.admin.includes('people') && (
        <Button href={`${workspacePath}/profile/invitations`} block>
          {t('profile.invitations')}
        </Button>
      )}
      {me.admin.includes('people') && (
        <Button href={`${workspacePath}/profile/services`} block>
          {t('users.services')}
        </Button>
      )}
      {mayDesign(me) && !location.pathname.startsWith(designerPath) && (
        <Button href={designerPath} block>
          {t('shell.designer')}
        </Button>
      )}
      {onShortcuts && (
        <Button block onClick={onShortcuts}>
          {t('shell.shortcuts')}
        </Button>
      )}
      {!me.viewedBy && (
        <Button block onClick={() => void leave()}>
          {t('shell.signOut')}
        </Button>
      )}
    </div>
  );
}

export function UserMenu({ isNarrow, onShortcuts }: { isNarrow: boolean; onShortcuts?: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  const openShortcuts =
    onShortcuts &&
    (() => {
      setOpen(false);
      onShortcuts();
    });
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      placement="rightBottom"
      content={<Preferences onShortcuts={openShortcuts} />}
    >
      <button
        type="button"
        className="gx-user-button"
        aria-label={isNarrow ? t('shell.userMenu', { name: me.user.name }) : undefined}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
      >
        <Person name={me.user.name} isAlone={isNarrow} />
        {!isNarrow && <DownOutlined aria-hidden="true" />}
      </button>
    </Popover>
  );
}
