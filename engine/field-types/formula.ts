import { boolean } from './boolean.ts';
import { computedType } from './computed.ts';
import { currency } from './currency.ts';
import { date } from './date.ts';
import { datetime } from './datetime.ts';
import { decimal } from './decimal.ts';
import { integer } from './integer.ts';
import { longText } from './long-text.ts';
import { precisionSetting, scaleSetting } from './numbers.ts';
import { percent } from './percent.ts';
import { text } from './text.ts';
import { url } from './url.ts';

/** What a formula can give: one value of one column. */
const RESULTS = new Map(
  [text, longText, url, integer, decimal, currency, percent, boolean, date, datetime].map((type) => [
    type.name,
    type,
  ]),
);

const { default: _scale, ...scale } = scaleSetting(2);
const { default: _precision, ...precision } = precisionSetting as { default?: unknown };

/** A value that follows from others, worked out wherever it is read. */
export const formula = computedType({
  name: 'formula',
  labels: { en: 'Formula', 'zh-CN': '公式' },
  help: {
    en: 'A value worked out from other fields, also of related records; always up to date.',
    'zh-CN': '由其他字段（含关联记录）计算得出的值，始终保持最新。',
  },
  icon: 'function',
  settings: {
    properties: {
      returns: {
        type: 'string',
        enum: [...RESULTS.keys()],
        'x-labels': { en: 'Result', 'zh-CN': '结果类型' },
        'x-help': {
          en: 'What the formula comes to: it decides how it is shown, filtered and summed.',
          'zh-CN': '公式结果的类型，决定如何显示、筛选和汇总。',
        },
      },
      expression: {
        type: 'string',
        minLength: 1,
        maxLength: 4096,
        'x-expression': { scope: 'record', returns: 'field' },
        'x-labels': { en: 'Formula', 'zh-CN': '公式' },
      },
      scale,
      precision,
    },
    required: ['returns', 'expression'],
  },
  example: {
    'x-field': {
      id: 'fld_form0001',
      type: 'formula',
      labels: { en: 'Weighted amount', 'zh-CN': '加权金额' },
      returns: 'currency',
      expression: 'amount * stage.probability',
    },
  },
  expressionWord: 'expression',
  valueType: (settings) => {
    const type = RESULTS.get(settings.returns);
    return type && { type, settings, options: [] };
  },
});
