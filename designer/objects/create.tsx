import { Alert, App, Button, Checkbox, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { ofKind } from '../draft/documents.ts';
import { nameFault, nameFor } from '../draft/names.ts';
import { createObject, type ObjectDraft } from '../draft/new-object.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { LabelsInput } from '../shell/labels-input.tsx';
import { NameInput } from '../shell/name-input.tsx';
import { Panel } from '../shell/panel.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { useLeaving } from '../shell/use-leaving.ts';
import { IconChoice } from './icon-choice.tsx';

/** A new object: what it is called, its icon, and the roles that work with it. All else is generated. */
export default function CreateObject({ onClose }: { onClose: () => void }) {
  const { t, label } = useTexts();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { documents, commit, isSaving } = useDraft();
  // a role that works with every object has this one too
  const roles = ofKind(documents, 'role').filter(
    ({ body }) => !body.grants?.some((grant: { object: string }) => grant.object === '*'),
  );
  const [draft, setDraft] = useState<Omit<ObjectDraft, 'name'>>({
    labels: {},
    plural: {},
    icon: 'appstore',
    roles: roles.map(({ key }) => `role/${key}`),
  });
  const first = useRef<InputRef>(null);
  const { isTouched, leave } = useLeaving(onClose);
  const [typedName, setTypedName] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const [refusals, setRefusals] = useState<readonly string[]>([]);

  const taken = new Set(ofKind(documents, 'object').map(({ key }) => key));
  const hasLabel = Object.values(draft.labels).some((text) => text.trim() !== '');
  const name = typedName ?? (hasLabel ? nameFor(draft.labels, taken, 'object') : '');
  const fault = nameFault(name, taken, 'object');
  const labelFaults = isTried && !hasLabel ? [t('objects.labelMissing')] : [];
  const nameFaults =
    fault && (isTried || typedName !== null) && (hasLabel || fault !== 'empty')
      ? [fault === 'taken' ? t('field.objectNameTaken') : t(`field.apiNameFault.${fault}`)]
      : [];

  const create = async () => {
    setTried(true);
    if (!hasLabel || fault) return;
    try {
      await commit((now) => createObject(now, { ...draft, name }), {
        text: 'steps.addObject',
        name: draft.labels,
      });
      void message.success(t('fields.addedToast', { field: label(draft.labels) }));
      void navigate(`/objects/${name}/fields`);
    } catch (error) {
      setRefusals(messagesOf(error, t));
    }
  };

  return (
    <Panel
      title={t('objects.new')}
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
        <p className="gx-soft gd-note">{t('objects.createNote')}</p>
        <LabelsInput
          text="field.label"
          value={draft.labels}
          first={first}
          faults={labelFaults}
          onChange={(labels) => {
            isTouched.current = true;
            setDraft({ ...draft, labels });
          }}
        />
        <div className="gd-pair gd-pair-icon">
          <NameInput value={name} faults={nameFaults} onChange={setTypedName} />
          <div className="gx-field">
            <span className="gd-label">{t('objects.icon')}</span>
            <IconChoice value={draft.icon} onChange={(icon) => setDraft({ ...draft, icon })} />
          </div>
        </div>
        {roles.length > 0 && (
          <fieldset className="gd-section">
            <legend>{t('objects.roles')}</legend>
            <p className="gx-soft gd-note">{t('objects.rolesNote')}</p>
            <Checkbox.Group
              className="gd-checks"
              value={[...draft.roles]}
              options={roles.map(({ key, body }) => ({
                value: `role/${key}`,
                label: label(body.labels) || key,
              }))}
              onChange={(next) => setDraft({ ...draft, roles: next })}
            />
          </fieldset>
        )}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Panel>
  );
}
