import { type ProblemCode, type ProblemItem, type ProblemParams, problemItem } from '../../errors.ts';
import { type CheckedExpression, sizeOfTree } from '../../expression/index.ts';
import { fieldType } from '../../field-types/index.ts';
import { LIMITS } from '../../limits.ts';
import { childRelations } from '../child-relations.ts';
import { pathOf } from '../folder.ts';
import type { ModelField, ModelObject } from '../model.ts';
import { placeIn } from '../report.ts';
import { targetOf } from '../scope.ts';
import { type Bound, boundKey, type Together } from './together.ts';

/** A formula or a roll-up. */
interface Formula {
  readonly object: ModelObject;
  readonly field: ModelField;
  /** of a roll-up its filter */
  readonly expression?: CheckedExpression | undefined;
}

const wordOf = (field: ModelField): string =>
  field.rollup ? 'rollup' : fieldType(field.declared)!.expressionWord!;

const nameOf = ({ object, field }: Formula): string => `${object.name}.${field.name}`;

function problemAt({ object, field }: Formula, code: ProblemCode, params: ProblemParams): ProblemItem {
  const file = pathOf({ kind: 'object', key: object.name });
  return problemItem(placeIn(file, ['properties', field.name, 'x-field', wordOf(field)]), code, params);
}

/** Formulas and roll-ups that lead back to themselves, and formulas that grow too long once the formulas they read are written out. */
export function checkFormulas(together: Together, bound: Bound): ProblemItem[] {
  const { objects, live } = together;
  const problems: ProblemItem[] = [];
  const sizes = new Map<string, number>();

  const formulaOf = (object: ModelObject, field: ModelField): Formula | undefined => {
    if (field.rollup) return { object, field, expression: bound.get(boundKey(field.id, 'filter')) };
    if (fieldType(field.declared)?.expressionWord === undefined) return undefined;
    const expression = bound.get(boundKey(field.id, wordOf(field)));
    return expression && { object, field, expression };
  };

  /** The field at the end of a path, and its object. */
  const fieldAt = (object: ModelObject, path: readonly string[]): Formula | undefined => {
    let here: ModelObject | undefined = object;
    for (const [index, step] of path.entries()) {
      const owner: ModelObject | undefined = here;
      const field: ModelField | undefined = owner?.fields.get(step);
      const relation = owner && childRelations({ objects: live }, owner.name).get(step);
      if (owner && !field && relation) {
        here = objects.get(relation.object);
        continue;
      }
      if (!owner || !field) return undefined;
      if (index === path.length - 1) return formulaOf(owner, field);
      const target: string | undefined = targetOf(field);
      here = target === undefined ? undefined : objects.get(target);
    }
    return undefined;
  };

  const sizeOfFormula = (formula: Formula, trail: readonly Formula[]): number =>
    sizeOfTree(formula.expression!.tree, (path) => {
      const inside = fieldAt(formula.object, path);
      return inside ? sizeOf(inside, [...trail, formula]) : 1;
    });

  /** A roll-up is a column: to read it is one part. What it is over may not lead back to it. */
  const sizeOfRollup = (formula: Formula, trail: readonly Formula[]): number => {
    const { object, field } = formula.field.rollup!;
    const child = objects.get(object);
    const paths = [...(field === undefined ? [] : [[field]]), ...(formula.expression?.references ?? [])];
    for (const path of child ? paths : []) {
      const inside = fieldAt(child!, path);
      if (inside) sizeOf(inside, [...trail, formula]);
    }
    return 1;
  };

  const sizeOf = (formula: Formula, trail: readonly Formula[]): number => {
    const name = nameOf(formula);
    const known = sizes.get(name);
    if (known !== undefined) return known;
    const start = trail.findIndex((one) => nameOf(one) === name);
    if (start >= 0) {
      const circle = [...trail.slice(start), formula].map(nameOf).join(' → ');
      problems.push(problemAt(formula, 'document.formula_circle', { circle }));
      return 0;
    }
    const size = formula.field.rollup ? sizeOfRollup(formula, trail) : sizeOfFormula(formula, trail);
    sizes.set(name, size);
    if (size > LIMITS.formulaNodes) {
      problems.push(problemAt(formula, 'document.formula_size', { given: size, limit: LIMITS.formulaNodes }));
    }
    return size;
  };

  for (const object of objects.values()) {
    if (object.archived) continue;
    for (const field of object.fields.values()) {
      const formula = formulaOf(object, field);
      if (formula) sizeOf(formula, []);
    }
  }
  return problems;
}
