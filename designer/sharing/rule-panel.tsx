import { Alert, App, Button, Checkbox, type InputRef, Select } from 'antd';
import { useId, useRef, useState } from 'react';
import { type MetaDocument, ofKind } from '../draft/documents.ts';
import { nameFault, nameFor } from '../draft/names.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { useRoleWords } from '../roles/use-role-words.ts';
import ConditionInput from '../rules/condition-input.tsx';
import { Faults, LabelsInput } from '../shell/labels-input.tsx';
import { NameInput } from '../shell/name-input.tsx';
import { Panel } from '../shell/panel.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { useLeaving } from '../shell/use-leaving.ts';
import {
  type AccessRuleDraft,
  type AccessRuleKind,
  accessRulesOf,
  actionsOf,
  BLANK,
  faultsOfAccessRule,
  putAccessRule,
  readAccessRule,
} from './access-rules.ts';
import { useAccessRuleText } from './use-access-rule-text.ts';

/** A rule of an object, or a new one: what it is called, for whom it is, which records, and what of them. */
export function AccessRulePanel(props: {
  object: MetaDocument;
  kind: AccessRuleKind;
  rule: MetaDocument | undefined;
  onClose: () => void;
}) {
  const { object, kind, rule, onClose } = props;
  const { t, label } = useTexts();
  const words = useRoleWords();
  const { documents, commit, isSaving } = useDraft();
  const { message } = App.useApp();
  const first = useRef<InputRef>(null);
  const id = useId();
  const say = useAccessRuleText(object.key);
  const [typed, setDraft] = useState<AccessRuleDraft>(rule ? readAccessRule(rule) : BLANK);
  const [typedName, setTypedName] = useState<string | null>(rule ? typed.name : null);
  const [isTried, setTried] = useState(false);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const { isTouched, leave } = useLeaving(onClose);
  const taken = new Set(
    accessRulesOf(documents, object.key)
      .filter((one) => one.kind === kind && one.key !== rule?.key)
      .map(({ body }) => body.name as string),
  );
  const hasLabel = Object.values(typed.labels).some((text) => text.trim() !== '');
  const draft = { ...typed, name: typedName ?? (hasLabel ? nameFor(typed.labels, taken, 'rule') : '') };
  const faults = faultsOfAccessRule(kind, draft);
  const fault = nameFault(draft.name, taken, 'rule');
  const shown = isTried ? faults : [];
  const set = (change: Partial<AccessRuleDraft>) => {
    isTouched.current = true;
    setRefusals([]);
    setDraft({ ...typed, ...change });
  };
  const save = async () => {
    setTried(true);
    if (faults.length > 0 || fault) return;
    try {
      await commit(putAccessRule(kind, object.key, draft, rule), {
        text: rule ? 'steps.changeAccessRule' : 'steps.addAccessRule',
        name: draft.labels,
      });
    } catch (error) {
      return setRefusals(messagesOf(error, t));
    }
    void message.success(t('sharing.saved'));
    onClose();
  };
  return (
    <Panel
      title={rule ? t(`sharing.edit.${kind}`) : t(`sharing.add.${kind}`)}
      width={720}
      onClose={leave}
      onOpen={() => first.current?.focus()}
      footer={
        <>
          <Button onClick={leave}>{t('common.cancel')}</Button>
          <Button type="primary" loading={isSaving} onClick={() => void save()}>
            {t('field.save')}
          </Button>
        </>
      }
    >
      <p className="gd-rule-sentence" role="status">
        {faults.some((one) => one !== 'label') ? t(`sharing.note.${kind}`) : say(kind, draft)}
      </p>
      {refusals.length > 0 && (
        <Alert type="error" showIcon title={refusals.map((text) => <div key={text}>{text}</div>)} />
      )}
      <div className="gd-form">
        <LabelsInput
          text="field.label"
          value={draft.labels}
          first={first}
          faults={shown.includes('label') ? [t('objects.labelMissing')] : []}
          onChange={(labels) => set({ labels })}
        />
        <NameInput
          value={draft.name}
          isFixed={rule !== undefined}
          faults={
            fault && (typedName !== null || isTried) && hasLabel
              ? [fault === 'taken' ? t('sharing.nameTaken') : t(`field.apiNameFault.${fault}`)]
              : []
          }
          onChange={setTypedName}
        />
        <div className="gx-field">
          <label htmlFor={`${id}-roles`}>{t(`sharing.roles.${kind}`)}</label>
          <Select
            id={`${id}-roles`}
            className="gx-wide"
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t(`sharing.rolesNone.${kind}`)}
            value={[...draft.roles]}
            options={ofKind(documents, 'role').map(({ key, body }) => ({
              value: key,
              label: label(body.labels) || key,
            }))}
            onChange={(roles: string[]) => set({ roles })}
          />
          <Faults faults={shown.includes('roles') ? [t('sharing.rolesMissing')] : []} />
        </div>
        <section aria-labelledby={`${id}-where`}>
          <h3 id={`${id}-where`} className="gd-sharing-head">
            {t(`sharing.where.${kind}`)}
          </h3>
          <ConditionInput
            label={t(`sharing.where.${kind}`)}
            value={draft.where}
            scope={{ object: object.key, home: object.key, scope: 'record', returns: 'bool' }}
            onChange={(where) => set({ where })}
          />
          <Faults faults={shown.includes('where') ? [t('sharing.whereMissing')] : []} />
        </section>
        <fieldset className="gd-section">
          <legend>{t(`sharing.do.${kind}`)}</legend>
          <p className="gx-soft gd-note">{t(`sharing.doNone.${kind}`)}</p>
          <Checkbox.Group
            className="gd-checks"
            value={[...draft.do]}
            options={actionsOf(kind).map((value) => ({ value, label: words.action(value) }))}
            onChange={(chosen: string[]) =>
              set({ do: actionsOf(kind).filter((one) => chosen.includes(one)) })
            }
          />
        </fieldset>
      </div>
    </Panel>
  );
}
