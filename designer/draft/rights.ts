import type { Body, MetaDocument } from './documents.ts';

export type Right = 'none' | 'masked' | 'read' | 'write';

const EVERY_OBJECT = '*';

const canDo = (grant: Body, action: string): boolean =>
  (grant.do ?? []).includes(action) && grant.rows?.[action] !== 'none';

/** The grants of a role by which it reads records of an object; grants add up. */
const grantsOver = (role: MetaDocument, ...objects: readonly string[]): readonly Body[] =>
  (role.body.grants ?? []).filter((grant: Body) => objects.includes(grant.object) && canDo(grant, 'read'));

const grantsOf = (role: MetaDocument, object: string) => grantsOver(role, object, EVERY_OBJECT);

export const canRead = (role: MetaDocument, object: string): boolean => grantsOf(role, object).length > 0;

/** Whether holders of the role may change records at all: without, `write` means no more than `read`. */
export const canWrite = (role: MetaDocument, object: string): boolean =>
  grantsOf(role, object).some((grant) => canDo(grant, 'create') || canDo(grant, 'update'));

/** What a grant says of fields that it does not name (absent is `{"*": "write"}`). */
const presetIn = ({ fields = {} }: Body): Right =>
  fields['*'] ?? (Object.keys(fields).length === 0 ? 'write' : 'none');

const RIGHTS: readonly Right[] = ['none', 'masked', 'read', 'write'];

const strongest = (rights: readonly Right[]): Right =>
  RIGHTS.findLast((right) => rights.includes(right)) ?? 'none';

const asFarAsPossible = (role: MetaDocument, object: string, right: Right): Right =>
  right === 'write' && !canWrite(role, object) ? 'read' : right;

/** The right of a role over a field that no grant names: what a new field begins with. */
export const presetRight = (role: MetaDocument, object: string): Right =>
  asFarAsPossible(role, object, strongest(grantsOf(role, object).map(presetIn)));

/** The right of a role over a field. */
export function fieldRight(role: MetaDocument, object: string, field: string): Right {
  const rights = grantsOf(role, object).map((grant) => grant.fields?.[field] ?? presetIn(grant));
  return asFarAsPossible(role, object, strongest(rights));
}

/**
 * The rights that a role can be given over a field of the object: none that its records do not allow, none
 * below what a grant over every object gives it anyway; masked where the type of the field can be.
 */
export function possibleRights(role: MetaDocument, object: string, canMask: boolean): readonly Right[] {
  const least = asFarAsPossible(role, object, strongest(grantsOver(role, EVERY_OBJECT).map(presetIn)));
  if (grantsOver(role, object).length === 0) return [least];
  return RIGHTS.slice(RIGHTS.indexOf(least), canWrite(role, object) ? 4 : 3).filter(
    (right) => canMask || right !== 'masked',
  );
}

/** The role's body with another right over a field; a grant names a field only where it departs from the rest. */
export function withRight(role: MetaDocument, object: string, field: string, right: Right): Body {
  if (fieldRight(role, object, field) === right || !possibleRights(role, object, true).includes(right))
    return role.body;
  const grants = (role.body.grants as readonly Body[]).map((grant) => {
    if (grant.object !== object || !canDo(grant, 'read')) return grant;
    const { [field]: _, ...others } = grant.fields ?? {};
    if (presetIn({ fields: others }) === right) return { ...grant, fields: others };
    const rest = Object.keys(others).length === 0 ? { '*': 'write' } : others;
    return { ...grant, fields: { ...rest, [field]: right } };
  });
  return { ...role.body, grants };
}
