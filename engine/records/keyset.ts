import type { Binder } from './binder.ts';
import type { Position } from './cursor.ts';
import type { OrderKey } from './order.ts';

/**
 * The rows behind a position, as branches to be read one after the other: each is a list of
 * conditions. A branch of its own for the nulls at the end leaves the first one a plain range of an index.
 */
export type Branches = readonly (readonly string[])[];

/** Which values of a position are null: part of a plan's shape. */
export const nullPattern = (position: Position | undefined): string =>
  position === undefined ? '' : position.map((value) => (value === null ? 'n' : 'v')).join('');

export function behind(keys: readonly OrderKey[], position: Position, binder: Binder): Branches {
  const values = keys.map((key, index) =>
    position[index] === null ? null : binder.source(({ position: at }) => at![index], key.type),
  );
  const [first, ...others] = keys;
  const isOneWay = others.every((key) => key.descending === first!.descending);
  if (keys.length <= 2 && isOneWay) return simpleBranches(keys, values);
  return [[expanded(keys, values)]];
}

const comparison = (key: OrderKey): string => (key.descending ? '<' : '>');

function simpleBranches(keys: readonly OrderKey[], values: readonly (string | null)[]): Branches {
  const [first, last] = [keys[0]!, keys.at(-1)!];
  if (keys.length === 1) return [[`${first.sql} ${comparison(first)} ${values[0]}`]];
  const nulls = `${first.sql} IS NULL`;
  if (values[0] === null) return [[nulls, `${last.sql} ${comparison(last)} ${values[1]}`]];
  const range = `(${first.sql}, ${last.sql}) ${comparison(first)} (${values[0]}, ${values[1]})`;
  return first.nullable ? [[range], [nulls]] : [[range]];
}

/** For each key: equal in all before it, and behind in it. */
function expanded(keys: readonly OrderKey[], values: readonly (string | null)[]): string {
  const ways = keys.flatMap((key, index) => {
    const value = values[index];
    if (value === null) return [];
    const behindIt = `${key.sql} ${comparison(key)} ${value}`;
    const equal = keys
      .slice(0, index)
      .map((before, at) => (values[at] === null ? `${before.sql} IS NULL` : `${before.sql} = ${values[at]}`));
    return [[...equal, key.nullable ? `(${behindIt} OR ${key.sql} IS NULL)` : behindIt].join(' AND ')];
  });
  return `(${ways.map((way) => `(${way})`).join(' OR ')})`;
}
