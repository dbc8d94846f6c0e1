import { compareValues, Exact, type Value } from '../values.ts';
import { comparedAs, isId } from './compare.ts';
import { type ExpressionFunction, type Operand, sqlOf } from './define-function.ts';

function isMember(value: Value, members: readonly Value[]): boolean | null {
  if (members.length === 0) return false;
  if (value === null) return null;
  let result: boolean | null = false;
  for (const member of members) {
    if (member === null) result = null;
    else if (compareValues(value, member) === 0) return true;
  }
  return result;
}

/** A constant list as one parameter, so that the statement does not depend on how many it has. */
function inConstants(item: Operand, list: Operand, members: readonly Value[]): string {
  if (members.length === 0) return 'FALSE';
  const ids = item.sqlType === 'uuid' ? members.filter((member) => member === null || isId(member)) : [];
  if (ids.length === 0) return `(${item.as()} = ANY(${list.as()}))`;
  return `(${item.as('uuid')} = ANY(${list.as('uuid[]', ids)}))`;
}

function inSql([item, list]: readonly Operand[]): string {
  if (list!.constant) return inConstants(item!, list!, list!.constant.value as readonly Value[]);
  if (list!.items) {
    const type = comparedAs([item!, ...list!.items]);
    return `(${item!.as(type)} IN (${list!.items.map((one) => one.as(type)).join(', ')}))`;
  }
  // an index over the members of a list serves `@>` only; what is stored has no nulls among them
  if (list!.isReference && item!.constant && item!.constant.value !== null)
    return `(${list!.as()} @> ARRAY[${item!.as()}])`;
  return areIds(item!, list!)
    ? `(${item!.as('uuid')} = ANY(${list!.as('uuid[]')}))`
    : `(${item!.as()} = ANY(${list!.as()}))`;
}

/** Ids among ids: compared as such, so that the index of a relation serves. */
const areIds = (item: Operand, list: Operand): boolean =>
  item.sqlType === 'uuid' && list.sqlType === 'uuid[]';

export const LIST_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: 'in',
    form: 'infix',
    takes: ['same', 'members'],
    among: ['string', 'decimal', 'bool', 'date', 'timestamp'],
    gives: 'bool',
    decide: ([item, list], around) => isMember(item!(around), list!(around) as readonly Value[]),
    sql: inSql,
    docs: { en: 'Whether a value is one of a list.', 'zh-CN': '值是否在列表中。' },
    example: 'status in ["open", "waiting"]',
  },
  {
    name: 'size',
    takes: ['list'],
    gives: 'decimal',
    digits: () => [9, 0],
    run: (members: readonly Value[]) => new Exact(members.length),
    sql: sqlOf((list) => `cardinality(${list})::numeric`),
    docs: { en: 'How many members a list has.', 'zh-CN': '列表的成员数。' },
    example: 'size(tags) >= 2',
  },
];
