import type { ProblemRow } from './problem-row.ts';

/** Tenants. */
export const workspaceProblems = {
  'workspace.name': [
    422,
    '“{name}” cannot be the name of a workspace: small letters, digits and _, at most 40.',
    '“{name}”不能作为工作区名称：仅限小写字母、数字和 _，最多 40 个字符。',
  ],
  'workspace.taken': [409, 'There is a workspace “{name}” already.', '工作区“{name}”已存在。'],
  'workspace.not_allowed': [403, 'This takes the right over operations.', '此操作需要运维权限。'],
} satisfies Record<string, ProblemRow>;
