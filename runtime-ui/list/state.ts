import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { type Column, withPaths } from '../api/columns.ts';
import { stageFieldOf } from '../api/model.ts';
import type { ColumnMeta, FieldMeta, ListMode, ObjectMeta, ViewMeta } from '../api/types.ts';
import { useColumns } from '../values/use-columns.ts';
import { isCondition } from './filters/conditions.ts';
import { readFilter } from './filters/read-filter.ts';

/** What a list shows: the view, and over it what the address says. */
export interface ListState {
  readonly view: ViewMeta;
  readonly q: string;
  readonly filter: string;
  readonly sort: readonly string[];
  readonly mode: ListMode;
  readonly columns: readonly ColumnMeta[];
  /** the same as far as they lead to something that the caller may read */
  readonly shown: readonly Column[];
  /** whether all of those are known: what lies behind relations is asked for first */
  readonly isReady: boolean;
  /** the object with what is filtered and sorted by: parts of values, what columns lead to */
  readonly seen: ObjectMeta;
  readonly group: string | undefined;
  /** whether the address differs from the view in something that a view keeps */
  readonly isModified: boolean;
}

export interface ListPatch {
  readonly q?: string;
  readonly filter?: string;
  readonly sort?: readonly string[];
  readonly mode?: ListMode;
  readonly columns?: readonly string[];
}

const OWN = ['filter', 'sort', 'mode', 'columns'] as const;

/** Fields that a list may show and filter by. */
export const isListable = (field: FieldMeta): boolean =>
  !['id', 'version', 'deleted_at', 'deletion', 'source'].includes(field.name);

/** The fields that a list may show, the object's own before those of every object. */
export const listableFields = (object: ObjectMeta): FieldMeta[] => {
  const fields = object.fields.filter(isListable);
  return [...fields.filter(({ system }) => !system), ...fields.filter(({ system }) => system)];
};

/** The columns of a list that no view describes: the title and the first fields. */
function defaultColumns(object: ObjectMeta): ColumnMeta[] {
  const own = object.fields.filter((field) => !field.system && !field.long).map(({ name }) => name);
  const names = [object.titleField, ...own.filter((name) => name !== object.titleField).slice(0, 6)];
  if (object.fields.some(({ name }) => name === 'owner')) names.push('owner');
  return names.map((field) => ({ field }));
}

/** What a view shows. Its columns of cards are no field of a board, but one of a list. */
function columnsOf(object: ObjectMeta, view: ViewMeta, mode: ListMode): readonly ColumnMeta[] {
  const columns = view.columns.length > 0 ? view.columns : defaultColumns(object);
  const field = groupOf(object, view);
  const isSaid = mode === 'board' || view.mode !== 'board' || columns.some((each) => each.field === field);
  return isSaid || !field ? columns : [...columns.slice(0, 1), { field }, ...columns.slice(1)];
}

/** The view that stands for "everything" where there is none. */
const everything = (object: ObjectMeta): ViewMeta => ({
  id: '',
  name: 'all',
  labels: object.plural,
  mode: 'table',
  columns: defaultColumns(object),
  shared: true,
});

/** Its name in the address: shipped views by name, people's own by id (two people may give one name). */
export const viewKey = (view: ViewMeta): string => (view.package ? view.name : view.id || view.name);

export function viewOf(object: ObjectMeta, key: string | undefined): ViewMeta | undefined {
  if (key === undefined) return object.views[0] ?? everything(object);
  const found = object.views.find((view) => viewKey(view) === key || view.id === key || view.name === key);
  return found ?? (key === 'all' ? everything(object) : undefined);
}

/** The field that makes the columns of a board: the view's, the stage, else the first with fixed options. */
const groupOf = (object: ObjectMeta, view: ViewMeta): string | undefined =>
  view.group ??
  stageFieldOf(object)?.name ??
  object.fields.find((field) => field.options && field.kind === 'string' && field.groupable)?.name;

export const groupField = (object: ObjectMeta, state: ListState): FieldMeta | undefined =>
  object.fields.find(({ name }) => name === state.group);

/** What a list is sorted and filtered by, beside its columns. */
const pathsAsked = ({ sort, filter }: Pick<ListState, 'sort' | 'filter'>): string[] => [
  ...sort.map((word) => word.replace(/^-/, '')),
  ...readFilter(filter).flatMap((clause) => (isCondition(clause) ? [clause.path] : [])),
];

/** The state of the list at this address, and the way to change it. Paging starts anew with every change. */
export function useListState(object: ObjectMeta, view: ViewMeta): [ListState, (patch: ListPatch) => void] {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const asked = useMemo<Omit<ListState, 'shown' | 'isReady' | 'seen'>>(() => {
    const columns = search.get('columns')?.split(',').filter(Boolean);
    const known = new Set(object.fields.map(({ name }) => name));
    const width = new Map(view.columns.map((column) => [column.field, column.width]));
    const mode = (search.get('mode') as ListMode | null) ?? view.mode ?? 'table';
    const shown = columns
      ? columns.map((field) => ({ field, width: width.get(field) }))
      : columnsOf(object, view, mode);
    return {
      view,
      q: search.get('q') ?? '',
      filter: search.get('filter') ?? view.filter ?? '',
      sort: search.get('sort')?.split(',').filter(Boolean) ?? view.sort ?? [],
      mode,
      columns: shown.filter(({ field }) => known.has(field.split('.')[0]!)),
      group: groupOf(object, view),
      isModified: OWN.some((name) => search.has(name)),
    };
  }, [search, view, object]);
  const paths = asked.columns.map(({ field }) => field);
  const { columns, isReady } = useColumns(object, [...new Set([...paths, ...pathsAsked(asked)])]);
  const shown = columns.filter(({ path }) => paths.includes(path));
  const state: ListState = { ...asked, shown, isReady, seen: withPaths(object, columns) };

  const patch = (changes: ListPatch) => {
    const next = new URLSearchParams(search);
    const kept: Record<string, string> = {
      q: '',
      filter: view.filter ?? '',
      sort: (view.sort ?? []).join(','),
      mode: view.mode ?? 'table',
      columns: view.columns.map(({ field }) => field).join(','),
    };
    for (const [name, value] of Object.entries(changes)) {
      const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
      if (text === kept[name]) next.delete(name);
      else next.set(name, text);
    }
    const text = next.toString();
    void navigate({ search: text ? `?${text}` : '' }, { replace: true });
  };
  return [state, patch];
}
