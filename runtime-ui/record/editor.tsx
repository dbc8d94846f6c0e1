import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Skeleton } from 'antd';
import { lazy, type ReactNode, Suspense, use, useEffect, useId, useMemo, useRef, useState } from 'react';
import { ApiProblem, messagesByField } from '../api/problem.ts';
import { formQuery, recordQuery } from '../api/queries.ts';
import type { Values } from '../api/records.ts';
import type { FormDescription, ObjectMeta, RecordRow } from '../api/types.ts';
import { withoutMisfits } from '../form/dependents.ts';
import { FillingContext, type FillingRecord } from '../form/filling.ts';
import { LineFaultsContext } from '../form/line-faults.ts';
import { type LineFaults, lineFaults, sentValues } from '../form/lines.ts';
import { type FormHandle, RecordForm } from '../form/record-form.tsx';
import { useRules } from '../form/use-rules.ts';
import { useTexts } from '../i18n/index.ts';
import { useSaveShortcut } from '../shell/shortcuts.ts';
import { Refusal } from '../shell/states.tsx';
import { useMe } from '../values/locality.ts';
import { changesOf } from './changes.ts';
import { ConflictDialog } from './conflict.tsx';
import { dropDraft, keepDraft, readDraft } from './draft.ts';
import { MakeRecordContext } from './make-record.ts';
import { type Loaded, type Saved, useSave } from './save.ts';
import { useDefaults, withoutFilled } from './use-defaults.ts';
import { everyField, firstValues, formFields, formValues, newRecordForm, withoutHidden } from './values.ts';

const Duplicates = lazy(() => import('./duplicates.tsx'));

const KEEP_DRAFT_AFTER = 400;

export interface EditorProps {
  readonly object: ObjectMeta;
  /** without one a new record is made */
  readonly id?: string;
  /** values to begin with, over those of the record */
  readonly preset?: Values;
  /** one record is wanted and no other after it */
  readonly isAlone?: boolean;
  readonly onSaved: (record: RecordRow, another: boolean) => void;
  readonly onCancel: () => void;
  /** puts form and buttons where they belong (drawer, page) */
  readonly frame: (form: ReactNode, buttons: ReactNode) => ReactNode;
}

/** What the form holds without the values of formulas, which stand in it to be seen. */
const withoutFormulas = (form: Values, formulas: Values, before: Values): Values =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      if (!(name in formulas)) return [[name, value]];
      return name in before ? [[name, before[name]]] : [];
    }),
  );

/** Loads what the form needs, then shows it. */
export function RecordEditor(props: EditorProps) {
  const { object, id, frame } = props;
  const { language } = useTexts();
  const description = useQuery(formQuery(object.name, language));
  const record = useQuery({
    ...recordQuery(object.name, id ?? '', everyField(object)),
    enabled: id !== undefined,
  });
  const failed = [description, record].find((query) => query.error && !query.data);
  if (failed) return frame(<Refusal error={failed.error} onRetry={() => void failed.refetch()} />, null);
  if (!description.data || (id && !record.data))
    return frame(<Skeleton active paragraph={{ rows: 8 }} />, null);
  const loaded = id && record.data && { id, etag: record.data.etag, record: record.data.data };
  return <Editing {...props} description={description.data} loaded={loaded || undefined} />;
}

