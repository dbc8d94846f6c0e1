import { type DurationUnit, durationText } from '../../../engine/field-types/durations.ts';
import type { Display } from '../display.tsx';

/** A length of time in words. */
export const duration: Display = (value, { field, where }) => (
  <span className="gx-number">
    {durationText(Number(value), (field.settings?.unit ?? 'minute') as DurationUnit, where.language)}
  </span>
);
