import type { Display } from '../display.tsx';

/** Yes or no. */
export const boolean: Display = (value, { yes, no }) => (value ? yes : no);
