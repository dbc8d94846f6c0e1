import type { Display } from '../display.tsx';
import { LineTable } from '../line-table.tsx';

/** Line items: how many in lists, all of them with their totals on pages. */
export const lineItems: Display = (value, { field, object, isPlain, show }) =>
  isPlain || !field.lines ? (
    <span>{value.length}</span>
  ) : (
    <LineTable object={object} field={field} lines={value} show={show} />
  );
