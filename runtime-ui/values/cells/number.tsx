import type { Display } from '../display.tsx';
import { formatNumber } from '../format.ts';

/** A number, an amount or a percentage. */
export const number: Display = (value, { field, where }) => (
  <span className="gx-number">{formatNumber(field, value, where)}</span>
);
