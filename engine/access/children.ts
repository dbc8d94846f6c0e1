import type { ChildRelation } from '../model/index.ts';
import type { ChildAccess, ObjectAccess } from './access.ts';

/** The records that point at an object, of which that may be read. */
export function readableChildren(
  relations: Iterable<ChildRelation>,
  follow: (target: string) => ObjectAccess | undefined,
): ReadonlyMap<string, ChildAccess> {
  const readable = [...relations].flatMap((relation): [string, ChildAccess][] => {
    const access = follow(relation.object);
    const isReadable = access?.can('read') && access.readableRows(relation.via).length > 0;
    return access && isReadable ? [[relation.name, { ...relation, access }]] : [];
  });
  return new Map(readable);
}
