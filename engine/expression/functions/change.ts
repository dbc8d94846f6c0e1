import { isEqual, type Value } from '../values.ts';
import type { ExpressionFunction } from './define-function.ts';

/** What `get` answers of a record that is being made. */
export const IS_NEW = ['$isNew'];

const isSame = (a: Value, b: Value): boolean => (a === null || b === null ? a === b : isEqual(a, b));

/** Of a record that is being written: known to rules alone. */
export const CHANGE_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: 'isNew',
    takes: [],
    gives: 'bool',
    nullable: 'never',
    ofChange: true,
    decide: (_args, { get }) => get(IS_NEW) === true,
    docs: { en: 'Whether the record is just being created.', 'zh-CN': '记录是否正在新建。' },
    example: '!isNew()',
  },
  {
    name: 'changed',
    takes: ['any'],
    gives: 'bool',
    nullable: 'never',
    ofChange: true,
    // the checker hands in the value of before behind the field
    decide: ([now, before], around) => around.get(IS_NEW) !== true && !isSame(now!(around), before!(around)),
    docs: {
      en: 'Whether a field gets another value than it had; never of a new record.',
      'zh-CN': '字段的值是否被修改；新建时始终为否。',
    },
    example: 'changed(amount)',
  },
];
