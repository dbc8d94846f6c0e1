import schema from '../../../schemas/view.schema.json' with { type: 'json' };
import { defineKind, keyUnderObject } from './define-kind.ts';

/**
 * A list of records with its columns, filter and order. Content: the Model has no views; publish writes a
 * shipped one as a row of the system object, where it stands beside those that people make.
 */
export const view = defineKind({
  name: 'view',
  labels: { en: 'view', 'zh-CN': '视图' },
  prefix: 'viw',
  folder: 'views',
  schema,
  keyOf: keyUnderObject,
  parts: () => [],
});
