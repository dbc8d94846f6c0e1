import schema from '../../../schemas/sharing-rule.schema.json' with { type: 'json' };
import type { CheckedExpression } from '../../expression/index.ts';
import type { Document } from '../document.ts';
import type { ModelSharingRule } from '../model.ts';
import { defineKind, keyUnderObject } from './define-kind.ts';

/** Records that holders of some roles reach besides those that their roles grant. */
export const sharingRule = defineKind({
  name: 'sharing-rule',
  labels: { en: 'sharing rule', 'zh-CN': '共享规则' },
  prefix: 'shr',
  folder: 'sharing-rules',
  schema,
  keyOf: keyUnderObject,
  parts: () => [],
});

/** Undefined where a later engine reads only half of it: that shares nothing. */
export const resolveSharingRule = (
  { id, body }: Document,
  where: CheckedExpression | undefined,
): ModelSharingRule | undefined =>
  where &&
  Object.freeze({
    id,
    labels: body.labels,
    object: body.object,
    to: body.to,
    where,
    do: body.do ?? ['read'],
  });
