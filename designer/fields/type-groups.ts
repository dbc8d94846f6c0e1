import { initialsOf } from '../../runtime-ui/values/initials.ts';
import type { FieldTypeInfo } from '../api/types.ts';

/** Groups of the palette, from top to bottom. */
export const GROUPS = ['text', 'number', 'choice', 'time', 'relation', 'computed', 'other'] as const;
type Group = (typeof GROUPS)[number];

const BY_KIND: Readonly<Record<string, Group>> = {
  string: 'text',
  decimal: 'number',
  bool: 'choice',
  date: 'time',
  timestamp: 'time',
  duration: 'time',
};

/** Where a type stands in the palette, by what it says of itself. */
export function groupOf(type: FieldTypeInfo): Group {
  const said = GROUPS.find((group) => group === type.group);
  if (said) return said;
  if (type.hasOptions || type.hasStages) return 'choice';
  if (type.isRelation) return 'relation';
  return BY_KIND[type.kind] ?? 'other';
}

/** Whether a type is meant by what was typed: its label or help in any language, its name, or initials of Chinese. */
export function isMeant({ name, labels, help }: FieldTypeInfo, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  const words = [name, ...Object.values(labels), ...Object.values(help)];
  return (
    words.some((word) => word.toLowerCase().includes(text)) ||
    Object.values(labels).some((word) => initialsOf(word).includes(text))
  );
}
