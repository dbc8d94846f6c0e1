import type { ProblemRow } from './problem-row.ts';

/** Values that are kept encrypted, and the keys that open them. */
export const encryptionProblems = {
  'encryption.locked': [
    503,
    'The encrypted fields of this workspace do not open with the secret key in use: their keys are wrapped by another one (master {master}). Nothing is lost: start with the secret key that they were written with, or give it as GUANXI_SECRET_KEY_PREVIOUS.',
    '当前密钥无法打开此工作区的加密字段：其数据密钥由另一密钥（主密钥 {master}）封装。数据没有丢失：请使用写入时的密钥启动，或通过 GUANXI_SECRET_KEY_PREVIOUS 提供。',
  ],
  'encryption.unopened': [
    500,
    'A value of an encrypted field ({field}) does not open: it was changed in the database, or its key is missing. `guanxi doctor` counts such values.',
    '加密字段（{field}）的某个值无法打开：数据库中的内容被改动，或缺少对应密钥。可用 guanxi doctor 统计。',
  ],
  'encryption.not_allowed': [
    403,
    'Looking after encryption keys takes the right to operate the installation.',
    '管理加密密钥需要“运维”管理权限。',
  ],
} as const satisfies Readonly<Record<string, ProblemRow>>;
