import type { ProblemRow } from './problem-row.ts';

/** What an export is refused for. */
export const exportProblems = {
  'export.not_found': [404, 'There is no such export.', '不存在该导出。'],
  'export.not_done': [409, 'The export is not done yet.', '导出尚未完成。'],
  'export.waiting': [
    429,
    'You have {limit} exports that are not done yet. Wait for one of them, or cancel it.',
    '您有 {limit} 个导出尚未完成，请等待其中一个完成或将其取消。',
  ],
  'export.too_many': [
    422,
    'These are {given} records; at most {limit} are answered at once. Ask for a job instead: POST /api/exports.',
    '共 {given} 条记录，一次最多直接返回 {limit} 条。请改用导出任务：POST /api/exports。',
  ],
  'export.kept_filter': [
    422,
    'A job cannot keep a filter by the value of an encrypted field: the value would stand in it readable. Export at once instead, or filter by something else.',
    '导出任务不能保存按加密字段的值筛选的条件，否则该值会以明文留存。请直接导出，或改用其他条件。',
  ],
  'export.schedule': [422, 'The schedule is not valid.', '定时设置无效。'],
  'export.schedules': [
    422,
    'You have {limit} scheduled exports already. Take one away first.',
    '您已有 {limit} 个定时导出，请先删除其中一个。',
  ],
  'export.no_user': [409, 'Whoever asked for it may not sign in any more.', '申请导出的用户已不能登录。'],
} satisfies Record<string, ProblemRow>;
