import type { Operand } from './define-function.ts';

/** A record's id as Postgres spells it: only such a text can equal a uuid. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isId = (value: unknown): boolean => typeof value === 'string' && ID.test(value);

const canBeUuid = ({ sqlType, constant }: Operand): boolean =>
  constant ? constant.value === null || isId(constant.value) : sqlType === 'uuid';

/**
 * The Postgres type in which values are compared: `uuid` as long as all of them are ids, so that the
 * index of a relation serves; else undefined, the usual type of their kind.
 */
export function comparedAs(operands: readonly Operand[]): 'uuid' | undefined {
  const isOfIds = operands.some(({ sqlType }) => sqlType === 'uuid') && operands.every(canBeUuid);
  return isOfIds ? 'uuid' : undefined;
}

/** Two values to be ordered. Texts are ordered by code point; a bare column is, so that its index serves. */
export function ordered(a: Operand, b: Operand): readonly [string, string] {
  const type = comparedAs([a, b]);
  const [left, right] = [a.as(type), b.as(type)];
  if (a.type.kind !== 'string' || type !== undefined) return [left, right];
  return b.isReference && !a.isReference ? [`${left} COLLATE "C"`, right] : [left, `${right} COLLATE "C"`];
}
