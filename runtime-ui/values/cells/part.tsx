import type { Display } from '../display.tsx';

/** Of a value of several parts the one that says it all: a full name, an address in one line. */
export const part: Display = (value: Readonly<Record<string, unknown>>, { field }) =>
  String(value[field.bare ?? ''] ?? '');
