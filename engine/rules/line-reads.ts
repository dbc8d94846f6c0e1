import type { CheckedExpression, ChildReads } from '../expression/index.ts';
import { partsOf } from '../model/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';
import { ruleReads } from './reads.ts';
import { rollupIn } from './view.ts';

/** What is asked of the line items of a record, by its rules and by formulas that those read. */
function asksOf(object: ModelObject): readonly ChildReads[] {
  const asks: ChildReads[] = [];
  const seen = new Set<ModelField>();
  const visit = (expression: CheckedExpression | undefined): void => {
    asks.push(...(expression?.children ?? []));
    for (const path of expression?.references ?? []) {
      const field = object.fields.get(path[0] === '$old' ? path[1]! : path[0]!);
      if (!field?.formula || seen.has(field)) continue;
      seen.add(field);
      visit(field.formula);
    }
  };
  for (const { when, check } of object.rules) for (const one of [when, check]) visit(one);
  for (const name of ruleReads(object).own) {
    const rollup = rollupIn(object, name);
    const { field } = object.fields.get(name)?.rollup ?? {};
    if (rollup) asks.push({ path: [rollup.lines], references: field ? [[field]] : [], children: [] });
  }
  return asks;
}

/** The stored fields that some paths of a line item read; undefined where they lead to other records. */
function storedBehind(
  child: ModelObject,
  { references, children }: Pick<ChildReads, 'references' | 'children'>,
): readonly string[] | undefined {
  if (children.length > 0) return undefined;
  const names = references.map(([first, second]): readonly string[] | undefined => {
    const field = child.fields.get(first!);
    if (!field || field.lines || field.rollup) return undefined;
    if (field.formula) return second === undefined ? storedBehind(child, field.formula) : undefined;
    const isHeld = second === undefined || field.type.hasStages === true || partsOf(field).size > 0;
    return isHeld ? [field.name] : undefined;
  });
  return names.every((some) => some !== undefined) ? names.flat() : undefined;
}

const known = new WeakMap<ModelObject, ReadonlyMap<string, readonly string[]>>();

/**
 * The fields of line items by which the rules of a record judge them, by the field that the lines are edited in.
 * Only where they read nothing else: such rules can be asked of lines that are not written yet.
 */
export function lineReads({ objects }: Model, object: ModelObject): ReadonlyMap<string, readonly string[]> {
  let reads = known.get(object);
  if (!reads) {
    const asks = asksOf(object);
    const fields = [...object.fields.values()].filter(({ lines }) => lines && lines.to === undefined);
    reads = new Map(
      fields.flatMap((field): [string, readonly string[]][] => {
        const child = objects.get(field.lines!.object);
        const own = asks.filter(({ path }) => path.length === 1 && path[0] === field.name);
        const names = child ? own.map((ask) => storedBehind(child, ask)) : [undefined];
        return own.length > 0 && names.every((some) => some !== undefined)
          ? [[field.name, [...new Set(names.flat())]]]
          : [];
      }),
    );
    known.set(object, reads);
  }
  return reads;
}

/** Whether rules can be told at once what line items come to: all that they ask is asked of these fields. */
export function areAnswered(object: ModelObject, drafted: { has(lines: string): boolean }): boolean {
  const { own, macros } = ruleReads(object);
  return (
    macros.every(({ over }) => 'path' in over && over.path.length === 1 && drafted.has(over.path[0]!)) &&
    own.every((name) => {
      const field = object.fields.get(name);
      if (!field?.rollup) return true;
      const rollup = rollupIn(object, name);
      return rollup !== undefined && drafted.has(rollup.lines);
    })
  );
}
