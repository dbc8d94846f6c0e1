import type { FieldType } from './define-field-type.ts';

const COMPARED_KINDS: ReadonlySet<string> = new Set(['string', 'date', 'decimal', 'bool']);

/** Relations say of what their target is which values it leads to; others have no value of their own. */
const isComputed = ({ valueType, relation }: FieldType): boolean =>
  valueType !== undefined && relation === undefined;

/** Whether match rules may compare values of a type: short ones that stand with the record and are no secret. */
export const canMatch = (type: FieldType): boolean =>
  !type.isLong && !type.apart && !isComputed(type) && !type.files && COMPARED_KINDS.has(type.kind);
