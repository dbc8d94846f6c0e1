import type { ObjectAccess } from '../access/index.ts';
import { type CheckedExpression, type ChildReads, calendarCalls } from '../expression/index.ts';
import { memberNamed, partsOf } from '../model/index.ts';
import type { ModelField, ModelRule } from '../model/model.ts';
import { rollupIn } from '../rules/index.ts';

/** Whether a form holds all that an expression reads: fields of the record itself, nothing of others and no calendar. */
function heldReads(access: ObjectAccess, { references, children, tree }: CheckedExpression): boolean {
  return (
    calendarCalls(tree) === 0 &&
    holdsAll(access, references) &&
    children.every((child) => holdsLines(access, child))
  );
}

/** Whether what is asked of related records is asked of line items that the form holds. */
function holdsLines(access: ObjectAccess, { path, references, children }: ChildReads): boolean {
  const [name] = path as [string];
  const lines = path.length === 1 ? access.object.fields.get(name)?.lines : undefined;
  const child = access.children.get(name);
  if (!lines || lines.to !== undefined || !child || access.right(name) === 'none') return false;
  return children.length === 0 && child.access.can('read') && holdsAll(child.access, references);
}

/** Whether a form that holds the line items of a roll-up can tell what it comes to. */
export function followsLines(access: ObjectAccess, { name, rollup }: ModelField): boolean {
  const over = rollupIn(access.object, name);
  const references = rollup?.field === undefined ? [] : [[rollup.field]];
  return over !== undefined && holdsLines(access, { path: [over.lines], references, children: [] });
}

/** Whether the record is edited together with what the roll-up is over. */
const isOverLines = ({ object }: ObjectAccess, { rollup }: ModelField): boolean =>
  [...object.fields.values()].some(
    ({ lines }) => lines && lines.to === undefined && lines.object === rollup!.object,
  );

function holdsAll(access: ObjectAccess, references: readonly (readonly string[])[]): boolean {
  return references.every((path) => {
    const [first, second] = path[0] === '$old' ? path.slice(1) : path;
    if (first === '$user') return true;
    const field = memberNamed(access.object, first!)?.field;
    if (!field || access.right(field.name) === 'none' || access.readableRows(field.name).length === 0)
      return false;
    if (field.rollup && isOverLines(access, field) && !followsLines(access, field)) return false;
    if (field.formula) return second === undefined && heldReads(access, field.formula);
    return second === undefined || field.type.hasStages === true || partsOf(field).size > 0;
  });
}

const heldFormula = (field: ModelField) => ({
  tree: field.formula!.tree,
  ...(field.type.digits && { digits: field.type.digits(field) }),
});

/**
 * Rules and formulas that a browser can judge by what the form holds and the caller may read. `asks` says
 * that there are others: those are answered by `check`, and so are the fields of `defaults`, which begin
 * with what an expression comes to.
 */
export function rulesOf(access: ObjectAccess) {
  const { object, readable } = access;
  const names = new Set(readable.map(({ name }) => name));
  const only = (list: readonly string[] | undefined) => list?.filter((name) => names.has(name));
  const isHeld = ({ when, check }: ModelRule): boolean =>
    [when, check].every((expression) => !expression || heldReads(access, expression));
  const rules = object.rules
    .filter(isHeld)
    .map(({ states: _, require, readOnly, hide, options, ...rule }) => ({
      ...rule,
      ...(require && { require: only(require) }),
      ...(readOnly && { readOnly: only(readOnly) }),
      ...(hide && { hide: only(hide) }),
      ...(options && {
        options: Object.fromEntries(Object.entries(options).filter(([name]) => names.has(name))),
      }),
    }));
  const formulas = readable.filter(({ formula }) => formula);
  const held = formulas.filter(({ formula }) => heldReads(access, formula!));
  return {
    rules,
    formulas: Object.fromEntries(held.map((field) => [field.name, heldFormula(field)])),
    asks:
      rules.length < object.rules.length ||
      held.length < formulas.length ||
      readable.some(({ filter }) => filter !== undefined),
    rulesAsk: rules.length < object.rules.length,
    defaults: readable.flatMap(({ name, defaultExpression }) => (defaultExpression ? [name] : [])),
  };
}
