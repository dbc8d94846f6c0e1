import { LIMITS } from '../limits.ts';
import { defineFieldType, isCellProblem, refuse } from './define-field-type.ts';
import { wordsOf } from './html-words.ts';
import { plainValue } from './plain-values.ts';
import { cleanHtml, htmlOf, tagsIn } from './rich-texts.ts';
import { cleanText, defaultText, textColumn } from './texts.ts';

const tooLong = ({ length }: string) =>
  refuse('value.too_long', { limit: LIMITS.richTextLength, given: length });

/** Text with headings, lists, emphasis and links, as clean HTML. Expressions and searches see its words. */
export const richText = defineFieldType({
  name: 'richText',
  labels: { en: 'Rich text', 'zh-CN': '富文本' },
  help: {
    en: 'Text with headings, lists, emphasis and links.',
    'zh-CN': '带标题、列表、强调和链接的文本。',
  },
  icon: 'font-colors',
  kind: 'string',
  settings: { properties: {} },
  words: { default: defaultText },
  example: {
    'x-field': { id: 'fld_rich0001', type: 'richText', labels: { en: 'Minutes', 'zh-CN': '会议纪要' } },
  },
  samples: [
    { given: '<p>Agreed: <b>net 30</b></p>', stored: '<p>Agreed: <strong>net 30</strong></p>' },
    {
      given: '<p onclick="x()" style="color:red">报价 &amp; 交期</p><script>x()</script>',
      stored: '<p>报价 &amp; 交期</p>',
    },
    { given: '<a href="javascript:x()">one</a><img src=x onerror=x()>', stored: '<a>one</a>' },
    { given: '<ul><li><p>a &lt; b</p></li></ul>', stored: '<ul><li><p>a &lt; b</p></li></ul>' },
    { given: '<table><tr><td>a</td><td>b</td></tr></table>', stored: '<p>a b </p>' },
    { given: '<p> </p><p></p>', stored: null },
    { given: '', stored: null },
  ],
  wrong: [
    7,
    { a: 1 },
    '<p>a\0b</p>',
    '\udfff',
    '&'.repeat(LIMITS.richTextLength / 2),
    `<p>${'x'.repeat(LIMITS.richTextLength)}</p>`,
  ],
  widget: 'rich-text',
  cell: 'rich-text',
  isLong: true,
  columns: () => [textColumn(), textColumn('words')],
  searchColumn: 'words',
  plain: 'words',
  valueSchema: () => ({ type: 'string', maxLength: LIMITS.richTextLength }),
  normalise: (value) => {
    const text = cleanText(value);
    if (text === null || isCellProblem(text)) return text;
    if (text.length > LIMITS.richTextLength) return tooLong(text);
    if (tagsIn(text) > LIMITS.richTextTags) return refuse('value.markup', { limit: LIMITS.richTextTags });
    const html = cleanHtml(text);
    // cleaning spells some characters longer; what is stored can be written again
    if (html.length > LIMITS.richTextLength) return tooLong(html);
    return wordsOf(html) === '' && !html.includes('<hr') ? null : html;
  },
  toRow: (value) => ({ '': value, words: plainValue('words', value) }),
  wire: (source) => source(''),
  value: (source) => source('words'),
  parse: htmlOf,
  format: (value) => String(value),
});
