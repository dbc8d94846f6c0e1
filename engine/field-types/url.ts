import { type CellProblem, defineFieldType, quoted, refuse } from './define-field-type.ts';
import { cleanTextBy, defaultText, foldedSql, halfWidth, textColumn, textSchema } from './texts.ts';

/** Longest address that browsers and servers agree on. */
const LONGEST = 2_000;
const PARTS = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#\s]+)([/?#]\S*)?$/i;
/** A host with a dot in it, in any script, and its port. */
const HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*(?::\d{1,5})?$/u;

/** The address with its scheme, which people leave out; host and scheme in lower case, the rest as typed. */
function checkAddress(given: string): string | CellProblem {
  const [, scheme = 'https', host = '', rest = ''] = PARTS.exec(given) ?? [];
  const site = halfWidth(host);
  const address = `${scheme}://${site}`.toLowerCase() + rest;
  const isWeb = /^https?$/i.test(scheme) && HOST.test(site) && URL.canParse(address);
  return isWeb && address.length <= LONGEST ? address : refuse('value.url', { given: quoted(given) });
}

/** One address of the web. */
export const url = defineFieldType({
  name: 'url',
  labels: { en: 'Web address', 'zh-CN': '网址' },
  help: { en: 'An address of the web; a click opens it.', 'zh-CN': '网页地址，点击即可打开。' },
  icon: 'link',
  kind: 'string',
  calledBy: ['网址', '网站', '官网', '主页', 'url', 'website', 'homepage'],
  settings: { properties: {} },
  words: { default: defaultText },
  example: {
    'x-field': { id: 'fld_urla0001', type: 'url', labels: { en: 'Website', 'zh-CN': '网站' } },
  },
  samples: [
    { given: ' www.Example.com ', stored: 'https://www.example.com' },
    { given: 'HTTP://Example.com:8080/Path?q=1#top', stored: 'http://example.com:8080/Path?q=1#top' },
    { given: 'ｗｗｗ．example．com', stored: 'https://www.example.com' },
    { given: 'https://例子.中国/路径（一）', stored: 'https://例子.中国/路径（一）' },
    { given: '', stored: null },
  ],
  wrong: [
    7,
    'example',
    'two words.com',
    'ftp://example.com',
    'javascript:alert(1)',
    'javascript://example.com/%0aalert(1)',
    'https://user:secret@example.com',
    'https://-.com',
    'https://example..com',
    `https://example.com/${'a'.repeat(LONGEST)}`,
  ],
  match: 'spelling',
  widget: 'text',
  cell: 'link',
  unique: true,
  link: '',
  columns: () => [textColumn()],
  valueSchema: (field) => textSchema(field, LONGEST),
  normalise: (value) => cleanTextBy(value, checkAddress),
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => cell,
  format: (value) => String(value),
  uniqueKey: (source) => foldedSql(source('')),
});
