import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { rolesQuery } from '../api/profile.ts';
import { useTexts } from '../i18n/index.ts';
import { useMe } from '../values/locality.ts';

/** Roles by their labels. Those with rights that the caller does not have stay as they are. */
export function RoleChoice(props: {
  id: string;
  value: readonly string[];
  onChange: (roles: string[]) => void;
}) {
  const { id, value, onChange } = props;
  const { label } = useTexts();
  const mine = new Set<string>(useMe().admin);
  const { data: roles = [] } = useQuery(rolesQuery);
  const isAbove = (admin: readonly string[]) => admin.some((right) => !mine.has(right));
  const above = new Set(roles.filter(({ admin }) => isAbove(admin)).map(({ name }) => name));
  const kept = value.filter((name) => above.has(name));
  return (
    <Select<string[]>
      id={id}
      mode="multiple"
      optionFilterProp="label"
      value={[...value]}
      onChange={(next) => onChange([...kept, ...next.filter((name) => !above.has(name))])}
      options={roles.map(({ name, labels }) => ({
        value: name,
        label: label(labels) || name,
        disabled: above.has(name),
      }))}
    />
  );
}

/** The label of a role by its name. */
export function useRoleLabel(): (name: string) => string {
  const { label } = useTexts();
  const { data: roles = [] } = useQuery(rolesQuery);
  return (name) => label(roles.find((role) => role.name === name)?.labels) || name;
}
