import type { FieldRight } from './access.ts';

/** The widest of several rights over a field. */
export const strongest = (rights: readonly FieldRight[]): FieldRight =>
  (['write', 'read', 'masked'] as const).find((right) => rights.includes(right)) ?? 'none';
