import { oneOption } from './choices.ts';
import { defineFieldType } from './define-field-type.ts';
import { objectOptions } from './option-sources.ts';
import { defaultText } from './texts.ts';

/**
 * An object of the model, by its API name. Stored by name: that is what API and expressions compare. After
 * a rename records keep the former name, which stays known under the object's label; nothing is rewritten.
 */
export const objectName = defineFieldType({
  name: 'objectName',
  labels: { en: 'Object name', 'zh-CN': '对象名称' },
  help: {
    en: 'Names an object of the model, such as the one that a template is for.',
    'zh-CN': '指向模型中的某个对象，如模板所适用的对象。',
  },
  icon: 'table',
  group: 'other',
  settings: { properties: {} },
  words: { default: { ...defaultText, 'x-ref': 'object' } },
  example: {
    'x-field': {
      id: 'fld_objn0001',
      type: 'objectName',
      labels: { en: 'Applies to', 'zh-CN': '适用对象' },
    },
  },
  samples: [
    { given: ' user ', stored: 'user' },
    { given: '', stored: null },
  ],
  wrong: ['nothing', 7, ['user'], '__proto__'],
  hasOptions: true,
  givenOptions: (_settings, names) => objectOptions(names),
  ...oneOption,
});
