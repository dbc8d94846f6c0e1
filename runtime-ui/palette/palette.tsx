import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import i18next from 'i18next';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { modelQuery, titleQuery } from '../api/queries.ts';
import { workspacePath } from '../api/request.ts';
import { type SearchHit, searchQuery, spellingsQuery } from '../api/search.ts';
import type { Labels, ObjectSummary } from '../api/types.ts';
import { LANGUAGES, labelIn, useTexts } from '../i18n/index.ts';
import '../i18n/palette.ts';
import { Icon } from '../shell/icons.tsx';
import { useMe } from '../values/locality.ts';
import { type Entry, entriesOf, matching, spelledLabels } from './entries.ts';
import { Marked } from './marked.tsx';
import { recentRecords } from './recent.ts';
import './palette.css';

/** milliseconds without a key after which records are looked for */
const PAUSE = 150;
/** lines of a group beside records */
const MOST = 6;

/** One line that can be chosen. */
interface Line {
  readonly key: string;
  readonly icon?: string | undefined;
  readonly title: string;
  readonly beside?: string;
  readonly hit?: SearchHit;
  readonly run: () => void;
}

interface Group {
  readonly key: 'records' | 'near' | 'recent' | 'places' | 'actions' | 'settings';
  readonly lines: readonly Line[];
}

/** What was typed, once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

const inAll = (say: (lng: string) => string): Labels =>
  Object.fromEntries(LANGUAGES.map(({ value }) => [value, say(value)]));

function useEntries(objects: readonly ObjectSummary[]) {
  const me = useMe();
  return useMemo(() => {
    const keys = {
      organization: 'shell.organization',
      profile: 'profile.menu',
      invitations: 'profile.invitations',
      services: 'users.services',
      designer: 'shell.designer',
      shortcuts: 'shell.shortcuts',
    } as const;
    return entriesOf(
      me,
      objects,
      (key) => inAll((lng) => i18next.t(keys[key], { lng })),
      ({ labels }) => inAll((lng) => i18next.t('palette.create', { lng, object: labelIn(labels, lng) })),
      `${workspacePath}/designer`,
    );
  }, [me, objects]);
}

/** Records that were opened here and that the caller still may see. */
function useRecentLines(objects: ReadonlyMap<string, ObjectSummary>, open: (to: string) => void): Line[] {
  const me = useMe();
  const { label } = useTexts();
  const [kept] = useState(() => recentRecords(me.user.id));
  const known = kept.filter(({ object }) => objects.has(object));
  const client = useQueryClient();
  const titles = useQuery({
    queryKey: ['records', 'recent', ...known.map((one) => one.id)],
    queryFn: () =>
      Promise.all(
        known.map(({ object, id }) =>
          client
            .fetchQuery({ ...titleQuery(object, objects.get(object)!.titleField, id), retry: false })
            .catch(() => undefined),
        ),
      ),
    enabled: known.length > 0,
  });
  return known.flatMap(({ object, id }, index) => {
    const title = titles.data?.[index];
    const { icon, labels } = objects.get(object)!;
    return title
      ? [{ key: id, icon, title, beside: label(labels), run: () => open(`/o/${object}/${id}`) }]
      : [];
  });
}

