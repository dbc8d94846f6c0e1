import { type DependentField, isOffered, misfits } from '../../engine/rules/dependents.ts';
import type { FormDescription } from '../api/types.ts';
import type { WidgetOption, WidgetOptions } from './widget.ts';

type Values = Readonly<Record<string, unknown>>;

const optionsIn = (description: FormDescription, field: string): WidgetOptions =>
  ((description.uiSchema[field] as Values | undefined)?.['ui:options'] ?? {}) as WidgetOptions;

function parentsOf(options: readonly WidgetOption[]): DependentField['parents'] {
  const groups = Map.groupBy(options, ({ value }) => value);
  return Object.fromEntries(
    [...groups]
      .filter(([, all]) => all.every(({ parents }) => parents))
      .map(([value, all]) => [value, all.flatMap(({ parents }) => parents!)]),
  );
}

const known = new WeakMap<FormDescription, readonly DependentField[]>();

/** The fields of a form whose options depend on another of its fields. */
export function dependentsIn(description: FormDescription): readonly DependentField[] {
  let dependents = known.get(description);
  if (!dependents) {
    const names = Object.keys((description.schema.properties ?? {}) as object);
    dependents = names.flatMap((field): DependentField[] => {
      const { settings, options } = optionsIn(description, field);
      const on = settings?.dependsOn;
      return typeof on === 'string' && names.includes(on) && options
        ? [{ field, on, parents: parentsOf(options) }]
        : [];
    });
    known.set(description, dependents);
  }
  return dependents;
}

/** The form with only those options that go with what it holds; others stay known, as archived ones do. */
export function withOffered(description: FormDescription, values: Values): FormDescription {
  const dependents = dependentsIn(description);
  if (dependents.length === 0) return description;
  const changed = dependents.map((dependent) => {
    const ui = description.uiSchema[dependent.field] as Values;
    const own = optionsIn(description, dependent.field);
    const goes = ({ value, parents }: WidgetOption): boolean =>
      isOffered({ ...dependent, parents: parents ? { [value]: parents } : {} }, value, values[dependent.on]);
    const options = own.options!.map((option) => (goes(option) ? option : { ...option, archived: true }));
    // of two of one value the one that goes comes first: its label is the right one
    options.sort((a, b) => Number(a.archived ?? false) - Number(b.archived ?? false));
    return [dependent.field, { ...ui, 'ui:options': { ...own, options } }] as const;
  });
  return { ...description, uiSchema: { ...description.uiSchema, ...Object.fromEntries(changed) } };
}

/** The values on which offered options depend, as one text: as long as it is the same, so are the options. */
export const offeredKey = (description: FormDescription, values: Values): string =>
  JSON.stringify(dependentsIn(description).map(({ on }) => values[on] ?? null));

/** Fields whose value does not go with what the form holds. */
export const misfitsIn = (description: FormDescription, values: Values): readonly DependentField[] =>
  misfits(dependentsIn(description), (name) => values[name]);

/** What a form holds after a change: choices that no longer go with what changed are taken back, level by level. */
export function withoutMisfits(description: FormDescription, before: Values, values: Values): Values {
  const changed = new Set(
    Object.keys(values).filter((name) => JSON.stringify(values[name]) !== JSON.stringify(before[name])),
  );
  let next = values;
  for (let isMoving = true; isMoving; ) {
    const lost = misfitsIn(description, next).filter(
      ({ on, field }) => changed.has(on) && !changed.has(field),
    );
    isMoving = lost.length > 0;
    for (const { field, on } of lost) {
      changed.add(field);
      const held = next[field];
      const dependent = dependentsIn(description).find((one) => one.field === field)!;
      const left = Array.isArray(held)
        ? held.filter((option) => isOffered(dependent, String(option), next[on]))
        : null;
      next = { ...next, [field]: left };
    }
  }
  return next;
}
