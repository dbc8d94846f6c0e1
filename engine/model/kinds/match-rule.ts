import schema from '../../../schemas/match-rule.schema.json' with { type: 'json' };
import type { Document } from '../document.ts';
import type { ModelMatchRule, ModelObject } from '../model.ts';
import { defineKind, keyUnderObject, reportTwice } from './define-kind.ts';

/** When two records of an object are taken for the same. */
export const matchRule = defineKind({
  name: 'match-rule',
  labels: { en: 'match rule', 'zh-CN': '查重规则' },
  prefix: 'mat',
  folder: 'match-rules',
  schema,
  keyOf: keyUnderObject,
  parts: () => [],
  check: ({ body }, report) => {
    reportTwice(report, ['fields'], body.fields, 'field');
    const most = Array.isArray(body.fields)
      ? body.fields.reduce((sum: number, one: unknown) => sum + (Number(Object(one).points) || 0), 0)
      : 0;
    if (typeof body.from === 'number' && body.from > most)
      report(['from'], 'document.match_points', { from: body.from, most });
  },
});

/** A field that is gone, or archived, counts for nothing. */
export const resolveMatchRule = (
  { id, body }: Document,
  object: ModelObject | undefined,
): ModelMatchRule | undefined =>
  object &&
  Object.freeze({
    id,
    name: body.name,
    labels: body.labels,
    object: body.object,
    compared: body.fields.flatMap(({ field: name, points, by = 'alike' }: MatchedField) => {
      const field = object.fields.get(name);
      return field ? { field: name, points, by: by === 'same' ? 'same' : (field.type.match ?? 'same') } : [];
    }),
    from: body.from,
    onMatch: body.onMatch ?? 'warn',
    tellsUnseen: body.unseen === 'tell',
  });

interface MatchedField {
  readonly field: string;
  readonly points: number;
  readonly by?: 'same' | 'alike';
}
