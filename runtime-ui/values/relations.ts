import { textAt } from '../api/model.ts';
import type { FieldMeta } from '../api/types.ts';

/** A record of one of several objects, as it was asked for with its title. */
export interface Pointer {
  readonly object: string;
  readonly id: string;
  readonly title?: string | null;
}

/** The title of a relation's value that was asked for with its title, or nothing. */
export function relationTitle(field: FieldMeta, value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  return textAt(value as Readonly<Record<string, unknown>>, field.targetTitle ?? 'name');
}

export const relationId = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : (value as { id?: string } | null)?.id;
