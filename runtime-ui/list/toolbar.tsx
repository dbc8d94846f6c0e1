import {
  AppstoreOutlined,
  FilterOutlined,
  ProjectOutlined,
  SearchOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import { Badge, Button, Input, type InputRef, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { ListMode, ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useIsPhone } from '../shell/screen.ts';
import { useShortcut } from '../shell/shortcuts.ts';
import { ColumnChoice } from './columns.tsx';
import { FilterChips } from './filters/chips.tsx';
import { clausesOf } from './filters/paths.ts';
import { groupField, type ListPatch, type ListState } from './state.ts';

const SEARCH_DELAY = 300;

/** Quick search, filters and the way of showing; below them the conditions as chips. */
export function Toolbar(props: {
  object: ObjectMeta;
  state: ListState;
  patch: (patch: ListPatch) => void;
  onFilters: () => void;
}) {
  const { object, state, patch, onFilters } = props;
  const { t } = useTexts();
  const isPhone = useIsPhone();
  const clauses = clausesOf(state.seen, state.filter);
  const canBoard = groupField(object, state) !== undefined;
  const modes = [
    { value: 'table', icon: <UnorderedListOutlined />, title: t('list.table') },
    ...(canBoard ? [{ value: 'board', icon: <ProjectOutlined />, title: t('list.board') }] : []),
    ...(isPhone ? [] : [{ value: 'cards', icon: <AppstoreOutlined />, title: t('list.cards') }]),
  ];
  return (
    <div className="gx-toolbar">
      <div className="gx-toolbar-row">
        <QuickSearch object={object} value={state.q} onSearch={(q) => patch({ q })} />
        <Badge count={clauses.length} size="small" color="var(--gx-primary)">
          <Button icon={<FilterOutlined />} onClick={onFilters} aria-haspopup="dialog">
            {isPhone ? null : t('list.filter')}
            {isPhone && <span className="gx-hidden">{t('list.filter')}</span>}
          </Button>
        </Badge>
        {state.mode === 'table' && !isPhone && <ColumnChoice object={object} state={state} patch={patch} />}
        {modes.length > 1 && (
          <Segmented
            className="gx-modes"
            aria-label={t('list.mode')}
            value={state.mode === 'cards' && isPhone ? 'table' : state.mode}
            options={modes.map(({ value, icon, title }) => ({
              value,
              title,
              label: (
                <>
                  {icon}
                  <span className="gx-hidden">{title}</span>
                </>
              ),
            }))}
            onChange={(mode) => patch({ mode: mode as ListMode })}
          />
        )}
      </div>
      {clauses.length > 0 && (
        <FilterChips object={state.seen} clauses={clauses} patch={patch} onEdit={onFilters} />
      )}
    </div>
  );
}

function QuickSearch(props: { object: ObjectMeta; value: string; onSearch: (q: string) => void }) {
  const { object, value, onSearch } = props;
  const { t, label } = useTexts();
  const isPhone = useIsPhone();
  const [text, setText] = useState(value);
  const input = useRef<InputRef>(null);
  const [isComposing, setComposing] = useState(false);
  const latest = useRef(onSearch);
  latest.current = onSearch;
  useShortcut('/', () => input.current?.focus());
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value || isComposing) return;
    const timer = setTimeout(() => latest.current(text.trim()), SEARCH_DELAY);
    return () => clearTimeout(timer);
  }, [text, value, isComposing]);
  const name = t('list.searchIn', { object: label(object.plural) });
  return (
    <Input
      ref={input}
      className="gx-search"
      type="search"
      allowClear
      prefix={<SearchOutlined aria-hidden="true" />}
      placeholder={isPhone ? t('list.search') : name}
      aria-label={name}
      value={text}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => onSearch(text.trim())}
    />
  );
}
