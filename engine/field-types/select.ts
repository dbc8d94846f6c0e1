import { defaultOption, exampleOptions, oneOption, optionSettings, optionWords } from './choices.ts';
import { defineFieldType } from './define-field-type.ts';

/** One of the field's options, stored by its value. */
export const select = defineFieldType({
  name: 'select',
  labels: { en: 'Select', 'zh-CN': '单选' },
  help: { en: 'One of several options, such as an industry.', 'zh-CN': '从多个选项中选一个，如行业。' },
  icon: 'down-circle',
  settings: { properties: optionSettings },
  words: { default: defaultOption },
  example: {
    'x-field': {
      id: 'fld_slct0001',
      type: 'select',
      labels: { en: 'Risk', 'zh-CN': '风险' },
      options: exampleOptions,
    },
    default: 'low',
  },
  samples: [
    { given: 'low', stored: 'low' },
    { given: ' Very High ', stored: 'Very High' },
    { given: 'old', stored: 'old' },
    { given: '', stored: null },
  ],
  wrong: ['lowest', 'LOW', '低', 1, ['low'], '__proto__'],
  ...optionWords,
  ...oneOption,
});
