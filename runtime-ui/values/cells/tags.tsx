import { colorOf } from '../colors.ts';
import type { Display } from '../display.tsx';
import { Tag } from '../tag.tsx';

/** Free words, each as a tag. */
export const tags: Display = (values: readonly string[]) => (
  <span className="gx-tags">
    {values.map((value) => (
      <span key={value}>
        <Tag color={colorOf(undefined)}>{value}</Tag>
      </span>
    ))}
  </span>
);
