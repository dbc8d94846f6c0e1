import { Alert, App, Button, type InputRef, Select, Switch } from 'antd';
import { useId, useRef, useState } from 'react';
import type { FormHandle } from '../../runtime-ui/form/record-form.tsx';
import type { FieldTypeInfo } from '../api/types.ts';
import { type MetaDocument, objectDocument, ofKind } from '../draft/documents.ts';
import { blankField, type FieldDraft, withType, writeField } from '../draft/field.ts';
import { nameFor } from '../draft/names.ts';
import { factsOf, fieldNames } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { type Faults, faultsOf, hasFaults, NO_FAULTS, refusalsOf } from '../fields/faults.ts';
import SettingsForm from '../fields/settings-form.tsx';
import { settingsOf } from '../fields/settings-schema.ts';
import { useTexts } from '../i18n/index.ts';
import { useSchemaContext } from '../schema-form/use-schema-context.ts';
import { LabelsInput } from '../shell/labels-input.tsx';
import { NameInput } from '../shell/name-input.tsx';
import { Panel } from '../shell/panel.tsx';
import { useLeaving } from '../shell/use-leaving.ts';

/** A new relation in one dialog: from where to where, what it is called on both sides, and what holds it together. */
export default function RelationDialog(props: {
  object: string | undefined;
  types: readonly FieldTypeInfo[];
  onClose: () => void;
}) {
  const { object: given, types, onClose } = props;
  const { label } = useTexts();
  const { documents } = useDraft();
  const objects = ofKind(documents, 'object').filter((one) => !factsOf(one).isArchived);
  const [from, setFrom] = useState(given);
  const object = from === undefined ? undefined : objectDocument(documents, from);
  const own = objects.filter((one) => !factsOf(one).isSystem);
  const options = own.map((one) => ({ value: one.key, label: label(factsOf(one).labels) || one.key }));
  return (
    <RelationForm
      key={from}
      object={object}
      types={types}
      options={options}
      onObject={setFrom}
      onClose={onClose}
    />
  );
}

function RelationForm(props: {
  object: MetaDocument | undefined;
  types: readonly FieldTypeInfo[];
  options: readonly { readonly value: string; readonly label: string }[];
  onObject: (object: string) => void;
  onClose: () => void;
}) {
  const { object, types, options, onObject, onClose } = props;
  const { t, label } = useTexts();
  const id = useId();
  const { documents, commit, isSaving } = useDraft();
  const { message } = App.useApp();
  const form = useRef<FormHandle>(null);
  const first = useRef<InputRef>(null);
  const [typeName, setTypeName] = useState(types[0]!.name);
  const type = types.find(({ name }) => name === typeName)!;
  const [asked, setAsked] = useState<FieldDraft>(() => blankField(documents, object?.key ?? '', type));
  const latest = useRef(asked);
  latest.current = asked;
  const [hasOwnName, setOwnName] = useState(false);
  const [isTried, setTried] = useState(false);
  const [refused, setRefused] = useState<Faults>(NO_FAULTS);
  const { isTouched, leave } = useLeaving(onClose);
  const taken = object ? fieldNames(object) : new Set<string>();
  const settled = (draft: FieldDraft): FieldDraft =>
    hasOwnName || !Object.values(draft.labels).some(Boolean)
      ? draft
      : { ...draft, name: nameFor(draft.labels, taken, 'field') };
  const draft = settled(asked);
  const ownFaults = isTried ? faultsOf(draft, type, taken, { t, label }) : NO_FAULTS;
  const faults = hasFaults(ownFaults) ? ownFaults : refused;
  const context = useSchemaContext(object?.key ?? '');
  const { required, optional } = settingsOf(type, draft, context);
  const update = (change: (draft: FieldDraft) => FieldDraft) => {
    isTouched.current = true;
    setRefused(NO_FAULTS);
    setAsked(change);
  };
  const save = async () => {
    form.current?.flush();
    setTried(true);
    const field = settled(latest.current);
    if (!object || hasFaults(faultsOf(field, type, taken, { t, label }))) return;
    try {
      await commit((now) => writeField(now, object.key, field, type), {
        text: 'steps.addField',
        name: field.labels,
      });
    } catch (error) {
      setRefused(refusalsOf(error, field, type, t));
      return;
    }
    void message.success(t('fields.addedToast', { field: label(field.labels) }));
    onClose();
  };
  return (
    <Panel
      title={t('relations.addTitle')}
      onClose={leave}
      onOpen={() => first.current?.focus()}
      footer={
        <>
          <Button onClick={leave}>{t('common.cancel')}</Button>
          <Button type="primary" loading={isSaving} onClick={() => void save()}>
            {t('field.add')}
          </Button>
        </>
      }
    >
      <div className="gd-form">
        {faults.general.length > 0 && (
          <Alert
            type="error"
            showIcon
            title={t('field.saveRefused')}
            description={faults.general.join(' ')}
          />
        )}
        <div className="gx-field">
          <label htmlFor={`${id}-from`}>{t('relations.fromObject')}</label>
          <Select
            id={`${id}-from`}
            className="gx-wide"
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('common.select')}
            status={isTried && !object ? 'error' : ''}
            value={object?.key}
            options={[...options]}
            onChange={onObject}
          />
          <div className="gx-field-help">{t('relations.fromNote')}</div>
        </div>
        {types.length > 1 && (
          <div className="gx-field">
            <label htmlFor={`${id}-type`}>{t('relations.kind')}</label>
            <Select
              id={`${id}-type`}
              className="gx-wide"
              value={typeName}
              options={types.map((one) => ({
                value: one.name,
                label: `${label(one.labels)} · ${label(one.help)}`,
              }))}
              onChange={(next: string) => {
                setTypeName(next);
                update((now) => withType(now, types.find(({ name }) => name === next)!));
              }}
            />
          </div>
        )}
        {object && (
          <>
            <LabelsInput
              text="field.label"
              value={asked.labels}
              first={first}
              faults={faults.parts.labels}
              onChange={(labels) => update((now) => ({ ...now, labels }))}
            />
            <NameInput
              value={draft.name}
              note={t('field.apiNameNote')}
              faults={faults.parts.name}
              onChange={(name) => {
                setOwnName(true);
                update((now) => ({ ...now, name }));
              }}
            />
            <SettingsForm
              key={typeName}
              type={type}
              words={[...required, ...optional]}
              object={object.key}
              draft={draft}
              faults={faults.words}
              onChange={update}
              onSubmit={() => void save()}
              handle={form}
            />
            {type.unique && (
              <div className="gd-flag">
                <Switch
                  id={`${id}-unique`}
                  checked={asked.isUnique}
                  onChange={(isUnique) => update((now) => ({ ...now, isUnique }))}
                />
                <div>
                  <label htmlFor={`${id}-unique`}>{t('relations.kinds.oneToOne')}</label>
                  <div className="gx-field-help">{t('relations.oneToOneNote')}</div>
                </div>
              </div>
            )}
          </>
        )}
      </div>
    </Panel>
  );
}
