import { colorOf } from '../colors.ts';
import type { Display } from '../display.tsx';
import { stageOf } from '../stages.ts';
import { Tag } from '../tag.tsx';

/** Where a record stands in its pipeline. */
export const stage: Display = (value, { object, field, record, label }) => {
  const [found, place] = stageOf(object, field, record) ?? [];
  return (
    <Tag color={colorOf(found?.color, found?.kind, place)}>{found ? label(found.labels) : String(value)}</Tag>
  );
};
