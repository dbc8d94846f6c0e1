import schema from '../../../schemas/restriction-rule.schema.json' with { type: 'json' };
import type { CheckedExpression } from '../../expression/index.ts';
import type { Document } from '../document.ts';
import type { ModelRestrictionRule } from '../model.ts';
import { defineKind, keyUnderObject } from './define-kind.ts';

/** Records that somebody reaches only where it allows, whatever else grants them. */
export const restrictionRule = defineKind({
  name: 'restriction-rule',
  labels: { en: 'restriction rule', 'zh-CN': '限制规则' },
  prefix: 'rst',
  folder: 'restriction-rules',
  schema,
  keyOf: keyUnderObject,
  parts: () => [],
});

/** One of which a later engine reads only half allows nothing. */
export const resolveRestrictionRule = (
  { id, body }: Document,
  allow: CheckedExpression | undefined,
): ModelRestrictionRule =>
  Object.freeze({
    id,
    labels: body.labels,
    object: body.object,
    ...(body.for && { for: body.for }),
    ...(body.do && { do: body.do }),
    ...(allow && { allow }),
  });
