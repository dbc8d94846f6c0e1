import type { ObjectAccess } from './access.ts';

/**
 * Whether the actor may know that an object has a field: whoever reads it in some row, sees it masked or may give it a
 * value. What else their grants say of it (with `purge`, or as the strongest of all) makes it known to nobody.
 */
export const isKnownField = (object: ObjectAccess, name: string): boolean =>
  [
    object.readableRows(name),
    object.maskedRows(name),
    object.writableRows(name, 'create'),
    object.writableRows(name, 'update'),
  ].some((rows) => rows.length > 0);
