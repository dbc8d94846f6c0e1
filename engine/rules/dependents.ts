/**
 * Options that are offered for some values of another field only. The server judges writes by this file and
 * the browser forms: it imports nothing.
 */

/** A field whose options depend on another field of the record. */
export interface DependentField {
  readonly field: string;
  /** the field that it depends on */
  readonly on: string;
  /** by option: the values of the other field with which it goes; an option that is missing goes with all */
  readonly parents: Readonly<Record<string, readonly string[]>>;
}

const texts = (value: unknown): string[] =>
  [value]
    .flat()
    .filter((one) => one !== null && one !== undefined && one !== '')
    .map(String);

/** Whether an option goes with what the other field holds. */
export function isOffered({ parents }: DependentField, option: string, other: unknown): boolean {
  const wanted = Object.hasOwn(parents, option) ? parents[option]! : undefined;
  return wanted === undefined || texts(other).some((one) => wanted.includes(one));
}

/** Fields that hold an option which does not go with what the field holds that they depend on. */
export const misfits = (
  dependents: readonly DependentField[],
  value: (field: string) => unknown,
): readonly DependentField[] =>
  dependents.filter((dependent) =>
    texts(value(dependent.field)).some((option) => !isOffered(dependent, option, value(dependent.on))),
  );
