import { problemItem } from '../errors.ts';
import { type ReadRow, type RowProblem, readRow } from './cells.ts';
import type { FilePlan } from './map.ts';
import type { Run } from './run.ts';
import { readRows } from './tables.ts';
import { folded } from './words.ts';

const hasLines = ({ columns }: FilePlan): boolean => columns.some(({ line }) => line);

/**
 * What rows of one record have in common: the row's own key, else the value of the key, else all that they say
 * of the record. Empty where a row says line items only: it belongs to the record above it.
 */
function sharedKey({ columns, key, rowKey }: FilePlan, { row: { cells } }: ReadRow): string {
  const told = columns.filter(({ line }) => !line);
  const text = (index: number): string => folded(cells[index] ?? '');
  if (rowKey !== undefined && text(rowKey) !== '') return `_ ${text(rowKey)}`;
  const keyed = key && told.find(({ field }) => field === key);
  if (keyed && text(keyed.index) !== '') return `= ${text(keyed.index)}`;
  const all = told.map(({ index }) => text(index));
  return all.every((one) => one === '') ? '' : JSON.stringify(all);
}

/** Adds what a further row of a record says to its first one. */
function absorb(plan: FilePlan, head: ReadRow, row: ReadRow): void {
  for (const [name, lines] of row.lines) head.lines.set(name, [...(head.lines.get(name) ?? []), ...lines]);
  for (const [name, value] of row.values) {
    if (JSON.stringify(head.values.get(name)) === JSON.stringify(value)) continue;
    const heading = plan.columns.find((column) => column.name === name)?.heading ?? name;
    const { code, message: problem } = problemItem('', 'import.line_differs', {
      name: heading,
      row: row.row.row,
    });
    head.problems.push({ heading, code: code as RowProblem['code'], problem });
  }
  head.problems.push(...row.problems);
  head.also.push(row.row);
}

/** The rows of a file, chunk by chunk: those of one record, which stand below each other, as one with its line items. */
export async function* readChunks(run: Run, plan: FilePlan): AsyncGenerator<readonly ReadRow[]> {
  let head: { readonly read: ReadRow; readonly key: string } | undefined;
  for await (const chunk of readRows(plan.source, plan.form)) {
    const reads = chunk.map((row) => readRow(plan, row, run.where));
    if (!hasLines(plan)) {
      yield reads;
      continue;
    }
    const whole: ReadRow[] = [];
    for (const read of reads) {
      const key = sharedKey(plan, read);
      if (head && (key === '' || key === head.key)) absorb(plan, head.read, read);
      else {
        if (head) whole.push(head.read);
        head = { read, key };
      }
    }
    if (whole.length > 0) yield whole;
  }
  if (head) yield [head.read];
}
