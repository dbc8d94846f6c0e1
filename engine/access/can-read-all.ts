import type { CheckedExpression } from '../expression/index.ts';
import { hasParts, type Member, memberNamed } from '../model/index.ts';
import type { ObjectAccess } from './access.ts';

/** Whether all that a formula reads may be read: who may not read a field learns nothing of it by another. */
export function canReadAll(
  from: ObjectAccess,
  { references, children }: Pick<CheckedExpression, 'references' | 'children'>,
  follow: (target: string) => ObjectAccess | undefined,
): boolean {
  return (
    references.every((path) => canFollow(from, path, follow)) &&
    children.every((child) => {
      const home = objectAt(from, child.path.slice(0, -1), follow);
      const records = home?.children.get(child.path.at(-1)!);
      return records !== undefined && canReadAll(records.access, child, follow);
    })
  );
}

/** The object that a path of relations leads to, if all of them may be followed. */
function objectAt(
  from: ObjectAccess,
  path: readonly string[],
  follow: (target: string) => ObjectAccess | undefined,
): ObjectAccess | undefined {
  if (path.length === 0) return from;
  if (!canFollow(from, path, follow)) return undefined;
  const [first, ...others] = path;
  const target = memberNamed(from.object, first!)?.target;
  const next = target === undefined ? undefined : follow(target);
  return next && objectAt(next, others, follow);
}

/** Whether all that a path leads over may be read. */
function canFollow(
  from: ObjectAccess,
  path: readonly string[],
  follow: (target: string) => ObjectAccess | undefined,
): boolean {
  let here: ObjectAccess | undefined = from;
  for (const [index, name] of path.entries()) {
    const member: Member | undefined = here?.can('read') ? memberNamed(here.object, name) : undefined;
    if (!member || here!.readableRows(member.field.name).length === 0) return false;
    if (member.type.hasStages || hasParts(member)) return true;
    if (index < path.length - 1) here = member.target === undefined ? undefined : follow(member.target);
  }
  return true;
}
