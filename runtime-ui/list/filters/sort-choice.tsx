import { Select } from 'antd';
import { isOrdered, type ObjectMeta } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { type ListPatch, type ListState, listableFields } from '../state.ts';

/** The same order as a click on a column's head, for cards and boards that have none. */
export function SortChoice({
  object,
  state,
  patch,
}: {
  object: ObjectMeta;
  state: ListState;
  patch: (patch: ListPatch) => void;
}) {
  const { t, label } = useTexts();
  const options = listableFields(object)
    .filter(({ kind }) => isOrdered(kind))
    .flatMap(({ name, labels }) => [
      { value: name, label: `${label(labels)} ↑` },
      { value: `-${name}`, label: `${label(labels)} ↓` },
    ]);
  return (
    <div className="gx-filter-sort">
      <h3>{t('list.sort')}</h3>
      <Select
        mode="multiple"
        maxCount={3}
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('list.sort')}
        placeholder={t('list.sortNone')}
        value={[...state.sort]}
        options={options}
        onChange={(sort: string[]) => patch({ sort })}
      />
    </div>
  );
}
