import type { Display } from '../display.tsx';

/** Two days; an end that is open stays open. */
export const dateRange: Display = (value: { start: string | null; end: string | null }) => (
  <span className="gx-number">{`${value.start ?? ''} – ${value.end ?? ''}`.trim()}</span>
);
