import type { FilePlan } from './map.ts';

/** API names of the objects that rows of a file point at. */
export const targetsOf = ({ columns, constants }: FilePlan): ReadonlySet<string> =>
  new Set(
    [...columns, ...constants].flatMap(({ target, targets = [] }) =>
      [...(target ? [target] : []), ...targets].map(({ object }) => object.name),
    ),
  );

/**
 * Files in the order in which they are written: those that others point at come first, else as given.
 * In a circle the first one given begins; its rows wait for those of the others.
 */
export function inOrder(plans: readonly FilePlan[]): FilePlan[] {
  const left = [...plans];
  const ordered: FilePlan[] = [];
  const isFree = (plan: FilePlan): boolean => {
    const targets = targetsOf(plan);
    return !left.some((other) => {
      const { name } = other.object.object;
      return name !== plan.object.object.name && targets.has(name);
    });
  };
  while (left.length > 0) {
    const next = Math.max(0, left.findIndex(isFree));
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}
