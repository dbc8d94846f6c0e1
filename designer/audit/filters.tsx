import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useId } from 'react';
import { modelQuery } from '../../runtime-ui/api/queries.ts';
import { dayjs } from '../../runtime-ui/values/days.ts';
import { RecordSelect } from '../../runtime-ui/values/record-select.tsx';
import { useTexts } from '../i18n/index.ts';
import { useKinds } from './kinds.ts';

const NAMES = ['user', 'object', 'op', 'from', 'to', 'record'] as const;

/** What of the audit is looked at; `from` and `to` are days, both of them included. */
export type Filters = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

/** They stand in the address of the page, so that what somebody looks at can be sent to others. */
export const filtersIn = (search: URLSearchParams): Filters =>
  Object.fromEntries(NAMES.flatMap((name) => (search.get(name) ? [[name, search.get(name)!]] : [])));

const startOf = (day: string, timeZone: string, later = 0): string =>
  dayjs.tz(day, timeZone).add(later, 'day').toISOString();

/** The same as the API takes it: days begin where whoever looks lives. */
export const asked = (
  { from, to, ...others }: Filters,
  timeZone: string,
): Readonly<Record<string, string>> => ({
  ...(others as Record<string, string>),
  ...(from && { from: startOf(from, timeZone) }),
  ...(to && { to: startOf(to, timeZone, 1) }),
});

export function FilterBar({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const { t, label } = useTexts();
  const kinds = useKinds();
  const model = useQuery(modelQuery);
  const id = useId();
  const set = (name: keyof Filters) => (value: string | undefined) => {
    const { [name]: _, ...others } = filters;
    onChange(value ? { ...others, [name]: value } : others);
  };
  const choices = (list: readonly { name: string; labels: Readonly<Record<string, string>> }[] = []) =>
    list.map(({ name, labels }) => ({ value: name, label: label(labels) }));
  const choose = (name: 'object' | 'op', text: string, list: Parameters<typeof choices>[0]) => (
    <div className="gx-field">
      <label htmlFor={`${id}-${name}`}>{text}</label>
      <Select
        id={`${id}-${name}`}
        className="gx-wide"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={filters[name]}
        options={choices(list)}
        onChange={set(name)}
      />
    </div>
  );
  const day = (name: 'from' | 'to', text: string) => (
    <div className="gx-field">
      <label htmlFor={`${id}-${name}`}>{text}</label>
      <Input
        id={`${id}-${name}`}
        type="date"
        value={filters[name] ?? ''}
        onChange={({ target }) => set(name)(target.value)}
      />
    </div>
  );
  return (
    <search className="gd-audit-filters" aria-label={t('audit.filters')}>
      <div className="gx-field">
        <label htmlFor={`${id}-user`}>{t('audit.who')}</label>
        <RecordSelect
          id={`${id}-user`}
          className="gx-wide"
          object="user"
          title="name"
          value={filters.user ? [filters.user] : []}
          onChange={([user]) => set('user')(user)}
        />
      </div>
      {choose('object', t('audit.object'), model.data?.objects)}
      {choose('op', t('audit.what'), kinds.data?.kinds)}
      {day('from', t('audit.from'))}
      {day('to', t('audit.to'))}
      {Object.keys(filters).length > 0 && (
        <Button type="link" onClick={() => onChange({})}>
          {t('audit.clear')}
        </Button>
      )}
    </search>
  );
}
