import { colorOf } from '../colors.ts';
import type { Display } from '../display.tsx';
import { Tag } from '../tag.tsx';

/** A choice by its label; those with a colour as a tag. */
export const select: Display = (value, { field, label }) => {
  const found = field.options?.find((each) => each.value === value);
  if (!found?.color && field.kind !== 'list') return found ? label(found.labels) : String(value);
  return <Tag color={colorOf(found?.color)}>{found ? label(found.labels) : String(value)}</Tag>;
};
