import type { ProblemRow } from './problem-row.ts';

/** What the environment may not say. */
export const configProblems = {
  'config.choice': [
    500,
    '{name} is set to “{given}”; possible: {known}.',
    '环境变量 {name} 的值“{given}”无效，可用值：{known}。',
  ],
  'config.form': [
    500,
    '{name} is set to “{given}”; expected is something like {example}.',
    '环境变量 {name} 的值“{given}”无效，应类似于 {example}。',
  ],
  'config.short': [
    500,
    '{name} is too short: at least {least} characters are needed.',
    '环境变量 {name} 太短，至少需要 {least} 个字符。',
  ],
  'config.together': [
    500,
    '{name} is missing: {given} belong together.',
    '缺少环境变量 {name}：{given} 须同时设置。',
  ],
  'config.public_url': [
    500,
    'HOST={host} can be reached from other machines: set {name} to the address that people use, such as https://crm.example.com.',
    'HOST={host} 可被其他机器访问：请把 {name} 设为用户访问的地址，例如 https://crm.example.com。',
  ],
} satisfies Record<string, ProblemRow>;
