import type { Digits } from './kinds.ts';
import { Exact, type WireValue } from './values.ts';

/** A number of an expression as a field of so many digits keeps it: rounded; one that it has no room for is none. */
export function keptValue(value: WireValue, [before, after]: Digits): WireValue {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const rounded = new Exact(value).toDecimalPlaces(after);
  if (rounded.abs().gte(new Exact(10).pow(before))) return null;
  return rounded.isZero() ? new Exact(0).toFixed(after) : rounded.toFixed(after);
}

/** The same in SQL, for a numeric. */
export function keptSql(sql: string, [before, after]: Digits): string {
  const most = `1e${before}`;
  return `nullif(nullif(greatest(least(round(${sql}, ${after}), ${most}), -${most}), ${most}), -${most})`;
}
