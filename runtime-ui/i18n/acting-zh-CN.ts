import type { actingEn } from './acting-en.ts';

export const actingZhCN: typeof actingEn = {
  viewAs: '以此用户身份查看',
  viewing: '以他人身份查看',
  viewingAs: '正在以“{{name}}”的身份查看',
  readOnly: '仅可查看，不能修改。',
  leave: '退出查看',
  actsFor: '同时代理：{{names}}',
  delegations: '我的委托',
  notOwn: '以他人身份查看时不显示此页',
  notOwnNote: '登录方式、设备和密钥仅对用户本人可见。',
};
