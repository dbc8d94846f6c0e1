import { followsBy, type Rights, strongest } from './rights.ts';
import type { Action, Contents, StoredRow } from './specification.ts';

/** Rights to which those of whoever they act for add up. What they are kept to, they are kept to for others too. */
export function withDelegators(contents: Contents, own: Rights, theirs: readonly Rights[]): Rights {
  const all = [own, ...theirs];
  /** an object of which somebody may neither read nor create anything is as if not there */
  const knowing = (object: string): readonly Rights[] => all.filter((one) => one.knows(object));
  /** those whose rights count in a row */
  const counting = (row: StoredRow, action: Action): readonly Rights[] =>
    knowing(row.object).filter((one) => one === own || own.isAllowed(row, action));
  const can: Rights['can'] = (object, action) => knowing(object).some((one) => one.can(object, action));
  const canRead: Rights['canRead'] = (object, field) => all.some((one) => one.canRead(object, field));
  return {
    ways: (object) => all.flatMap((one) => one.ways(object)),
    knows: (object) => all.some((one) => one.knows(object)),
    can,
    may: (row, action) => counting(row, action).some((one) => one.may(row, action)),
    isAllowed: own.isAllowed,
    isKept: own.isKept,
    isEverywhere: (object, action, field) =>
      knowing(object).some(
        (one) => one.isEverywhere(object, action, field) && (one === own || !own.isKept(object, action)),
      ),
    canRead,
    isShown: (object, field) => all.some((one) => one.isShown(object, field)),
    couldWrite: (object, field) => knowing(object).some((one) => one.couldWrite(object, field)),
    right: (row, field) => strongest(counting(row, 'read').map((one) => one.right(row, field))),
    mayWrite: (row, field, action) => counting(row, action).some((one) => one.mayWrite(row, field, action)),
    canFollow: followsBy(contents.specification.objects, { can, canRead }),
  };
}
