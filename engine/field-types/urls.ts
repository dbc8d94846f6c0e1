import { entriesOf } from './entries.ts';
import { url } from './url.ts';

/** Several addresses of the web. */
export const urls = entriesOf({
  name: 'urls',
  labels: { en: 'Web addresses', 'zh-CN': '多个网址' },
  help: {
    en: 'Several addresses of the web, one of them primary.',
    'zh-CN': '多个网页地址，其中一个为主网址。',
  },
  icon: 'link',
  one: url,
  // an address may hold all of these
  between: /[;；,，、]\s+|\n/,
  input: 'url',
  example: { 'x-field': { id: 'fld_urls0001', type: 'urls', labels: { en: 'Websites', 'zh-CN': '网站' } } },
  samples: [
    {
      given: ['example.com', { value: 'https://shop.example.com/a;b', label: '商城' }],
      stored: [
        { value: 'https://example.com', label: null, primary: true },
        { value: 'https://shop.example.com/a;b', label: '商城', primary: false },
      ],
    },
    { given: [], stored: [] },
  ],
  wrong: [7, 'example', ['javascript:alert(1)'], [{ value: 'ftp://example.com' }]],
});
