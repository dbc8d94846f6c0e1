import type { Display } from '../display.tsx';

/** A text of several lines: one line in lists, as it was written on pages. */
export const longText: Display = (value, { isPlain }) =>
  isPlain ? String(value) : <span className="gx-long-text">{String(value)}</span>;
