import { createRecord, deleteRecords, updateRecord } from '../api/records.ts';
import type { Labels, ObjectMeta, ViewMeta } from '../api/types.ts';
import type { ListState } from './state.ts';

/** The document of a view that shows what the list shows now. */
const documentOf = (object: ObjectMeta, state: ListState, labels: Labels) => ({
  labels,
  object: object.name,
  mode: state.mode,
  columns: state.columns.map(({ field, width }) => (width === undefined ? field : { field, width })),
  ...(state.filter ? { filter: state.filter } : {}),
  ...(state.sort.length > 0 ? { sort: state.sort } : {}),
  ...(state.group ? { group: state.group } : {}),
});

/** Views are records of the system object `view`: saving takes effect at once. Returns the id. */
export async function saveView(
  object: ObjectMeta,
  state: ListState,
  { labels, shared, replaces }: { labels: Labels; shared: boolean; replaces?: ViewMeta },
): Promise<string> {
  const values = {
    name: Object.values(labels)[0] ?? '',
    object: object.name,
    document: JSON.stringify(documentOf(object, state, labels)),
    shared,
  };
  const { data } = replaces
    ? await updateRecord('view', replaces.id, values)
    : await createRecord('view', values);
  return data.id;
}

export const deleteView = (view: ViewMeta): Promise<void> => deleteRecords('view', [view.id]);
