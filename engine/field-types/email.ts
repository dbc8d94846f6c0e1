import { defineFieldType, quoted, refuse } from './define-field-type.ts';
import { maskWord } from './masks.ts';
import { cleanTextBy, defaultText, foldedSql, halfWidth, textColumn, textSchema } from './texts.ts';

/** Longest address that mail servers take. */
const LONGEST = 254;
const ADDRESS =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** One e-mail address, in lower case. */
export const email = defineFieldType({
  name: 'email',
  labels: { en: 'E-mail', 'zh-CN': '邮箱' },
  help: { en: 'An e-mail address; a click writes a mail.', 'zh-CN': '电子邮箱地址，点击即可写信。' },
  icon: 'mail',
  kind: 'string',
  calledBy: ['邮箱', '邮件', 'mail'],
  settings: { properties: maskWord },
  words: { default: defaultText },
  example: {
    'x-field': { id: 'fld_mail0001', type: 'email', labels: { en: 'E-mail', 'zh-CN': '邮箱' }, unique: true },
  },
  samples: [
    { given: ' Li.Ming@Example.COM ', stored: 'li.ming@example.com' },
    { given: 'ｓａｌｅｓ＠example．com', stored: 'sales@example.com' },
    { given: '', stored: null },
  ],
  wrong: [
    7,
    'li.ming',
    'li ming@example.com',
    'a@b',
    'a@@example.com',
    'a@example..com',
    `${'a'.repeat(250)}@b.cn`,
  ],
  match: 'spelling',
  widget: 'text',
  mask: { by: 'email' },
  personal: 'identifies',
  reaches: {
    by: 'email',
    list: (source) => `ARRAY[${source('')}]`,
    among: (source, given) => `${source('')} = ANY(${given})`,
  },
  cell: 'link',
  unique: true,
  link: 'mailto:',
  convertFrom: ['text', 'longText'],
  columns: () => [textColumn()],
  valueSchema: (field) => ({ ...textSchema(field, LONGEST), format: 'email' }),
  normalise: (value) =>
    cleanTextBy(value, (given) => {
      const address = halfWidth(given).toLowerCase();
      return address.length <= LONGEST && ADDRESS.test(address)
        ? address
        : refuse('value.email', { given: quoted(given) });
    }),
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => cell,
  format: (value) => String(value),
  uniqueKey: (source) => foldedSql(source('')),
});