/** Finds records, places and actions: a combobox over its results, as WAI-ARIA has it. */
export default function Palette({
  onClose,
  onShortcuts,
}: {
  onClose: (isGoing?: boolean) => void;
  onShortcuts: () => void;
}) {
  const { t, label } = useTexts();
  const navigate = useNavigate();
  const id = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const q = useSettled(text.trim());
  const search = useQuery(searchQuery(q));
  const model = useQuery(modelQuery);
  const objects = model.data?.objects ?? [];
  const byName = useMemo(() => new Map(objects.map((object) => [object.name, object])), [objects]);
  const entries = useEntries(objects);
  const labels = useMemo(() => spelledLabels(entries), [entries]);
  const spellings = useQuery({
    ...spellingsQuery(labels),
    enabled: /[a-z]/i.test(text) && labels.length > 0,
  });
  const open = (to: string) => {
    onClose(true);
    void navigate(to);
  };
  const lineOf = (entry: Entry): Line => ({
    key: entry.key,
    icon: entry.icon,
    title: label(entry.labels),
    run: () => {
      if (entry.does === 'shortcuts') {
        onClose(true);
        onShortcuts();
      } else if (entry.isElsewhere) location.assign(entry.to!);
      else open(entry.to!);
    },
  });
  const asked = useDeferredValue(text.trim());
  const recent = useRecentLines(byName, open);
  const hits = asked === '' ? [] : (search.data?.results ?? []);
  const records = hits.map((hit): Line => {
    const object = byName.get(hit.object);
    const beside = label(object?.labels);
    const title = hit.title ?? '—';
    return {
      key: hit.id,
      icon: object?.icon,
      title,
      beside,
      hit,
      run: () => open(`/o/${hit.object}/${hit.id}`),
    };
  });
  const few = (some: readonly Entry[]) => matching(some, asked, spellings.data).slice(0, MOST).map(lineOf);
  const groups: readonly Group[] = [
    { key: hits.some(({ isNear }) => isNear) ? 'near' : 'records', lines: records },
    { key: 'recent', lines: asked === '' ? recent : [] },
    { key: 'places', lines: few(entries.places) },
    { key: 'actions', lines: few(entries.actions) },
    { key: 'settings', lines: few(entries.settings) },
  ];
  const shown = groups.filter(({ lines }) => lines.length > 0);
  const lines = shown.flatMap((group) => group.lines);
  const at = Math.min(chosen, lines.length - 1);
  const optionId = (index: number): string => `${id}-${index}`;
  const isSearching = asked !== '' && (q !== asked || search.isFetching);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  const isMeant = useRef(false);
  useEffect(() => {
    if (isSearching || !isMeant.current) return;
    isMeant.current = false;
    lines[at]?.run();
  });

  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 5, PageUp: at - 5 }[event.key];
    if (to !== undefined && lines.length > 0) {
      event.preventDefault();
      const isStep = event.key.startsWith('Arrow');
      setChosen(isStep ? (to + lines.length) % lines.length : Math.max(0, Math.min(to, lines.length - 1)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // what is shown belongs to what stood there before: it is opened as soon as the answer is there
      if (isSearching && (lines[at]?.hit || lines.length === 0)) isMeant.current = true;
      else lines[at]?.run();
    }
  };

  const status = isSearching
    ? t('palette.searching')
    : asked !== '' && lines.length === 0
      ? t('palette.nothing', { q: asked })
      : asked === '' && lines.length === 0
        ? t('palette.nothingYet')
        : t('palette.found', { count: lines.length });
  let index = 0;
  return (
    <Modal
      open
      onCancel={() => onClose()}
      footer={null}
      closable={false}
      width={640}
      className="gx-palette"
      aria-label={t('palette.label')}
      afterOpenChange={(isOpen) => isOpen && input.current?.focus()}
      styles={{ body: { padding: 0 } }}
    >
      <input
        ref={input}
        // biome-ignore lint/a11y/noAutofocus: the palette is opened in order to type
        autoFocus
        className="gx-palette-input"
        role="combobox"
        aria-label={t('palette.label')}
        aria-expanded={lines.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={lines.length > 0 ? optionId(at) : undefined}
        placeholder={t('palette.placeholder')}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={text}
        onChange={(event) => {
          isMeant.current = false;
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKey}
      />
      <div
        ref={list}
        id={`${id}-list`}
        className="gx-palette-list"
        role="listbox"
        aria-label={t('palette.label')}
      >
        {shown.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: options of a listbox are grouped by role
          <div key={group.key} role="group" aria-labelledby={`${id}-${group.key}`}>
            <div id={`${id}-${group.key}`} className="gx-palette-heading" role="presentation">
              {t(`palette.${group.key}`)}
            </div>
            {group.lines.map((line) => {
              const own = index++;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys belong to the input, which keeps the focus
                // biome-ignore lint/a11y/useFocusableInteractive: the input says which option is meant
                <div
                  key={line.key}
                  id={optionId(own)}
                  className="gx-palette-line"
                  role="option"
                  aria-selected={own === at}
                  onMouseMove={() => own !== at && setChosen(own)}
                  onClick={line.run}
                >
                  <Icon name={line.icon} />
                  <span className="gx-palette-text">
                    <Marked
                      line={line.title}
                      hit={line.hit}
                      field={byName.get(line.hit?.object ?? '')?.titleField}
                    />
                  </span>
                  {line.beside && <span className="gx-soft gx-palette-beside">{line.beside}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <div className="gx-palette-foot">
        <span role="status" className={search.isError && asked !== '' ? 'gx-palette-failed' : undefined}>
          {search.isError && asked !== '' ? t('palette.failed') : status}
        </span>
        <span className="gx-palette-keys" aria-hidden="true">
          <kbd>↑</kbd> <kbd>↓</kbd> {t('palette.keys')} <kbd>Enter</kbd> {t('palette.keysOpen')}{' '}
          <kbd>Esc</kbd> {t('palette.keysClose')}
        </span>
      </div>
    </Modal>
  );
}
