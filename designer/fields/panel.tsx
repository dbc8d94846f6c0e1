import { useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, type InputRef } from 'antd';
import { type Ref, useRef, useState } from 'react';
import { useIsPhone } from '../../runtime-ui/shell/screen.ts';
import { useSaveShortcut } from '../../runtime-ui/shell/shortcuts.ts';
import { Loading, Refusal } from '../../runtime-ui/shell/states.tsx';
import { fieldTypesQuery } from '../api/queries.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import { type MetaDocument, under } from '../draft/documents.ts';
import { blankField, type FieldDraft, readField, withType, writeField } from '../draft/field.ts';
import { nameFor } from '../draft/names.ts';
import { factsOf, fieldNames, fieldsOf, propertiesOf } from '../draft/object.ts';
import { addLines } from '../draft/options.ts';
import { renameField } from '../draft/rename-field.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { type Faults, faultsOf, hasFaults, NO_FAULTS, refusalsOf } from './faults.ts';
import { FieldForm, type FieldFormHandle } from './field-form.tsx';
import { Palette } from './palette.tsx';

/** Adding a field, or editing the one called `name`: everything that is asked, on one panel. */
export default function FieldPanel(props: { object: MetaDocument; name?: string; onClose: () => void }) {
  const types = useQuery(fieldTypesQuery);
  const { t, label } = useTexts();
  const { object, name, onClose } = props;
  if (types.data) return <Panel {...props} types={types.data} />;
  const labels =
    name === undefined ? factsOf(object).labels : propertiesOf(object.body)[name]?.['x-field'].labels;
  return (
    <Drawer
      open
      onClose={onClose}
      title={t(name ? 'fields.editTitle' : 'fields.addTitle', titleOf(label(labels)))}
    >
      {types.error ? <Refusal error={types.error} onRetry={() => void types.refetch()} /> : <Loading />}
    </Drawer>
  );
}

const titleOf = (text: string) => ({ object: text, field: text });

/** What the panel holds beside the field: lines of options not yet rows, and whether the name was typed. */
interface Asked {
  readonly draft: FieldDraft;
  readonly lines: string;
  readonly hasOwnName: boolean;
}

/** The field as it would be saved now: lines are options, and the name follows the labels until it is typed. */
function settled({ draft, lines, hasOwnName }: Asked, taken: ReadonlySet<string>): FieldDraft {
  const hasLabel = Object.values(draft.labels).some((text) => text.trim() !== '');
  const name = hasOwnName ? draft.name : hasLabel ? nameFor(draft.labels, taken, 'field') : '';
  return { ...draft, name, options: addLines(draft.options, lines) };
}

