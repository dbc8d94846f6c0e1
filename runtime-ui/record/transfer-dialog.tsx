import { useQueries, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Modal } from 'antd';
import { useId, useState } from 'react';
import { fieldOf } from '../api/model.ts';
import { objectQuery } from '../api/queries.ts';
import { type Along, transferRecords, undoTransfer } from '../api/team.ts';
import type { ObjectMeta, RelatedMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { useUndoable } from '../shell/undo.tsx';
import { RecordSelect } from '../values/record-select.tsx';
import '../i18n/transfer.ts';
import './team.css';

/** The related lists whose records have owners of their own that the caller may change. */
function useAlong(object: ObjectMeta): readonly RelatedMeta[] {
  const related = object.related.filter(({ to }) => to === undefined);
  const metas = useQueries({ queries: related.map((one) => objectQuery(one.object)) });
  return related.filter((_, index) => {
    const meta = metas[index]?.data;
    return meta?.can.transfer === true && fieldOf(meta, 'owner') !== undefined;
  });
}

const keyOf = ({ object, via }: Along): string => `${object}.${via}`;

/** Asks who owns records from now on, and what goes along. */
export default function TransferDialog(props: {
  object: ObjectMeta;
  ids: readonly string[];
  onClose: () => void;
  onDone: () => void;
}) {
  const { object, ids, onClose, onDone } = props;
  const { t, label } = useTexts();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const say = useUndoable();
  const field = useId();
  const [to, setTo] = useState<string>();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const lists = useAlong(object);
  const along = lists
    .filter((one) => !left.has(keyOf(one)))
    .map(({ object: name, via }) => ({ object: name, via }));
  const refresh = () => client.invalidateQueries({ queryKey: ['records'] });
  const run = async () => {
    if (to === undefined) return;
    setBusy(true);
    try {
      const { id, records, related } = await transferRecords(object.name, ids, to, along);
      const count = related.reduce((sum, one) => sum + one.records, records);
      say(t('transfer.done', { count }), async () => {
        const { undone } = await undoTransfer(object.name, id);
        void refresh();
        return t('transfer.undone', { count: undone });
      });
      onDone();
    } catch (error) {
      sayFailure(error);
      setBusy(false);
    }
    void refresh();
  };
  return (
    <Modal
      open
      title={t('transfer.title', { count: ids.length })}
      okText={t('transfer.transfer')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: to === undefined, loading: isBusy }}
      onOk={() => void run()}
      onCancel={onClose}
    >
      <div className="gx-transfer">
        <label htmlFor={field}>{t('transfer.to')}</label>
        <RecordSelect
          id={field}
          object="user"
          title="name"
          filter='kind != "portal"'
          value={to === undefined ? [] : [to]}
          onChange={([id]) => setTo(id)}
        />
        {lists.length > 0 && (
          <fieldset>
            <legend>{t('transfer.along')}</legend>
            {lists.map((one) => (
              <Checkbox
                key={keyOf(one)}
                checked={!left.has(keyOf(one))}
                onChange={({ target }) => {
                  const next = new Set(left);
                  if (target.checked) next.delete(keyOf(one));
                  else next.add(keyOf(one));
                  setLeft(next);
                }}
              >
                {label(one.labels)}
              </Checkbox>
            ))}
            <p className="gx-soft">{t('transfer.alongNote')}</p>
          </fieldset>
        )}
      </div>
    </Modal>
  );
}
