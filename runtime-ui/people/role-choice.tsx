import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { rolesQuery } from '../api/profile.ts';
import { useTexts } from '../i18n/index.ts';
import { useMe } from '../values/locality.ts';

/** Roles by their labels. Those with rights that the caller does not have stay as they are. */
export function RoleChoice(props: {
  id: string;
  value: readonly string[];
  /** roles for users of the portal instead of those for colleagues */
  isPortal?: boolean;
  onChange: (roles: string[]) => void;
}) {
  const { id, value, isPortal = false, onChange } = props;
  const { label } = useTexts();
  const mine = new Set<string>(useMe().admin);
  const { data: all = [] } = useQuery(rolesQuery);
  // what somebody has that is not meant for them can be taken from them
  const roles = all.filter(({ name, portal }) => portal === isPortal || value.includes(name));
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
