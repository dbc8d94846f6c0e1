import type { Values } from '../api/records.ts';
import type { FieldMeta, LinesMeta } from '../api/types.ts';
import { sumDecimals } from './format.ts';

/** The number that a value stands for in sums, as text. */
function numberIn(value: unknown, bare: string | undefined): string | undefined {
  if (typeof value === 'object' && value !== null) {
    return bare === undefined ? undefined : numberIn((value as Values)[bare], undefined);
  }
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : undefined;
}

/** The exact sum of a column, as a roll-up over the lines comes to; undefined where nothing is summed. */
export function totalOf(
  { totals }: LinesMeta,
  { name, bare }: FieldMeta,
  lines: readonly Values[],
  /** what formulas of a line come to by now */
  computed: (line: any) => Values | undefined = () => undefined,
): string | undefined {
  if (!totals.includes(name)) return undefined;
  const values = lines.map((line) => computed(line)?.[name] ?? line[name]);
  return sumDecimals(values.flatMap((value) => numberIn(value, bare) ?? []));
}
