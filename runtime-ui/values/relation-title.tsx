import { useQuery } from '@tanstack/react-query';
import { titleQuery } from '../api/queries.ts';
import type { FieldMeta } from '../api/types.ts';
import type { Pointer } from './relations.ts';

/** The title of the record that `id` names, where only the id is at hand. */
export function RelationTitle({ field, id }: { field: FieldMeta; id: string }) {
  const title = useQuery(titleQuery(field.target ?? '', field.targetTitle ?? 'name', id));
  return <>{title.data ?? '…'}</>;
}

/** The title of a record of one of several objects, where only object and id are at hand. */
export function PointedTitle({ field, pointer }: { field: FieldMeta; pointer: Pointer }) {
  const { object, id } = pointer;
  const titleField = field.targets?.find(({ name }) => name === object)?.titleField ?? 'id';
  const title = useQuery(titleQuery(object, titleField, id));
  return <>{title.data ?? '…'}</>;
}
