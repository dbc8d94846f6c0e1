import type { Display } from '../display.tsx';

/** A day. */
export const date: Display = (value) => <span className="gx-number">{value}</span>;
