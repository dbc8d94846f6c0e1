import type { ProblemRow } from './problem-row.ts';

/** What a list or an aggregate cannot be asked. */
export const queryProblems = {
  'query.object': [404, 'There is no object “{name}”.', '不存在对象“{name}”。'],
  'query.field': [400, 'There is no field “{name}”.', '不存在字段“{name}”。'],
  'query.path': [
    400,
    '“{name}” leads nowhere: “{at}” is not a relation.',
    '“{name}”无法到达：“{at}”不是关联字段。',
  ],
  'query.hops': [400, '“{name}” goes further than {limit} relations.', '“{name}”超过 {limit} 层关联。'],
  'query.filter': [400, 'The filter is not valid.', '筛选条件无效。'],
  'query.sort': [400, 'Records cannot be sorted by “{name}”.', '不能按“{name}”排序。'],
  'query.group': [400, 'Records cannot be grouped by “{name}”.', '不能按“{name}”分组。'],
  'query.measure': [400, '“{name}” is not a measure. Known: {known}.', '“{name}”不是统计项。可用：{known}。'],
  'query.cursor': [
    400,
    'The cursor does not belong to this list; start again without it.',
    '游标不属于此列表，请去掉后重新开始。',
  ],
  'query.later': [400, '“{name}” is not supported yet by this version.', '当前版本尚不支持“{name}”。'],
  'query.for': [
    400,
    '{name} is no relation of “{object}” to “{target}”.',
    '{name}不是“{object}”指向“{target}”的关联字段。',
  ],
  'query.too_many': [400, 'At most {limit} of “{name}” are allowed.', '“{name}”最多允许 {limit} 项。'],
} satisfies Record<string, ProblemRow>;
