import { useQuery } from '@tanstack/react-query';
import { App, Button, type InputRef } from 'antd';
import { type ComponentProps, type ReactNode, type Ref, useEffect, useRef, useState } from 'react';
import { useIsPhone } from '../../runtime-ui/shell/screen.ts';
import { useSaveShortcut } from '../../runtime-ui/shell/shortcuts.ts';
import { Loading, Refusal } from '../../runtime-ui/shell/states.tsx';
import { fieldTypesQuery } from '../api/queries.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import { placeField, type Spot } from '../draft/arrange.ts';
import { type Documents, type MetaDocument, objectDocument, withBody } from '../draft/documents.ts';
import { blankField, type FieldDraft, mayHave, readField, withType, writeField } from '../draft/field.ts';
import { nameFor } from '../draft/names.ts';
import { factsOf, fieldNames, propertiesOf } from '../draft/object.ts';
import { addLines } from '../draft/options.ts';
import { renameField } from '../draft/rename-field.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { Panel } from '../shell/panel.tsx';
import { useLeaving } from '../shell/use-leaving.ts';
import { type Faults, faultsOf, hasFaults, NO_FAULTS, refusalsOf } from './faults.ts';
import { FieldForm, type FieldFormHandle } from './field-form.tsx';
import { Palette } from './palette.tsx';
import { useLiveFaults } from './use-live-faults.ts';

interface FieldPanelProps {
  readonly object: MetaDocument;
  /** of the field that is edited; without, a new one */
  readonly name?: string;
  /** stands in the page, not above it */
  readonly isPane?: boolean;
  /** stands above what is asked of the field */
  readonly head?: ReactNode;
  /** what a new field begins with: its type, and where it goes on which form */
  readonly place?: FieldPlace;
  readonly onClose: () => void;
  /** what was typed and not saved yet would be lost */
  readonly onTouched?: (isTouched: boolean) => void;
  /** the field is in the draft, by this name */
  readonly onSaved?: (name: string) => void;
}

export interface FieldPlace {
  readonly type: string;
  readonly layout: string;
  readonly spot: Spot;
}

/** Adding a field, or editing the one called `name`: everything that is asked, on one panel. */
export default function FieldPanel(props: FieldPanelProps) {
  const types = useQuery(fieldTypesQuery);
  const { t, label } = useTexts();
  const { object, name, isPane, onClose } = props;
  if (types.data) return <Asking {...props} types={types.data} />;
  const labels =
    name === undefined ? factsOf(object).labels : propertiesOf(object.body)[name]?.['x-field'].labels;
  return (
    <Frame
      isPane={isPane}
      onClose={onClose}
      title={t(name ? 'fields.editTitle' : 'fields.addTitle', titleOf(label(labels)))}
    >
      {types.error ? <Refusal error={types.error} onRetry={() => void types.refetch()} /> : <Loading />}
    </Frame>
  );
}

const titleOf = (text: string) => ({ object: text, field: text });

/** A panel beside the page, or a part of it. */
function Frame({ isPane, ...panel }: ComponentProps<typeof Panel> & { isPane: boolean | undefined }) {
  if (!isPane) return <Panel {...panel} />;
  const { title, footer, children } = panel;
  return (
    <section className="gd-pane" aria-label={title}>
      <h2>{title}</h2>
      {children}
      {footer && (
        <div className="gd-pane-foot">
          <div className="gd-foot">{footer}</div>
        </div>
      )}
    </section>
  );
}

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

