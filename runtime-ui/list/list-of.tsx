import { Skeleton } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ObjectMeta, ViewMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { later } from '../shell/later.tsx';
import { useIsPhone } from '../shell/screen.ts';
import { useShortcut } from '../shell/shortcuts.ts';
import { useDocumentTitle } from '../shell/title.ts';
import { ListHeader } from './header.tsx';
import { narrowing, RecordTable } from './records.tsx';
import { groupField, useListState } from './state.ts';
import { Toolbar } from './toolbar.tsx';
import './list.css';

const Board = later(
  () => import('./board/board.tsx'),
  <Skeleton className="gx-list-skeleton" active title={false} paragraph={{ rows: 8, width: '100%' }} />,
);
const FilterPanel = later(() => import('./filters/panel.tsx'));
const ExportDialog = later(() => import('../exports/export-dialog.tsx'));
const RecordDrawer = later(() => import('../record/drawer.tsx'));

/** One list: header with views, toolbar, filter chips, and the records as table, cards or board. */
export function ListOf({ object, view }: { object: ObjectMeta; view: ViewMeta }) {
  const { label } = useTexts();
  const isPhone = useIsPhone();
  const navigate = useNavigate();
  const [state, patch] = useListState(object, view);
  const [showsFilters, setShowsFilters] = useState(false);
  const [isCreating, setCreating] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const canCreate = object.can.create === true;
  const create = canCreate ? () => setCreating(true) : undefined;
  useShortcut('c', create);
  useDocumentTitle(view.id ? label(view.labels) : undefined, label(object.plural));

  const group = groupField(object, state);
  const isBoard = state.mode === 'board' && group !== undefined;
  return (
    <div className={isBoard ? 'gx-list gx-list-board' : 'gx-list'}>
      <ListHeader object={object} state={state} onCreate={create} onExport={() => setExporting(true)} />
      <Toolbar object={object} state={state} patch={patch} onFilters={() => setShowsFilters(true)} />
      {isBoard ? (
        <Board object={object} state={state} group={group} />
      ) : (
        <RecordTable
          object={object}
          state={state}
          patch={patch}
          asCards={isPhone || state.mode === 'cards'}
          onCreate={create}
        />
      )}
      {showsFilters && (
        <FilterPanel object={state.seen} state={state} patch={patch} onClose={() => setShowsFilters(false)} />
      )}
      {isExporting && (
        <ExportDialog
          object={object}
          list={narrowing(state)}
          columns={state.columns.map(({ field }) => field)}
          onClose={() => setExporting(false)}
        />
      )}
      {isCreating && (
        <RecordDrawer
          object={object}
          onClose={() => setCreating(false)}
          onSaved={(id) => {
            setCreating(false);
            void navigate(`/o/${object.name}/${id}`);
          }}
        />
      )}
    </div>
  );
}
