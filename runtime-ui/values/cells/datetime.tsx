import type { Display } from '../display.tsx';
import { formatMoment } from '../format.ts';

/** A moment on the person's clock. */
export const datetime: Display = (value, { where }) => (
  <span className="gx-number">{formatMoment(value, where.timeZone)}</span>
);
