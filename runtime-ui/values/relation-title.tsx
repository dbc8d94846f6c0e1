import { useQuery } from '@tanstack/react-query';
import { titleQuery } from '../api/queries.ts';
import type { FieldMeta } from '../api/types.ts';

/** The title of the record that `id` names, where only the id is at hand. */
export function RelationTitle({ field, id }: { field: FieldMeta; id: string }) {
  const title = useQuery(titleQuery(field.target ?? '', field.targetTitle ?? 'name', id));
  return <>{title.data ?? '…'}</>;
}
