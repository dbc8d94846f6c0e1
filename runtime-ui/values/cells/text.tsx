import type { Display } from '../display.tsx';

/** A text as it is. */
export const text: Display = (value) => String(value);
