import { quote } from '../db/names.ts';
import type { ModelField } from '../model/model.ts';

/** SQL that holds for rows with a value in the field. */
export function holdsValue({ columns }: ModelField): string {
  const [column] = columns;
  const sql = quote(column!.name);
  return column!.empty === undefined ? `${sql} IS NOT NULL` : `${sql} <> ${column!.empty}`;
}

/** SQL that holds for rows without one. */
export function lacksValue({ columns }: ModelField): string {
  const [column] = columns;
  const sql = quote(column!.name);
  return column!.empty === undefined ? `${sql} IS NULL` : `${sql} = ${column!.empty}`;
}
