import { defineFieldType } from './define-field-type.ts';
import { severalLines } from './texts.ts';

/** Text of several lines; each line break is one `\n`. */
export const longText = defineFieldType({
  name: 'longText',
  labels: { en: 'Long text', 'zh-CN': '多行文本' },
  help: { en: 'Several lines, such as notes or a description.', 'zh-CN': '多行文字，如备注、描述。' },
  icon: 'align-left',
  example: {
    'x-field': { id: 'fld_ltxt0001', type: 'longText', labels: { en: 'Notes', 'zh-CN': '备注' } },
    maxLength: 2000,
  },
  samples: [
    { given: 'first\r\nsecond\rthird\n', stored: 'first\nsecond\nthird' },
    { given: '\n 客户希望周五前\n给出报价 ', stored: '客户希望周五前\n给出报价' },
    { given: '\n\n', stored: null },
  ],
  wrong: [7, { a: 1 }, 'a\0b', '\udfff', 'x'.repeat(2001)],
  widget: 'long-text',
  cell: 'long-text',
  convertFrom: ['text', 'markdown', 'email', 'phone', 'select', 'autonumber'],
  ...severalLines,
});
