import { Alert, App, Button, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Labels } from '../../runtime-ui/api/types.ts';
import { type MetaDocument, ofKind } from '../draft/documents.ts';
import { nameFault, nameFor } from '../draft/names.ts';
import { createRole } from '../draft/roles.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { LabelsInput } from '../shell/labels-input.tsx';
import { NameInput } from '../shell/name-input.tsx';
import { Panel } from '../shell/panel.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { useLeaving } from '../shell/use-leaving.ts';

/** A new role: what it is called. With the rights of `role`, or none. */
export function CopyRole({ role, onClose }: { role?: MetaDocument; onClose: () => void }) {
  const { t, label } = useTexts();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { documents, commit, isSaving } = useDraft();
  const first = useRef<InputRef>(null);
  const { isTouched, leave } = useLeaving(onClose);
  const [labels, setLabels] = useState<Labels>({});
  const [typedName, setTypedName] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const taken = new Set(ofKind(documents, 'role').map(({ key }) => key));
  const hasLabel = Object.values(labels).some((text) => text.trim() !== '');
  const name = typedName ?? (hasLabel ? nameFor(labels, taken, 'role') : '');
  const fault = nameFault(name, taken, 'role');
  const nameFaults =
    fault && (isTried || typedName !== null) && (hasLabel || fault !== 'empty')
      ? [fault === 'taken' ? t('roles.nameTaken') : t(`field.apiNameFault.${fault}`)]
      : [];
  const create = async () => {
    setTried(true);
    if (!hasLabel || fault) return;
    try {
      await commit((now) => createRole(now, { name, labels }, role), {
        text: 'steps.addRole',
        name: labels,
      });
    } catch (error) {
      return setRefusals(messagesOf(error, t));
    }
    void message.success(t('roles.added', { role: label(labels) }));
    onClose();
    void navigate(`/roles/${name}`);
  };
  return (
    <Panel
      title={role ? t('roles.copyTitle', { role: label(role.body.labels) || role.key }) : t('roles.new')}
      width={560}
      onClose={leave}
      onOpen={() => first.current?.focus()}
      footer={
        <>
          <Button onClick={leave}>{t('common.cancel')}</Button>
          <Button type="primary" loading={isSaving} onClick={() => void create()}>
            {t('objects.create')}
          </Button>
        </>
      }
    >
      <form
        className="gd-form"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        {refusals.length > 0 && (
          <Alert type="error" showIcon title={t('draft.refused')} description={refusals.join(' ')} />
        )}
        <p className="gx-soft gd-note">{t(role ? 'roles.copyNote' : 'roles.newNote')}</p>
        <LabelsInput
          text="field.label"
          value={labels}
          first={first}
          faults={isTried && !hasLabel ? [t('objects.labelMissing')] : []}
          onChange={(next) => {
            isTouched.current = true;
            setLabels(next);
          }}
        />
        <NameInput value={name} faults={nameFaults} onChange={setTypedName} />
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Panel>
  );
}
