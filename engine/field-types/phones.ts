import { entriesOf } from './entries.ts';
import { phone } from './phone.ts';

/** Several phone numbers; searches find them by their international form too. */
export const phones = entriesOf({
  name: 'phones',
  labels: { en: 'Phones', 'zh-CN': '多个电话' },
  help: { en: 'Several phone numbers, one of them primary.', 'zh-CN': '多个电话号码，其中一个为主号码。' },
  icon: 'phone',
  one: phone,
  between: /[;；,，、\n]/,
  input: 'tel',
  search: (value, field) => (phone.toRow(value, field).e164 as string | null) ?? undefined,
  example: {
    'x-field': {
      id: 'fld_phns0001',
      type: 'phones',
      labels: { en: 'Phones', 'zh-CN': '电话' },
      country: 'CN',
    },
  },
  samples: [
    {
      given: ['138 0013 8000', { value: '010-65529988', label: '办公室', primary: true }],
      stored: [
        { value: '010-65529988', label: '办公室', primary: true },
        { value: '138 0013 8000', label: null, primary: false },
      ],
    },
    { given: [null, ''], stored: [] },
  ],
  wrong: [7, 'none', ['12'], [{ value: '95588', primary: 'yes' }], { value: 'x' }],
});
