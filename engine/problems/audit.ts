import type { ProblemRow } from './problem-row.ts';

/** Reading the audit. */
export const auditProblems = {
  'audit.not_allowed': [
    403,
    'Reading the audit takes the right to security.',
    '查看审计需要“安全”管理权限。',
  ],
} as const satisfies Readonly<Record<string, ProblemRow>>;