function Asking(props: FieldPanelProps & { types: readonly FieldTypeInfo[] }) {
  const { object, name: oldName, types, isPane, head, place, onClose, onTouched, onSaved } = props;
  const { t, label } = useTexts();
  const { message } = App.useApp();
  const { documents, commit, isSaving } = useDraft();
  const isPhone = useIsPhone();
  const first = useRef<InputRef>(null);
  const form = useRef<FieldFormHandle>(null);
  const typeOf = (typeName: string | undefined) => types.find(({ name }) => name === typeName);

  const begin = (type: FieldTypeInfo | undefined): Asked | null => {
    if (!type) return null;
    const blank = blankField(documents, object.key, type);
    const sections = place ? { ...blank.sections, [place.layout]: place.spot.section } : blank.sections;
    return { draft: { ...blank, sections }, lines: '', hasOwnName: false };
  };
  const read = (name: string): Asked => {
    const type = typeOf(propertiesOf(object.body)[name]?.['x-field'].type) ?? types[0]!;
    return { draft: readField(documents, object.key, name, type), lines: '', hasOwnName: true };
  };
  const [asked, setAsked] = useState<Asked | null>(() => {
    if (oldName !== undefined) return read(oldName);
    if (place) return begin(typeOf(place.type));
    return isPhone ? null : begin(types[0]);
  });
  const { isTouched, leave } = useLeaving(onClose);
  const touch = (next: boolean) => {
    isTouched.current = next;
    onTouched?.(next);
  };
  // what somebody did elsewhere with the field (undo, a move) shows, as long as nothing was typed here
  const known = useRef(documents);
  useEffect(() => {
    if (known.current === documents) return;
    known.current = documents;
    if (oldName !== undefined && !isTouched.current && propertiesOf(object.body)[oldName])
      setAsked(read(oldName));
  });
  useEffect(() => {
    if (isPane && oldName === undefined) first.current?.focus();
  }, [isPane, oldName]);
  const [isTried, setTried] = useState(false);
  const [refused, setRefused] = useState<Faults>(NO_FAULTS);
  const latest = useRef(asked);
  latest.current = asked;

  const taken = new Set([...fieldNames(object)].filter((one) => one !== oldName));
  const type = typeOf(asked?.draft.type);
  const draft = asked && settled(asked, taken);
  const own = isTried && draft && type ? faultsOf(draft, type, taken, { t, label }) : NO_FAULTS;
  const rename = draft && { object: object.key, from: oldName ?? draft.name, to: draft.name };
  const wanted =
    draft && type && isTouched.current && !hasFaults(faultsOf(draft, type, taken, { t, label }))
      ? objectDocument(writeField(renameField(documents, rename!), object.key, draft, type), object.key)
      : undefined;
  const live = useLiveFaults(wanted, draft, type);
  const faults = [own, refused].find(hasFaults) ?? live;

  const update = (change: (asked: Asked) => Asked) => {
    touch(true);
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

  /** A new field that was put somewhere stands there, unless another section was chosen since. */
  const placed = (now: Documents, { name, sections }: FieldDraft): Documents => {
    const layout = place && now.get(place.layout);
    if (!layout || sections[place.layout] !== place.spot.section) return now;
    return withBody(now, layout, placeField(layout, name, place.spot));
  };
  const save = async (another: boolean) => {
    form.current?.flush();
    setTried(true);
    if (!latest.current || !type) return;
    const field = settled(latest.current, taken);
    if (hasFaults(faultsOf(field, type, taken, { t, label }))) return;
    try {
      const rename = { object: object.key, from: oldName ?? field.name, to: field.name };
      await commit((now) => placed(writeField(renameField(now, rename), object.key, field, type), field), {
        text: oldName ? 'steps.changeField' : 'steps.addField',
        name: field.labels,
      });
    } catch (error) {
      setRefused(refusalsOf(error, field, type, t));
      return;
    }
    if (hasFaults(live)) void message.warning(t('fields.unpublishableToast', { field: label(field.labels) }));
    else
      void message.success(
        oldName ? t('fields.savedToast') : t('fields.addedToast', { field: label(field.labels) }),
      );
    touch(false);
    onSaved?.(field.name);
    if (isPane) return;
    if (!another) return onClose();
    setTried(false);
    setAsked(begin(type));
    setTimeout(() => first.current?.focus());
  };
  useSaveShortcut(asked !== null, () => void save(false));

  const canAdd = (one: FieldTypeInfo): boolean => mayHave(documents, object, one, types);
  const title = oldName
    ? t('fields.editTitle', { field: label(propertiesOf(object.body)[oldName]?.['x-field'].labels) })
    : t('fields.addTitle', { object: label(factsOf(object).labels) });
  const palette = !oldName && !isPane && (!isPhone || !asked);
  return (
    <Frame
      isPane={isPane}
      onClose={leave}
      title={title}
      width={oldName || place ? 640 : 940}
      onOpen={() => first.current?.focus()}
      footer={
        <>
          <Button onClick={leave}>{t(isPane ? 'common.close' : 'common.cancel')}</Button>
          {!oldName && !place && asked && !isPhone && (
            <Button disabled={isSaving} onClick={() => void save(true)}>
              {t('field.addAnother')}
            </Button>
          )}
          {asked && (
            <Button type="primary" loading={isSaving} onClick={() => void save(false)}>
              {t(oldName ? 'field.save' : 'field.add')}
            </Button>
          )}
        </>
      }
    >
      {head}
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
            onChangeType={!oldName && !place && isPhone ? () => setAsked(null) : undefined}
            onDraft={(change) => update((now) => ({ ...now, draft: change(now.draft) }))}
            onName={(name) => update((now) => ({ ...now, draft: { ...now.draft, name }, hasOwnName: true }))}
            onLines={(lines) => update((now) => ({ ...now, lines }))}
            onSubmit={() => void save(false)}
          />
        )}
      </div>
    </Frame>
  );
}
