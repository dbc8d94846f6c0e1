import { Alert, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { invite } from '../api/profile.ts';
import { useTexts } from '../i18n/index.ts';
import { RoleChoice } from './role-choice.tsx';
import { ShownOnce } from './shown-once.tsx';
import './user-panel.css';

/** Invites somebody outside to the portal for a record. */
export default function PortalDialog(props: {
  record: { readonly object: string; readonly id: string };
  title: string;
  /** an e-mail that the record holds */
  email: string;
  onClose: () => void;
}) {
  const { record, title, onClose } = props;
  const { t } = useTexts();
  const id = useId();
  const [email, setEmail] = useState(props.email);
  const [roles, setRoles] = useState<string[]>([]);
  const [link, setLink] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const { path } = await invite({ email: email.trim(), roles, portal: record });
      setLink(`${location.origin}${path}`);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  const isDone = link !== undefined;
  return (
    <Modal
      open
      title={t('portal.title', { title })}
      okText={t(isDone ? 'common.close' : 'profile.invite')}
      cancelText={t('common.cancel')}
      cancelButtonProps={{ hidden: isDone }}
      okButtonProps={{ disabled: email.trim() === '' || roles.length === 0, loading: isBusy }}
      onOk={() => (isDone ? onClose() : void run())}
      onCancel={onClose}
    >
      {isDone ? (
        <ShownOnce
          label={t('profile.link')}
          value={link}
          note={t('profile.linkNote', { email: email.trim() })}
          copy={t('profile.copy')}
        />
      ) : (
        <div className="gx-one-field">
          <p className="gx-soft">{t('portal.note')}</p>
          {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
          <label htmlFor={`${id}-email`}>{t('profile.email')}</label>
          <Input
            id={`${id}-email`}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <label htmlFor={`${id}-roles`}>{t('profile.roles')}</label>
          <RoleChoice id={`${id}-roles`} isPortal value={roles} onChange={setRoles} />
        </div>
      )}
    </Modal>
  );
}
