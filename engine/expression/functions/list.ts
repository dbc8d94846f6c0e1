import type { Decimal } from 'decimal.js';
import { LIMITS } from '../../limits.ts';
import { mostMembers, type TypeKind } from '../kinds.ts';
import { INDEX } from '../tree.ts';
import { Exact, isEqual, type Value } from '../values.ts';
import { comparedAs, isId } from './compare.ts';
import { type ExpressionFunction, named, type Operand, sqlOf } from './define-function.ts';
import { whole, wholeOf } from './pieces.ts';

const MEMBERS: readonly TypeKind[] = ['string', 'decimal', 'bool', 'date', 'timestamp'];

/** A list that is put together has at most so many members: one with more is empty. */
const MOST = LIMITS.listMembers;

function isMember(value: Value, members: readonly Value[]): boolean | null {
  if (members.length === 0) return false;
  if (value === null) return null;
  let result: boolean | null = false;
  for (const member of members) {
    if (member === null) result = null;
    else if (isEqual(value, member)) return true;
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
  if (areIds(item!, list!)) return `(${item!.as('uuid')} = ANY(${list!.as('uuid[]')}))`;
  // ANY of a sub-select in brackets asks its rows, not its one list
  return `(${item!.as()} = ANY(coalesce(${list!.as()}, '{}')))`;
}

/** Ids among ids: compared as such, so that the index of a relation serves. */
const areIds = (item: Operand, list: Operand): boolean =>
  item.sqlType === 'uuid' && list.sqlType === 'uuid[]';

export const LIST_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: 'in',
    form: 'infix',
    takes: ['same', 'members'],
    among: MEMBERS,
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
  {
    name: INDEX,
    form: 'index',
    takes: ['members', 'decimal'],
    among: MEMBERS,
    gives: 'same',
    nullable: 'always',
    run: (members: readonly Value[], at: Decimal) => {
      const place = wholeOf(at);
      return place === null ? null : (members[place] ?? null);
    },
    sql: sqlOf((list, at) => `(${list})[${whole(at)} + 1]`),
    docs: {
      en: 'The member of a list at a place; the first one is 0. Null where there is none.',
      'zh-CN': '列表中指定位置的成员，首个成员的位置为 0；不存在时为空。',
    },
    example: 'tags[0] == "vip"',
  },
  {
    name: '+',
    form: 'infix',
    takes: ['same', 'same'],
    among: ['list'],
    gives: 'same',
    most: ([a, b]) => Math.min(mostMembers(a!) + mostMembers(b!), MOST),
    run: (a: readonly Value[], b: readonly Value[]) => (a.length + b.length > MOST ? [] : [...a, ...b]),
    sql: sqlOf((a, b) =>
      named({ a, b }, `CASE WHEN cardinality(a) + cardinality(b) <= ${MOST} THEN a || b ELSE '{}' END`),
    ),
    docs: {
      en: 'The members of one list, then those of another; with more than 1,000 there are none.',
      'zh-CN': '依次合并两个列表的成员；超过 1,000 个时为空列表。',
    },
    example: '"vip" in tags + user.roles',
  },
];
