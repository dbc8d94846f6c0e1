import type { Display } from '../display.tsx';

/** Stars. */
export const rating: Display = (value: number) => (
  <span className="gx-stars" role="img" aria-label={String(value)}>
    {'★'.repeat(value)}
  </span>
);
