import { computedType } from './computed.ts';
import type { ValueFacts } from './define-field-type.ts';
import { longText } from './long-text.ts';
import { bareFacts } from './parts.ts';
import { select } from './select.ts';

/**
 * A stage of another record is shown as the choice that it is: nothing moves it from here. Of a value that
 * expressions see less of than there is, what they see.
 */
const mirrored = ({ type, settings, options }: ValueFacts): ValueFacts => ({
  type: type.hasStages ? select : type.plain ? longText : type,
  settings,
  options,
});

/** A value of a related record, shown with this one. */
export const mirror = computedType({
  name: 'mirror',
  labels: { en: 'Mirror', 'zh-CN': '引用字段' },
  help: {
    en: 'A field of a related record, shown here; it follows every change there.',
    'zh-CN': '引用关联记录上的字段，随其变化实时更新。',
  },
  icon: 'link',
  settings: {
    properties: {
      path: {
        type: 'string',
        maxLength: 200,
        pattern: '^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*){1,3}$',
        'x-expression': { scope: 'record', returns: 'field' },
        'x-labels': { en: 'Field of the related record', 'zh-CN': '关联记录的字段' },
        'x-help': {
          en: 'Shows a field of the record that a relation points at; it is never typed here.',
          'zh-CN': '显示关联记录上的字段，不在此处填写。',
        },
      },
    },
    required: ['path'],
  },
  example: {
    'x-field': {
      id: 'fld_mirr0001',
      type: 'mirror',
      labels: { en: 'Department', 'zh-CN': '负责人部门' },
      path: 'owner.department',
    },
  },
  expressionWord: 'path',
  valueType: ({ path }, around) => {
    const found = typeof path === 'string' ? around.at(path.split('.')) : undefined;
    return found && mirrored(bareFacts(found));
  },
});
