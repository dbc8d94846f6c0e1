import {
  DeleteOutlined,
  DownloadOutlined,
  MergeOutlined,
  RollbackOutlined,
  SwapOutlined,
  UserAddOutlined,
} from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { canClaim, canTransfer } from '../api/model.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { later } from '../shell/later.tsx';
import type { ListState } from './state.ts';
import { useClaim } from './use-claim.ts';
import { useDelete } from './use-delete.ts';

const ExportDialog = later(() => import('../exports/export-dialog.tsx'));
const MergeDialog = later(() => import('../record/merge-dialog.tsx'));
const TransferDialog = later(() => import('../record/transfer-dialog.tsx'));

/** So many records can become one. */
const MERGED = { least: 2, most: 5 };

/** From this many on one is asked first; fewer are one click on "undo" away. */
const ASK_FROM = 5;

/** What can be done with the selected records. */
export function SelectionBar(props: {
  object: ObjectMeta;
  state: ListState;
  ids: readonly string[];
  onDone: () => void;
}) {
  const { object, state, ids, onDone } = props;
  const { t } = useTexts();
  const { modal } = App.useApp();
  const [isGiving, setGiving] = useState(false);
  const [isMerging, setMerging] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const isMergeable = ids.length >= MERGED.least && ids.length <= MERGED.most;
  // several by one request are a right of their own
  const isAllowed = ids.length === 1 || object.can.bulk === true;
  const remove = useDelete(object.name);
  const claim = useClaim(object.name);
  const run = async () => {
    if (await remove(ids)) onDone();
  };
  const ask = () => {
    if (ids.length < ASK_FROM) return void run();
    modal.confirm({
      title: t('list.deleteAsk', { count: ids.length }),
      content: t('list.deleteNote'),
      okText: t('common.delete'),
      okButtonProps: { danger: true },
      onOk: run,
    });
  };
  return (
    <div className="gx-selection" role="toolbar" aria-label={t('common.actions')}>
      <strong>{t('list.selected', { count: ids.length })}</strong>
      {canClaim(object) &&
        (['claim', 'release'] as const).map((act) => (
          <Button
            key={act}
            size="small"
            icon={act === 'claim' ? <UserAddOutlined /> : <RollbackOutlined />}
            disabled={!isAllowed}
            title={isAllowed ? undefined : t('list.noBulk')}
            onClick={async () => {
              if (await claim(act, ids)) onDone();
            }}
          >
            {t(`claim.${act}`)}
          </Button>
        ))}
      {canTransfer(object) && (
        <Button
          size="small"
          icon={<SwapOutlined />}
          disabled={!isAllowed}
          title={isAllowed ? undefined : t('list.noBulk')}
          onClick={() => setGiving(true)}
        >
          {t('transfer.action')}
        </Button>
      )}
      {object.can.merge && (
        <Button
          size="small"
          icon={<MergeOutlined />}
          disabled={!isMergeable}
          title={isMergeable ? undefined : t('mergeCount')}
          onClick={() => setMerging(true)}
        >
          {t('mergeAction')}
        </Button>
      )}
      {object.can.export && (
        <Button size="small" icon={<DownloadOutlined />} onClick={() => setExporting(true)}>
          {t('list.export')}
        </Button>
      )}
      {object.can.delete && (
        <Button
          size="small"
          danger
          icon={<DeleteOutlined />}
          disabled={!isAllowed}
          title={isAllowed ? undefined : t('list.noBulk')}
          onClick={ask}
        >
          {t('common.delete')}
        </Button>
      )}
      <Button size="small" type="text" onClick={onDone}>
        {t('list.clearSelection')}
      </Button>
      {isMerging && (
        <MergeDialog object={object} ids={ids} onClose={() => setMerging(false)} onDone={onDone} />
      )}
      {isExporting && (
        <ExportDialog
          object={object}
          list={{ sort: state.sort.join(',') || undefined }}
          columns={state.columns.map(({ field }) => field)}
          ids={ids}
          onClose={() => setExporting(false)}
        />
      )}
      {isGiving && (
        <TransferDialog object={object} ids={ids} onClose={() => setGiving(false)} onDone={onDone} />
      )}
    </div>
  );
}
