import { defineFieldType } from './define-field-type.ts';
import { severalLines } from './texts.ts';

/** Text with marks for headings, lists and links. Stored as typed; who shows it makes clean HTML of it. */
export const markdown = defineFieldType({
  name: 'markdown',
  labels: { en: 'Markdown', 'zh-CN': 'Markdown 文本' },
  help: {
    en: 'Text with plain marks for headings, lists and links.',
    'zh-CN': '用简单标记书写标题、列表和链接的文本。',
  },
  icon: 'file-markdown',
  example: {
    'x-field': { id: 'fld_mark0001', type: 'markdown', labels: { en: 'Description', 'zh-CN': '说明' } },
    maxLength: 2000,
  },
  samples: [
    { given: '# Plan\r\n\r\n- **first**\n- second', stored: '# Plan\n\n- **first**\n- second' },
    { given: '<script>alert(1)</script>', stored: '<script>alert(1)</script>' },
    { given: ' \n', stored: null },
  ],
  wrong: [7, { a: 1 }, 'a\0b', '\udfff', 'x'.repeat(2001)],
  widget: 'markdown',
  cell: 'markdown',
  convertFrom: ['text', 'longText', 'email', 'phone', 'select', 'autonumber'],
  ...severalLines,
});
