import type { ProblemItem } from '../../errors.ts';
import { type CheckedExpression, calendarCalls, movesWithTime } from '../../expression/index.ts';
import { fieldType } from '../../field-types/index.ts';
import type { ModelField, ModelObject } from '../model.ts';
import { partsOf } from '../parts.ts';
import type { Path, Report } from '../report.ts';
import { linkTargetsOf, memberNamed } from '../scope.ts';
import { type Bound, boundKey, eachDocument, type Together } from './together.ts';

/**
 * The first thing that an expression over a child reads beside its own stored fields, formulas followed:
 * what can change without a write of the child would leave the roll-up behind.
 */
function strayRead(child: ModelObject, expression: CheckedExpression, bound: Bound): string | undefined {
  if (movesWithTime(expression.tree)) return 'today(), now()';
  if (calendarCalls(expression.tree) > 0) return 'isWorkday(), addWorkdays(), workdaysBetween()';
  const [asked] = expression.children;
  if (asked) return asked.path.join('.');
  for (const path of expression.references) {
    if (path[0]!.startsWith('$')) return path.join('.').slice(1);
    const field = memberNamed(child, path[0]!)?.field;
    if (!field) continue;
    if (path.length > 1 && !field.type.hasStages && partsOf(field).size === 0) return path.join('.');
    const word = fieldType(field.declared)?.expressionWord;
    const inside = word === undefined ? undefined : bound.get(boundKey(field.id, word));
    const stray = inside && strayRead(child, inside, bound);
    if (stray !== undefined) return stray;
  }
  return undefined;
}

function checkVia(
  field: ModelField,
  object: ModelObject,
  child: ModelObject,
  path: Path,
  report: Report,
): void {
  const { via } = field.rollup!;
  const link = child.fields.get(via);
  if (link && !linkTargetsOf(link).includes(object.name)) {
    report([...path, 'via'], 'document.rollup_via', { name: via, object: child.name, target: object.name });
  }
}

/** Whether the function gives anything of the field: the type of the values tells. */
function checkField(field: ModelField, child: ModelObject, path: Path, report: Report): void {
  const { function: name, field: of } = field.rollup!;
  const isKnown = field.type.name !== field.declared;
  if (isKnown) return;
  if (of === undefined) report([...path, 'field'], 'document.rollup_no_field', { function: name });
  else if (child.fields.has(of))
    report([...path, 'field'], 'document.rollup_field', { function: name, name: of });
}

function checkRollup(
  field: ModelField,
  object: ModelObject,
  { objects }: Together,
  bound: Bound,
  report: Report,
): void {
  const path = ['properties', field.name, 'x-field', 'rollup'];
  const { object: childName, field: of } = field.rollup!;
  const child = objects.get(childName);
  if (!child) return;
  checkVia(field, object, child, path, report);
  checkField(field, child, path, report);
  const filter = bound.get(boundKey(field.id, 'filter'));
  const strayFilter = filter && strayRead(child, filter, bound);
  if (strayFilter !== undefined) report([...path, 'filter'], 'document.rollup_reads', { name: strayFilter });
  const formula = of === undefined ? undefined : child.fields.get(of);
  const word = formula && fieldType(formula.declared)?.expressionWord;
  const inside = word && bound.get(boundKey(formula!.id, word));
  const strayField = inside && strayRead(child, inside, bound);
  if (strayField) report([...path, 'field'], 'document.rollup_reads', { name: strayField });
}

/** What roll-ups count is there, leads here, and changes only with what they are over. */
export const checkRollups = (together: Together, bound: Bound): ProblemItem[] =>
  eachDocument(together, ({ kind, key }, report) => {
    const object = kind === 'object' ? together.objects.get(key) : undefined;
    if (!object || object.archived) return;
    for (const field of object.fields.values()) {
      if (field.rollup) checkRollup(field, object, together, bound, report);
    }
  });
