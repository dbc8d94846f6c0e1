/**
 * Conditions of grants, rules and filters as data: written out in the engine's language for the API, and judged here
 * by plain JavaScript with SQL's three values, so that nothing of the engine decides over the oracle.
 */
export type Value = string | number | boolean | null;

export type Condition =
  | { readonly op: 'equals' | 'differs'; readonly path: Path; readonly value: Exclude<Value, null> }
  | { readonly op: 'below' | 'above'; readonly path: Path; readonly value: number }
  | { readonly op: 'has' | 'lacks'; readonly path: Path }
  | { readonly op: 'mine'; readonly path: Path }
  | { readonly op: 'not'; readonly of: Condition }
  | { readonly op: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly op: 'some'; readonly relation: string; readonly of: Condition };

export type Path = readonly string[];
export type Truth = boolean | null;

/** How a condition looks at a record. */
export interface Sight {
  value(path: Path): Value;
  /** the records that point at it, by what they are called there */
  children(relation: string): readonly Sight[];
  readonly user: string;
}

const literal = (value: Value): string => (typeof value === 'string' ? `"${value}"` : String(value));

/** The text of a condition; `item` stands before names inside of `exists`. */
export function textOf(condition: Condition, item = ''): string {
  const name = (path: Path): string => item + path.join('.');
  switch (condition.op) {
    case 'equals':
      return `${name(condition.path)} == ${literal(condition.value)}`;
    case 'differs':
      return `${name(condition.path)} != ${literal(condition.value)}`;
    case 'below':
      return `${name(condition.path)} < ${condition.value}`;
    case 'above':
      return `${name(condition.path)} > ${condition.value}`;
    case 'has':
      return `has(${name(condition.path)})`;
    case 'lacks':
      return `${name(condition.path)} == null`;
    case 'mine':
      return `${name(condition.path)} == user.id`;
    case 'not':
      return `!(${textOf(condition.of, item)})`;
    case 'and':
      return `(${textOf(condition.left, item)}) && (${textOf(condition.right, item)})`;
    case 'or':
      return `(${textOf(condition.left, item)}) || (${textOf(condition.right, item)})`;
    case 'some':
      return `${item}${condition.relation}.exists(c${item.length}, ${textOf(condition.of, `c${item.length}.`)})`;
  }
}

const compared = (held: Value, holds: (held: Exclude<Value, null>) => boolean): Truth =>
  held === null ? null : holds(held);

/** Whether a condition holds; null where that is unknown. */
export function truthOf(condition: Condition, sight: Sight): Truth {
  switch (condition.op) {
    case 'equals':
      return compared(sight.value(condition.path), (held) => held === condition.value);
    case 'differs':
      return compared(sight.value(condition.path), (held) => held !== condition.value);
    case 'below':
      return compared(sight.value(condition.path), (held) => Number(held) < condition.value);
    case 'above':
      return compared(sight.value(condition.path), (held) => Number(held) > condition.value);
    case 'has':
      return sight.value(condition.path) !== null;
    case 'lacks':
      return sight.value(condition.path) === null;
    case 'mine':
      return compared(sight.value(condition.path), (held) => held === sight.user);
    case 'not': {
      const truth = truthOf(condition.of, sight);
      return truth === null ? null : !truth;
    }
    case 'and':
    case 'or': {
      const sides = [truthOf(condition.left, sight), truthOf(condition.right, sight)];
      const decides = condition.op === 'or';
      if (sides.includes(decides)) return decides;
      return sides.includes(null) ? null : !decides;
    }
    case 'some':
      return sight.children(condition.relation).some((child) => truthOf(condition.of, child) === true);
  }
}

/** All paths that a condition names at the record itself, and the relations that it asks with what it asks there. */
export function namedIn(condition: Condition): {
  readonly paths: readonly Path[];
  readonly relations: readonly (readonly [relation: string, of: Condition])[];
} {
  switch (condition.op) {
    case 'not':
      return namedIn(condition.of);
    case 'and':
    case 'or': {
      const [left, right] = [namedIn(condition.left), namedIn(condition.right)];
      return {
        paths: [...left.paths, ...right.paths],
        relations: [...left.relations, ...right.relations],
      };
    }
    case 'some':
      return { paths: [], relations: [[condition.relation, condition.of]] };
    default:
      return { paths: [condition.path], relations: [] };
  }
}
