import { email } from './email.ts';
import { entriesOf } from './entries.ts';

/** Several e-mail addresses. */
export const emails = entriesOf({
  name: 'emails',
  labels: { en: 'E-mails', 'zh-CN': '多个邮箱' },
  help: { en: 'Several e-mail addresses, one of them primary.', 'zh-CN': '多个电子邮箱，其中一个为主邮箱。' },
  icon: 'mail',
  one: email,
  between: /[;；,，、\n]/,
  input: 'email',
  example: { 'x-field': { id: 'fld_mals0001', type: 'emails', labels: { en: 'E-mails', 'zh-CN': '邮箱' } } },
  samples: [
    {
      given: [' Li@Example.com ', { value: 'ming@example.com', label: ' 工作 ', primary: true }],
      stored: [
        { value: 'ming@example.com', label: '工作', primary: true },
        { value: 'li@example.com', label: null, primary: false },
      ],
    },
    { given: 'LI@example.com', stored: [{ value: 'li@example.com', label: null, primary: true }] },
    {
      given: ['a@b.cn', { value: 'A@B.cn', label: 'x' }],
      stored: [{ value: 'a@b.cn', label: 'x', primary: true }],
    },
    { given: [], stored: [] },
  ],
  wrong: [
    7,
    'li',
    ['li@example.com', 'ming'],
    [
      { value: 'a@b.cn', primary: true },
      { value: 'c@d.cn', primary: true },
    ],
    [{ mail: 'a@b.cn' }],
    [{ value: 'a@b.cn', label: 'x'.repeat(41) }],
    Array.from({ length: 21 }, (_, n) => `a${n}@b.cn`),
  ],
});