/** What is being edited stays as it was when the form opened: later answers do not overwrite what one types. */
function Editing(
  props: EditorProps & {
    description: FormDescription;
    loaded?: { id: string; etag: string | null; record: RecordRow };
  },
) {
  const { object, id, preset, onSaved, onCancel, frame } = props;
  const { t } = useTexts();
  const { message } = App.useApp();
  const me = useMe();
  const description = useMemo(
    () => (id ? props.description : newRecordForm(props.description)),
    [props.description, id],
  );
  const fields = useMemo(() => formFields(description), [description]);
  const save = useSave(object, fields);
  const form = useRef<FormHandle>(null);
  const [loaded] = useState<Loaded | undefined>(
    () => props.loaded && { ...props.loaded, values: formValues(object, fields, props.loaded.record) },
  );
  const [draft, setDraft] = useState(() => (preset ? undefined : readDraft(object.name, id)));
  const [start] = useState<Values>(() => loaded?.values ?? firstValues(description, me.user.id));
  const [values, setValues] = useState<Values>({ ...start, ...draft, ...preset });
  const [refusals, setRefusals] = useState<Readonly<Record<string, readonly string[]>>>({});
  const [inLines, setInLines] = useState<LineFaults>({});
  const [general, setGeneral] = useState<readonly string[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [conflict, setConflict] = useState<Extract<Saved, { conflicts: unknown }> | null>(null);
  const another = useRef(false);
  const own = useId();

  const filledIn = useRef<Values>({});
  const given = (hidden: ReadonlySet<string>) =>
    sentValues(
      object,
      loaded?.values ?? {},
      withoutFilled(
        changesOf(loaded?.values ?? {}, withoutHidden(values, hidden, loaded?.values)),
        filledIn.current,
      ),
    );
  const ruled = useRules({ description, object: object.name, id, before: loaded?.values, values, given });
  const { formulas, hidden } = ruled.verdict;
  const computed = useMemo(
    () => (id ? [] : (description.defaults ?? []).filter((name) => fields.includes(name))),
    [description, fields, id],
  );
  const { begun, filled } = useDefaults(start, computed, ruled.defaults, setValues);
  filledIn.current = filled;
  const holding = useRef<Values>({});
  holding.current = given(hidden);
  const holdingAll = useRef<Values>({});
  holdingAll.current = values;
  const make = use(MakeRecordContext);
  const [isMaking, setMaking] = useState(false);
  const filling = useMemo(
    (): FillingRecord => ({
      object: object.name,
      ...(id !== undefined && { id }),
      values: () => holding.current,
      held: () => holdingAll.current,
      ...(make && {
        create: async (target, title, begins) => {
          setMaking(true);
          const made = await make(target, title, begins);
          setMaking(false);
          return made;
        },
      }),
    }),
    [object.name, id, make],
  );

  useEffect(() => {
    if (preset) return;
    const timer = setTimeout(() => keepDraft(object, id, changesOf(begun, values)), KEEP_DRAFT_AFTER);
    return () => clearTimeout(timer);
  }, [values, begun, preset, object, id]);

  const held = useMemo(() => ({ ...values, ...formulas }), [values, formulas]);

  /** What the server said of a field goes as soon as the field changes. What formulas show is nobody's input. */
  const change = (form: Values) => {
    const next = withoutMisfits(description, values, withoutFormulas(form, formulas, values));
    const changed = changesOf(values, next);
    setValues(next);
    setRefusals((before) =>
      Object.fromEntries(Object.entries(before).filter(([field]) => !(field in changed))),
    );
  };
  const done = (saved: Saved) => {
    if ('conflicts' in saved) return setConflict(saved);
    dropDraft(object.name, id);
    onSaved(saved.record, another.current);
  };
  const failed = (error: unknown) => {
    if (!(error instanceof ApiProblem)) throw error;
    const { byField, general: rest } = messagesByField(error, new Set(fields));
    setRefusals(byField);
    setInLines(lineFaults(object, error.details));
    const isSaid = Object.keys(byField).length > 0;
    const text = error.status === 0 ? t('problem.networkNote') : error.message;
    setGeneral(rest.length > 0 ? rest : isSaid ? [] : [text]);
    void message.error(isSaid ? t('form.hasErrors') : text);
  };
  const run = async (work: () => Promise<Saved>) => {
    setBusy(true);
    setInLines({});
    setRefusals({});
    setGeneral([]);
    try {
      done(await work());
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  };
  const submit = (form: Values) => {
    const given = withoutHidden(withoutFormulas(form, formulas, values), hidden, loaded?.values);
    const { '': whole = [], ...fieldwise } = ruled.complaints;
    if (whole.length > 0 || Object.keys(fieldwise).length > 0) {
      setRefusals(fieldwise);
      setGeneral(whole);
      void message.error(t('form.hasErrors'));
      return;
    }
    if (!loaded) return void run(() => save.create(given));
    const changes = changesOf(loaded.values, given);
    if (Object.keys(changes).length === 0) return onCancel();
    void run(() => save.update(loaded, changes));
  };
  const press = (andAnother: boolean) => {
    another.current = andAnother;
    form.current?.submit();
  };
  useSaveShortcut(conflict === null && !isMaking && !isBusy, () => press(false));
  const discard = () => {
    dropDraft(object.name, id);
    setDraft(undefined);
    setValues(begun);
  };

  return frame(
    <FillingContext value={filling}>
      {draft && (
        <Alert
          className="gx-draft"
          type="info"
          showIcon
          title={t('form.draft')}
          action={
            <Button size="small" onClick={discard}>
              {t('form.discardDraft')}
            </Button>
          }
        />
      )}
      {general.length > 0 && (
        <Alert
          className="gx-draft"
          type="error"
          showIcon
          role="alert"
          title={t('form.general')}
          description={general.join(' ')}
        />
      )}
      {ruled.duplicates.length > 0 && (
        <Suspense fallback={null}>
          <Duplicates object={object} found={ruled.duplicates} />
        </Suspense>
      )}
      <LineFaultsContext value={inLines}>
        <RecordForm
          handle={form}
          idPrefix={props.isAlone ? own : undefined}
          description={ruled.description}
          values={held}
          refusals={{ ...ruled.live, ...refusals }}
          complaints={ruled.complaints}
          onChange={change}
          onSubmit={submit}
          onInvalid={() => void message.error(t('form.hasErrors'))}
        />
      </LineFaultsContext>
      {conflict && loaded && (
        <ConflictDialog
          object={object}
          conflicts={conflict.conflicts}
          onCancel={() => setConflict(null)}
          onResolve={(kept) => {
            setConflict(null);
            const mine = changesOf(loaded.values, withoutHidden(values, hidden, loaded.values));
            void run(() => save.update(conflict.latest, { ...mine, ...kept }));
          }}
        />
      )}
    </FillingContext>,
    <>
      <Button onClick={onCancel}>{t('common.cancel')}</Button>
      {!id && !props.isAlone && (
        <Button onClick={() => press(true)} disabled={isBusy}>
          {t('form.saveAndNew')}
        </Button>
      )}
      <Button type="primary" loading={isBusy} onClick={() => press(false)}>
        {t('common.save')}
      </Button>
    </>,
  );
}
