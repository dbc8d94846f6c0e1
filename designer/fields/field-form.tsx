import { Alert, Button, type InputRef, Switch } from 'antd';
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from 'react';
import type { FormHandle } from '../../runtime-ui/form/record-form.tsx';
import { later } from '../../runtime-ui/shell/later.tsx';
import type { FieldTypeInfo } from '../api/types.ts';
import type { MetaDocument } from '../draft/documents.ts';
import { type FieldDraft, isSearchable } from '../draft/field.ts';
import { fieldsOf, isEngineField, propertiesOf } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { useSchemaContext } from '../schema-form/use-schema-context.ts';
import { Faults, LabelsInput } from '../shell/labels-input.tsx';
import { NameInput } from '../shell/name-input.tsx';
import type { Faults as FieldFaults } from './faults.ts';
import { OptionsEditor } from './options-editor.tsx';
import { Sensitivity } from './sensitivity.tsx';
import { settingsOf } from './settings-schema.ts';
import { TypeIcon } from './type-icon.tsx';
import { Where } from './where.tsx';
import { Who } from './who.tsx';

const SettingsForm = later(() => import('./settings-form.tsx'));

export interface FieldFormHandle {
  /** hands over what is being typed */
  flush(): void;
}

/** Values that options had when the field was published: records may hold them. */
function keptOptions(published: MetaDocument | undefined, id: string | undefined): ReadonlySet<string> {
  const fields = published && id ? fieldsOf(published) : [];
  const options = fields.find(({ property }) => property['x-field'].id === id)?.property['x-field'].options;
  return new Set((options ?? []).map(({ value }) => value));
}

/** What is asked of a field, top down: what it is called, what it holds, where it shows, who sees it. */
export function FieldForm(props: {
  object: MetaDocument;
  type: FieldTypeInfo;
  /** the field as it would be saved, and as it was typed */
  draft: FieldDraft;
  typed: FieldDraft;
  lines: string;
  faults: FieldFaults;
  /** name of the field that is edited; none when it is a new one */
  oldName: string | undefined;
  first: Ref<InputRef>;
  handle: Ref<FieldFormHandle>;
  onChangeType: (() => void) | undefined;
  onDraft: (change: (draft: FieldDraft) => FieldDraft) => void;
  onName: (name: string) => void;
  onLines: (lines: string) => void;
  onSubmit: () => void;
}) {
  const { object, type, draft, typed, lines, faults, oldName, first, handle } = props;
  const { onChangeType, onDraft, onName, onLines, onSubmit } = props;
  const { t, label } = useTexts();
  const { published } = useDraft();
  const needed = useRef<FormHandle>(null);
  const optional = useRef<FormHandle>(null);
  useImperativeHandle(handle, () => ({
    flush: () => {
      needed.current?.flush();
      optional.current?.flush();
    },
  }));
  const [isMoreOpen, setMoreOpen] = useState(false);
  const old = oldName === undefined ? undefined : propertiesOf(object.body)[oldName];
  const isKept = old !== undefined && isEngineField(object, old);
  const settings = settingsOf(type, draft, useSchemaContext(object.key));
  const set = (changes: Partial<FieldDraft>) => onDraft((now) => ({ ...now, ...changes }));
  const setWhole = (next: FieldDraft) =>
    set({ sections: next.sections, columns: next.columns, rights: next.rights });
  const isWrongInMore =
    settings.optional.some((word) => faults.words[word]) || faults.parts.help !== undefined;
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const { target } = event;
    if (!(target instanceof HTMLInputElement) || target.type !== 'text' || target.role === 'combobox') return;
    event.preventDefault();
    onSubmit();
  };
  const form = (words: readonly string[], ref: Ref<FormHandle>) => (
    <SettingsForm
      type={type}
      words={words}
      object={object.key}
      draft={draft}
      faults={faults.words}
      onChange={(change) => onDraft(change)}
      onSubmit={onSubmit}
      handle={ref}
    />
  );
  return (
    <div className="gd-form" onKeyDownCapture={enter}>
      {faults.general.length > 0 && (
        <Alert type="error" showIcon title={t('field.saveRefused')} description={faults.general.join(' ')} />
      )}
      <div className="gd-chosen">
        <TypeIcon name={type.icon} />
        <strong>{label(type.labels)}</strong>
        <span className="gx-soft">{oldName ? t('field.typeFixed') : label(type.help)}</span>
        {onChangeType && (
          <Button size="small" onClick={onChangeType}>
            {t('field.changeType')}
          </Button>
        )}
      </div>
      <LabelsInput
        text="field.label"
        value={draft.labels}
        first={first}
        faults={faults.parts.labels}
        onChange={(labels) => set({ labels })}
      />
      <NameInput
        value={draft.name}
        note={t('field.apiNameNote')}
        isFixed={isKept}
        faults={faults.parts.name}
        onChange={onName}
      />
      {type.hasOptions &&
        (draft.settings.optionSet ? (
          <p className="gx-soft gd-note">{t('options.fromSet')}</p>
        ) : (
          <OptionsEditor
            options={typed.options}
            lines={lines}
            kept={keptOptions(published.get(`object/${object.key}`), old?.['x-field'].id)}
            faults={faults.parts.options}
            onChange={(options) => set({ options })}
            onLines={onLines}
          />
        ))}
      {settings.required.length > 0 && form(settings.required, needed)}
      <div className="gd-flags">
        {(type.engineWritten !== true || draft.isRequired) && (
          <Flag
            text={t('field.required')}
            note={t('field.requiredNote')}
            value={draft.isRequired}
            faults={faults.parts.required}
            onChange={(isRequired) => set({ isRequired })}
          />
        )}
        {type.unique && (
          <Flag
            text={t('field.unique')}
            note={t('field.uniqueNote')}
            value={draft.isUnique}
            isDisabled={isKept}
            faults={faults.parts.unique}
            onChange={(isUnique) => set({ isUnique })}
          />
        )}
        {isSearchable(type) && (
          <Flag
            text={t('field.searched')}
            note={t('field.searchedNote')}
            value={draft.isSearched}
            onChange={(isSearched) => set({ isSearched })}
          />
        )}
      </div>
      <Where object={object.key} draft={draft} onChange={setWhole} />
      <Who object={object.key} draft={draft} type={type} onChange={setWhole} />
      <Sensitivity value={draft.classification} onChange={(classification) => set({ classification })} />
      <details
        className="gd-more"
        open={isMoreOpen || isWrongInMore}
        onToggle={(event) => setMoreOpen(event.currentTarget.open)}
      >
        <summary>{t('field.more')}</summary>
        {(isMoreOpen || isWrongInMore) && settings.optional.length > 0 && form(settings.optional, optional)}
        <LabelsInput
          text="field.help"
          value={draft.help}
          faults={faults.parts.help}
          maxLength={1000}
          onChange={(help) => set({ help })}
        />
      </details>
    </div>
  );
}

function Flag(props: {
  text: string;
  note: string;
  value: boolean;
  isDisabled?: boolean;
  faults?: readonly string[];
  onChange: (value: boolean) => void;
}) {
  const { text, note, value, isDisabled, faults, onChange } = props;
  const id = useId();
  return (
    <div className="gd-flag">
      <Switch
        id={id}
        checked={value}
        disabled={isDisabled}
        aria-describedby={`${id}-note ${id}-faults`}
        onChange={onChange}
      />
      <div>
        <label htmlFor={id}>{text}</label>
        <div id={`${id}-note`} className="gx-field-help">
          {note}
        </div>
        <Faults id={`${id}-faults`} faults={faults} />
      </div>
    </div>
  );
}
