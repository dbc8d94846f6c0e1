import type { OptionMeta } from '../../api/types.ts';
import { colorOf } from '../colors.ts';
import type { Display, Showing } from '../display.tsx';
import { Tag } from '../tag.tsx';

/** The option of a value; of several with that value the one that goes with what the record holds besides. */
function optionOf({ field, record }: Showing, value: unknown): OptionMeta | undefined {
  const known = field.options?.filter((each) => each.value === value) ?? [];
  const on = record[String(field.settings?.dependsOn ?? '')];
  return known.find(({ parents }) => parents?.includes(String(on))) ?? known[0];
}

/** A choice by its label; those with a colour as a tag. */
export const select: Display = (value, showing) => {
  const { field, label } = showing;
  const found = optionOf(showing, value);
  if (!found?.color && field.kind !== 'list') return found ? label(found.labels) : String(value);
  return <Tag color={colorOf(found?.color)}>{found ? label(found.labels) : String(value)}</Tag>;
};
