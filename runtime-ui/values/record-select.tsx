import { useQueries, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { textAt } from '../api/model.ts';
import { isProblem } from '../api/problem.ts';
import { listQuery, titleQuery } from '../api/queries.ts';
import type { ListQuery } from '../api/records.ts';
import { useTexts } from '../i18n/index.ts';

/** The last of the choices: none of them, but a new one. */
const CREATE = '+';

const SEARCH_DELAY = 250;
const OFFERED = 20;

function useDelayed(text: string): string {
  const [delayed, setDelayed] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(text), SEARCH_DELAY);
    return () => clearTimeout(timer);
  }, [text]);
  return delayed;
}

/** Picks records of an object by searching; holds ids, shows titles. */
export function RecordSelect(props: {
  object: string;
  /** the field that names a record */
  title: string;
  name?: string;
  placeholder?: string;
  id?: string;
  className?: string;
  isMany?: boolean;
  isDisabled?: boolean;
  isInvalid?: boolean;
  describedBy?: string;
  /** the relation that they are chosen for, asked whenever the list opens */
  pointing?: () => ListQuery['for'];
  /** a condition that those offered meet */
  filter?: string;
  /** makes one that is not there, by what was typed; absent where nobody may */
  onCreate?: (title: string) => void;
  value: readonly string[];
  onChange: (ids: string[]) => void;
  onBlur?: () => void;
}) {
  const { object, title, value, isMany, onChange } = props;
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const q = useDelayed(text);
  const found = useQuery({
    ...listQuery(object, {
      q: q || undefined,
      fields: `id,${title}`,
      limit: OFFERED,
      sort: q ? undefined : '-updated_at',
      filter: props.filter,
      for: isOpen ? props.pointing?.() : undefined,
    }),
    enabled: isOpen,
  });
  const titles = useQueries({ queries: value.map((id) => titleQuery(object, title, id)) });
  const typed = text.trim();
  const isFound = q === text && found.isSuccess && !found.isFetching;
  // until what is typed has been searched, Enter must take nothing that was found for something else
  const offered = (found.data?.records ?? [])
    .map((record) => ({ value: record.id, label: textAt(record, title) || record.id }))
    .filter(({ label }) => isFound || label.toLowerCase().includes(typed.toLowerCase()));
  const chosen = value.map((id, i) => ({
    value: id,
    label: titles[i]?.data ?? offered.find((each) => each.value === id)?.label ?? '…',
  }));
  const creating = isFound &&
    props.onCreate && {
      value: CREATE,
      label: typed === '' ? t('form.createNew') : t('form.createNamed', { title: typed }),
      className: 'gx-create-option',
    };
  const isForbidden = isProblem(found.error, 403) || isProblem(found.error, 404);
  return (
    <Select
      id={props.id}
      className={props.className}
      aria-label={props.name}
      aria-describedby={props.describedBy}
      aria-invalid={props.isInvalid || undefined}
      status={props.isInvalid ? 'error' : undefined}
      mode={isMany ? 'multiple' : undefined}
      allowClear
      disabled={props.isDisabled}
      labelInValue
      placeholder={props.placeholder ?? t('form.lookup')}
      showSearch={{ filterOption: false, onSearch: setText, searchValue: text }}
      loading={found.isFetching}
      notFoundContent={
        isForbidden ? t('form.noTarget') : isFound || found.isError ? t('common.noOptions') : t('app.loading')
      }
      value={isMany ? chosen : (chosen[0] ?? null)}
      options={creating ? [...offered, creating] : offered}
      onOpenChange={(open) => {
        setOpen(open);
        if (!open) setText('');
      }}
      onBlur={props.onBlur}
      onChange={(next) => {
        const list = next === null || next === undefined ? [] : Array.isArray(next) ? next : [next];
        const ids = list.map((each: { value: string }) => each.value);
        // the next of several is searched for anew
        setText('');
        if (ids.includes(CREATE)) props.onCreate?.(typed);
        else onChange(ids);
      }}
    />
  );
}