function Panel(props: {
  object: MetaDocument;
  name?: string;
  types: readonly FieldTypeInfo[];
  onClose: () => void;
}) {
  const { object, name: oldName, types, onClose } = props;
  const { t, label } = useTexts();
  const { message, modal } = App.useApp();
  const { documents, commit, isSaving } = useDraft();
  const isPhone = useIsPhone();
  const first = useRef<InputRef>(null);
  const form = useRef<FieldFormHandle>(null);
  const typeOf = (typeName: string | undefined) => types.find(({ name }) => name === typeName);

  const begin = (type: FieldTypeInfo | undefined): Asked | null =>
    type ? { draft: blankField(documents, object.key, type), lines: '', hasOwnName: false } : null;
  const [asked, setAsked] = useState<Asked | null>(() => {
    if (oldName === undefined) return isPhone ? null : begin(types[0]);
    const type = typeOf(propertiesOf(object.body)[oldName]?.['x-field'].type) ?? types[0]!;
    return { draft: readField(documents, object.key, oldName, type), lines: '', hasOwnName: true };
  });
  const isTouched = useRef(false);
  const [isTried, setTried] = useState(false);
  const [refused, setRefused] = useState<Faults>(NO_FAULTS);
  const latest = useRef(asked);
  latest.current = asked;

  const taken = new Set([...fieldNames(object)].filter((one) => one !== oldName));
  const type = typeOf(asked?.draft.type);
  const draft = asked && settled(asked, taken);
  const own = isTried && draft && type ? faultsOf(draft, type, taken, { t, label }) : NO_FAULTS;
  const faults = hasFaults(own) ? own : refused;

  const update = (change: (asked: Asked) => Asked) => {
    isTouched.current = true;
    setRefused(NO_FAULTS);
    setAsked((now) => now && change(now));
  };
  const choose = (next: FieldTypeInfo) => {
    setTried(false);
    setRefused(NO_FAULTS);
    setAsked((now) => (now ? { ...now, draft: withType(now.draft, next) } : begin(next)));
    // the label comes next, whatever the type; on a phone it appears only now
    setTimeout(() => first.current?.focus());
  };

  const save = async (another: boolean) => {
    form.current?.flush();
    setTried(true);
    if (!latest.current || !type) return;
    const field = settled(latest.current, taken);
    if (hasFaults(faultsOf(field, type, taken, { t, label }))) return;
    try {
      const rename = { object: object.key, from: oldName ?? field.name, to: field.name };
      await commit((now) => writeField(renameField(now, rename), object.key, field, type), {
        text: oldName ? 'steps.changeField' : 'steps.addField',
        name: field.labels,
      });
    } catch (error) {
      setRefused(refusalsOf(error, field, type, t));
      return;
    }
    void message.success(
      oldName ? t('fields.savedToast') : t('fields.addedToast', { field: label(field.labels) }),
    );
    if (!another) return onClose();
    setTried(false);
    isTouched.current = false;
    setAsked(begin(type));
    setTimeout(() => first.current?.focus());
  };
  /** What was typed is not lost by a key or a click beside the button. */
  const leave = () => {
    if (!isTouched.current) return onClose();
    void modal.confirm({ title: t('field.leaveAsk'), okText: t('field.leave'), onOk: onClose });
  };
  useSaveShortcut(asked !== null, () => void save(false));

  /** Stages come from a pipeline, and a record is in one stage at a time. */
  const canAdd = (one: FieldTypeInfo): boolean =>
    !one.hasStages ||
    (under(documents, 'pipeline', object.key).length > 0 &&
      !fieldsOf(object).some((field) => typeOf(field.type)?.hasStages));
  const title = oldName
    ? t('fields.editTitle', { field: label(propertiesOf(object.body)[oldName]?.['x-field'].labels) })
    : t('fields.addTitle', { object: label(factsOf(object).labels) });
  const palette = !oldName && (!isPhone || !asked);
  return (
    <Drawer
      open
      onClose={leave}
      title={title}
      size={oldName ? 'min(640px, 100vw)' : 'min(940px, 100vw)'}
      mask={{ closable: false }}
      className="gd-panel"
      // the drawer takes the focus itself when it opens; what is typed first belongs into the label
      afterOpenChange={(isOpen) => isOpen && first.current?.focus()}
      footer={
        <div className="gd-foot">
          <Button onClick={leave}>{t('common.cancel')}</Button>
          {!oldName && asked && !isPhone && (
            <Button disabled={isSaving} onClick={() => void save(true)}>
              {t('field.addAnother')}
            </Button>
          )}
          {asked && (
            <Button type="primary" loading={isSaving} onClick={() => void save(false)}>
              {t(oldName ? 'field.save' : 'field.add')}
            </Button>
          )}
        </div>
      }
    >
      <div className={palette && !isPhone ? 'gd-panes' : undefined}>
        {palette && <Palette types={types.filter(canAdd)} value={asked?.draft.type} onChoose={choose} />}
        {asked && draft && type && (
          <FieldForm
            object={object}
            type={type}
            draft={draft}
            typed={asked.draft}
            lines={asked.lines}
            faults={faults}
            oldName={oldName}
            first={first as Ref<InputRef>}
            handle={form}
            onChangeType={!oldName && isPhone ? () => setAsked(null) : undefined}
            onDraft={(change) => update((now) => ({ ...now, draft: change(now.draft) }))}
            onName={(name) => update((now) => ({ ...now, draft: { ...now.draft, name }, hasOwnName: true }))}
            onLines={(lines) => update((now) => ({ ...now, lines }))}
            onSubmit={() => void save(false)}
          />
        )}
      </div>
    </Drawer>
  );
}
