import type { handoverEn } from './handover-en.ts';

type One = `${'back' | 'kept' | 'moved' | 'takenBack'}_one`;

export const handoverZhCN: Omit<typeof handoverEn, One> = {
  offMenu: '停用…',
  onMenu: '重新启用…',
  offAsk: '停用“{{name}}”？',
  offNote: '对方的下一次请求即被登出，API 密钥同时失效；其历史操作仍记在本人名下。',
  nothing: '此人名下没有数据。',
  holds: '名下数据',
  to: '接手人',
  toHelp: '不选接手人时，数据保持不变，其下属改由其上级管理。',
  itself: '请选择其他人。',
  off: '停用',
  onAsk: '重新启用“{{name}}”？',
  onNote: '对方可照常登录，角色与停用前相同。',
  back_other: '已移交的 {{count}} 条记录将归还给此人，之后被他人改动过的除外。',
  on: '启用',
  running: '正在移交。',
  done: '已停用。',
  undoing: '正在归还。',
  undone: '已启用。',
  moved_other: '已移交 {{count}} 条记录。',
  takenBack_other: '已归还 {{count}} 条记录。',
  kept_other: '{{count}} 条记录保持不变：受规则限制，或之后被他人改动过。',
  mayClose: '关闭窗口后仍会继续。',
};
