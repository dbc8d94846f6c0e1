import { useQuery } from '@tanstack/react-query';
import { App, Modal, Skeleton } from 'antd';
import { useId, useMemo, useRef, useState } from 'react';
import { ApiProblem, messagesByField } from '../api/problem.ts';
import { formQuery, recordQuery } from '../api/queries.ts';
import type { Values } from '../api/records.ts';
import type { FormDescription, ObjectMeta } from '../api/types.ts';
import { cutTo } from '../form/cut-to.ts';
import { type FormHandle, RecordForm } from '../form/record-form.tsx';
import { useRules } from '../form/use-rules.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { Refusal } from '../shell/states.tsx';
import { changesOf } from './changes.ts';
import { type Loaded, useSave } from './save.ts';
import { heldOf, type Refused, useSayMoved } from './use-move.ts';
import { everyField, formFields, formValues } from './values.ts';

interface MoveFormProps {
  readonly object: ObjectMeta;
  readonly refused: Refused;
  readonly onClose: () => void;
}

/** What a move still needs: exactly the fields that rules ask for. Saved together with the move. */
export default function MoveForm(props: MoveFormProps) {
  const { object, refused, onClose } = props;
  const { t, language } = useTexts();
  const description = useQuery(formQuery(object.name, language));
  const record = useQuery(recordQuery(object.name, refused.id, everyField(object)));
  const failed = [description, record].find((query) => query.error && !query.data);
  if (description.data && record.data) {
    const { data, etag } = record.data;
    const values = formValues(object, formFields(description.data), data);
    return <Asking {...props} description={description.data} loaded={{ id: refused.id, etag, values }} />;
  }
  return (
    <Modal open title={t('stage.moveTo', { stage: refused.label })} onCancel={onClose} footer={null}>
      {failed ? (
        <Refusal error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <Skeleton active paragraph={{ rows: 2 }} />
      )}
    </Modal>
  );
}

function Asking(props: MoveFormProps & { readonly description: FormDescription; readonly loaded: Loaded }) {
  const { object, refused, onClose, description } = props;
  const { t } = useTexts();
  const { message } = App.useApp();
  const [loaded] = useState(props.loaded);
  const fields = useMemo(() => formFields(description), [description]);
  const save = useSave(object, fields);
  const sayMoved = useSayMoved(object);
  const sayFailure = useSayFailure();
  const form = useRef<FormHandle>(null);
  const note = useId();
  const [values, setValues] = useState<Values>({ ...loaded.values, ...refused.preset });
  const [refusals, setRefusals] = useState(refused.refusals);
  const [asked, setAsked] = useState<ReadonlySet<string>>(() => new Set(Object.keys(refused.refusals)));
  const [isBusy, setBusy] = useState(false);
  const given = () => ({ ...refused.preset, ...changesOf(loaded.values, values) });
  const ruled = useRules({
    description,
    object: object.name,
    id: refused.id,
    before: loaded.values,
    values,
    given,
  });
  const shown = useMemo(() => cutTo(ruled.description, asked), [ruled.description, asked]);

  const change = (next: Values) => {
    const changed = changesOf(values, next);
    setValues(next);
    setRefusals((before) =>
      Object.fromEntries(Object.entries(before).filter(([name]) => !(name in changed))),
    );
  };
  const failed = (error: unknown) => {
    if (!(error instanceof ApiProblem)) throw error;
    const { byField, general } = messagesByField(error, new Set(fields));
    setRefusals(byField);
    setAsked(
      (before) => new Set([...before, ...Object.keys(byField).filter((name) => !(name in refused.preset))]),
    );
    const moved = Object.entries(byField).flatMap(([name, texts]) => (name in refused.preset ? texts : []));
    if (general.length + moved.length > 0) void message.error([...general, ...moved].join(' '));
    else if (Object.keys(byField).length === 0) sayFailure(error);
  };
  const submit = async (next: Values) => {
    const changes = { ...refused.preset, ...changesOf(loaded.values, next) };
    setBusy(true);
    try {
      const saved = await save.update(loaded, changes);
      if ('conflicts' in saved) {
        void message.error(t('form.conflictTitle'));
        return;
      }
      const etag = `"${saved.record.version}"`;
      sayMoved(refused.id, refused.label, heldOf(loaded.values, changes), etag);
      onClose();
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t('stage.moveTo', { stage: refused.label })}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={isBusy}
      onOk={() => form.current?.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
      aria-describedby={note}
      // the first field that is asked for, not the button that closes
      afterOpenChange={(isOpen) => isOpen && document.getElementById(`field_${[...asked][0]}`)?.focus()}
    >
      <p id={note} className="gx-soft">
        {t('stage.asks')}
      </p>
      <RecordForm
        handle={form}
        description={shown}
        values={values}
        refusals={{ ...ruled.live, ...refusals }}
        complaints={ruled.complaints}
        onChange={change}
        onSubmit={(next) => void submit(next)}
        onInvalid={() => void message.error(t('form.hasErrors'))}
      />
    </Modal>
  );
}
