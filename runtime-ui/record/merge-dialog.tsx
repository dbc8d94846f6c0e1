import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Modal, Skeleton } from 'antd';
import { useId, useState } from 'react';
import { MOST_MERGED, mergePreviewQuery, mergeRecords, undoMerge } from '../api/merge.ts';
import { isProblem, messagesByField } from '../api/problem.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import '../i18n/merge.ts';
import { useSayFailure } from '../shell/failure.ts';
import { Refusal } from '../shell/states.tsx';
import { useUndoable } from '../shell/undo.tsx';
import { useTitleOf } from '../values/display.tsx';
import { RecordSelect } from '../values/record-select.tsx';
import { type Choices, chosenIn, takenIn } from './merge-choices.ts';
import { MergeTable } from './merge-table.tsx';
import './merge.css';

interface Merging {
  object: ObjectMeta;
  /** two to five records, or one that is to be merged with others */
  ids: readonly string[];
  onClose: () => void;
  /** the id of the record that stayed */
  onDone: (survivor: string) => void;
}

/** Makes several records one: which stays, whose values, and what moves. */
export default function MergeDialog(props: Merging) {
  const [ids, setIds] = useState(props.ids);
  return ids.length > 1 ? (
    <Compare {...props} ids={ids} />
  ) : (
    <ChooseOthers {...props} onChosen={(others) => setIds([...ids, ...others])} />
  );
}

/** Which records are the same as this one. */
function ChooseOthers(props: Merging & { onChosen: (others: readonly string[]) => void }) {
  const { object, ids, onClose, onChosen } = props;
  const { t } = useTexts();
  const field = useId();
  const [others, setOthers] = useState<readonly string[]>([]);
  const most = MOST_MERGED - ids.length;
  return (
    <Modal
      open
      title={t('merge.choose')}
      okText={t('merge.compare')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: others.length === 0 }}
      onOk={() => onChosen(others)}
      onCancel={onClose}
    >
      <div className="gx-merge-others">
        <label htmlFor={field}>{t('merge.chooseNote', { count: most })}</label>
        <RecordSelect
          id={field}
          object={object.name}
          title={object.titleField}
          filter={`id != "${ids[0]}"`}
          isMany
          value={others}
          onChange={(next) => setOthers(next.slice(0, most))}
        />
      </div>
    </Modal>
  );
}

function Compare({ object, ids, onClose, onDone }: Merging) {
  const { t } = useTexts();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const say = useUndoable();
  const titleOf = useTitleOf(object);
  const [stays, setStays] = useState(ids[0]!);
  const [choices, setChoices] = useState<Choices>({});
  const [faults, setFaults] = useState<Readonly<Record<string, readonly string[]>>>({});
  const [isBusy, setBusy] = useState(false);
  const others = ids.filter((id) => id !== stays);
  const preview = useQuery({
    ...mergePreviewQuery(object.name, stays, others),
    placeholderData: (before) => before,
    staleTime: 0,
  });
  const refresh = () => client.invalidateQueries({ queryKey: ['records'] });
  const isReady = preview.data !== undefined && !preview.isPlaceholderData;
  const run = async () => {
    if (!preview.data) return;
    const { records } = preview.data;
    setBusy(true);
    try {
      const values = takenIn(preview.data, stays, choices);
      const ifVersions = Object.fromEntries(records.map(({ id, version }) => [id, Number(version)]));
      const { merge } = await mergeRecords(object.name, stays, { others, values, ifVersions });
      const title = titleOf(
        records.find(({ id }) => id === chosenIn(preview.data, stays, choices, object.titleField))!,
      );
      say(t('merge.done', { title }), async () => {
        const { kept } = await undoMerge(object.name, merge);
        void refresh();
        return kept.length > 0 ? t('merge.undoneKept', { count: kept.length }) : t('merge.undone');
      });
      onDone(stays);
    } catch (error) {
      const names = new Set(object.fields.map(({ name }) => name));
      const { byField, general } = isProblem(error, 422)
        ? messagesByField(error, names)
        : { byField: {}, general: [error] };
      setFaults(byField);
      if (general.length > 0 || Object.keys(byField).length === 0) sayFailure(error);
      setBusy(false);
    }
    void refresh();
  };
  return (
    <Modal
      open
      width={Math.min(960, 280 + 240 * ids.length)}
      className="gx-merge"
      title={t('merge.title', { count: ids.length })}
      okText={t('merge.merge')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !isReady, loading: isBusy }}
      onOk={() => void run()}
      onCancel={onClose}
    >
      {preview.error && !preview.data ? (
        <Refusal error={preview.error} onRetry={() => void preview.refetch()} />
      ) : preview.data ? (
        <MergeTable
          object={object}
          ids={ids}
          preview={preview.data}
          stays={stays}
          onStays={(id) => {
            setStays(id);
            setFaults({});
          }}
          choices={choices}
          onChoose={(field, id) => setChoices({ ...choices, [field]: id })}
          faults={faults}
        />
      ) : (
        <Skeleton active paragraph={{ rows: 6 }} />
      )}
    </Modal>
  );
}
