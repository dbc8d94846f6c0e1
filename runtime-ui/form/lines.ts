import type { Values } from '../api/records.ts';
import type { FieldMeta, LinesMeta, ObjectMeta, RecordRow } from '../api/types.ts';

/** A line item as a form holds it. A new one has no id yet, so it is told apart by a key of the form's own. */
export interface HeldLine extends Values {
  readonly id?: string;
  readonly $key?: string;
}

export const keyOf = ({ id, $key }: HeldLine): string => id ?? $key ?? '';

/** Line items of a record as the form holds them. */
export const heldLines = (
  { fields }: LinesMeta,
  lines: readonly RecordRow[] | null,
  heldValue: (field: FieldMeta, value: unknown) => unknown,
): readonly HeldLine[] =>
  (lines ?? []).map((line) => ({
    id: line.id,
    ...Object.fromEntries(fields.map((field) => [field.name, heldValue(field, line[field.name] ?? null)])),
  }));

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What is said of a line: all that a new one holds, else what differs from before. Nobody writes formulas. */
function sentLine({ fields }: LinesMeta, before: HeldLine | undefined, line: HeldLine): Values {
  const said = fields.filter(({ name, can }) => can === 'write' && !isSame(line[name], before?.[name]));
  return {
    ...(line.id !== undefined && { id: line.id }),
    ...Object.fromEntries(said.map(({ name }) => [name, line[name] ?? null])),
  };
}

/** Changed values as the API takes them: of line items which there are, in their order, and what is new of each. */
export function sentValues(object: ObjectMeta, before: Values, changes: Values): Values {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => {
      const lines = object.fields.find((field) => field.name === name)?.lines;
      if (!lines || !Array.isArray(value)) return [name, value];
      const known = new Map(((before[name] ?? []) as readonly HeldLine[]).map((line) => [line.id, line]));
      return [name, value.map((line: HeldLine) => sentLine(lines, known.get(line.id), line))];
    }),
  );
}

/** What the server says of line items, by `field/row/name`. */
export type LineFaults = Readonly<Record<string, readonly string[]>>;

/** The messages of problems inside line items, whose paths are `/items/2/quantity`. */
export function lineFaults(
  object: ObjectMeta,
  details: readonly { readonly path: string; readonly message: string }[],
): LineFaults {
  const faults: Record<string, string[]> = {};
  for (const { path, message } of details) {
    const [name, row, field] = path.replace(/^\//, '').split('/');
    if (field === undefined || !object.fields.some((one) => one.name === name && one.lines)) continue;
    const place = `${name}/${row}/${field}`;
    faults[place] = [...(faults[place] ?? []), message];
  }
  return faults;
}
