import { literal, qualified, quote } from '../../db/names.ts';
import { Problem, type ProblemItem, problemItem } from '../../errors.ts';
import { isCellProblem } from '../../field-types/index.ts';
import type { Model, ModelField, ModelObject } from '../../model/model.ts';
import { lacksValue } from '../rows.ts';
import { defineStep, type StepDraft } from './define-step.ts';
import { runInBatches } from './in-batches.ts';

/**
 * Gives rows without a value one, in batches. It is no edit of anybody's: versions and times stay, so
 * that no open form is told to be stale.
 */
export const fill = defineStep({
  name: 'fill',
  labels: { en: 'Fill records', 'zh-CN': '填充记录' },
  writes: true,
  run: runInBatches,
});

function refuse(value: unknown, field: ModelField, items: readonly ProblemItem[] = []): Problem {
  const given = String(JSON.stringify(value ?? null)).slice(0, 80);
  return new Problem('publish.remedy', { name: field.name, given }, items);
}

/** The step that writes `value` (a wire value) wherever the field has none. */
export function fillStep(model: Model, object: ModelObject, field: ModelField, value: unknown): StepDraft {
  const { type } = field;
  // what a value takes from the rest of its record only a write knows
  if (type.hasStages || type.complete || field.engineWritten || field.unique) {
    throw new Problem('publish.remedy_type', { name: field.name });
  }
  const stored = value === undefined || value === null ? null : type.normalise(value, field);
  if (isCellProblem(stored)) {
    throw refuse(value, field, [{ ...problemItem('/remedies', stored.code), message: stored.problem }]);
  }
  if (stored === null) throw refuse(value, field);
  const row = type.toRow(stored, field);
  const cells = field.columns.flatMap(({ name, part, type: column }) =>
    part in row ? [`${quote(name)} = ${cellLiteral(row[part])}::${column}`] : [],
  );
  const table = qualified(model.schema, object.table);
  const batch = `SELECT id FROM ${table} WHERE id > $1::uuid AND ${lacksValue(field)} ORDER BY id LIMIT $2::int`;
  return {
    kind: fill.name,
    sql: `UPDATE ${table} SET ${cells.join(', ')} WHERE id IN (${batch}) RETURNING id`,
    undo: '',
    cursor: null,
  };
}

/** A value of `toRow` in SQL. */
function cellLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return `ARRAY[${value.map((one) => literal(String(one))).join(', ')}]`;
  return literal(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
