import type { GrantAddress, GrantEdit } from '../draft/grants.ts';

/** One value of the matrix. */
export interface GridCell {
  readonly address: GrantAddress;
  readonly value: string;
  /** the values that it can have; none where something else decides */
  readonly options: readonly string[];
  /** what holds although the cell itself says nothing: another grant, or the preset of a field */
  readonly inherited?: string | undefined;
  /** it comes with another action of the same grant */
  readonly isImplied?: boolean;
  readonly isChanged: boolean;
  /** of a field: what other grants over the object say otherwise, with the actions that they are about */
  readonly beside?: readonly { readonly right: string; readonly actions: readonly string[] }[];
}

/** A grant over an object, or the right over one of its fields; of that one cell goes over all columns. */
export interface GridRow {
  readonly key: string;
  readonly object: string;
  readonly line: number;
  readonly field?: string;
  readonly cells: readonly GridCell[];
  /** how many grants there are over the object */
  readonly lines?: number;
}

/** A place in the grid; column -1 is the head of the row. */
export interface Spot {
  readonly row: number;
  readonly column: number;
}

export interface Selection {
  readonly from: Spot;
  /** where one is */
  readonly to: Spot;
}

export const at = (spot: Spot): Selection => ({ from: spot, to: spot });

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

/** The place itself, or the nearest one that there is. */
export function placed(rows: readonly GridRow[], { row, column }: Spot, columns: number): Spot {
  return { row: clamp(row, 0, Math.max(rows.length - 1, 0)), column: clamp(column, -1, columns - 1) };
}

/** The cell at a place: rows of one cell have it in every column. */
export const cellAt = (rows: readonly GridRow[], { row, column }: Spot): GridCell | undefined =>
  column < 0 ? undefined : (rows[row]?.cells[column] ?? rows[row]?.cells[0]);

/** The rows and columns of a selection; a head stands for its whole row. */
export function extentOf({ from, to }: Selection, columns: number) {
  const isWhole = from.column < 0 || to.column < 0;
  return {
    top: Math.min(from.row, to.row),
    bottom: Math.max(from.row, to.row),
    left: isWhole ? 0 : Math.min(from.column, to.column),
    right: isWhole ? columns - 1 : Math.max(from.column, to.column),
  };
}

/** The cells of a selection, row by row. */
export function cellsIn(
  rows: readonly GridRow[],
  selection: Selection,
  columns: number,
): readonly (readonly GridCell[])[] {
  const { top, bottom, left, right } = extentOf(selection, columns);
  return rows
    .slice(top, bottom + 1)
    .map(({ cells }) => (cells.length === 1 ? cells : cells.slice(left, right + 1)));
}

const editOf = (cell: GridCell, value: string): readonly GrantEdit[] =>
  cell.options.includes(value) && cell.value !== value ? [{ address: cell.address, value }] : [];

/** One value in all these cells, where they can have it. */
export const filled = (cells: readonly (readonly GridCell[])[], value: string): readonly GrantEdit[] =>
  cells.flatMap((row) => row.flatMap((cell) => editOf(cell, value)));

/** What is copied: the values by name, as a table. */
export const copied = (cells: readonly (readonly GridCell[])[]): string =>
  cells.map((row) => row.map(({ value }) => value).join('\t')).join('\n');

/** Values from a table, by name or label: a single one goes into every cell, others from where one is on. */
export function pasted(
  rows: readonly GridRow[],
  selection: Selection,
  columns: number,
  text: string,
  read: (word: string) => string,
): readonly GrantEdit[] {
  const table = text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t').map((word) => read(word.trim())));
  const [[single] = []] = table;
  if (table.length === 1 && table[0]?.length === 1)
    return filled(cellsIn(rows, selection, columns), single ?? '');
  const { top, left } = extentOf(selection, columns);
  return table.flatMap((words, down) =>
    words.flatMap((word, over) => {
      const row = rows[top + down];
      const cell =
        row?.cells.length === 1 ? (over === 0 ? row.cells[0] : undefined) : row?.cells[left + over];
      return cell ? editOf(cell, word) : [];
    }),
  );
}

/** The next of the options that begins with what was typed, after the one that stands there. */
export function typed(
  { options, value }: Pick<GridCell, 'options' | 'value'>,
  letter: string,
  namesOf: (value: string) => readonly string[],
): string | undefined {
  const begins = options.filter((option) => namesOf(option).some((name) => name.startsWith(letter)));
  return begins[(begins.indexOf(value) + 1) % Math.max(begins.length, 1)];
}

const STEPS: Readonly<Record<string, readonly [down: number, over: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

/** Where a key goes from a place; undefined of keys that go nowhere. */
export function moved(
  rows: readonly GridRow[],
  { row, column }: Spot,
  columns: number,
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
): Spot | undefined {
  const go = (spot: Spot) => placed(rows, spot, columns);
  if (key === 'Home') return go({ row: ctrlKey ? 0 : row, column: -1 });
  if (key === 'End') return go({ row: ctrlKey ? rows.length - 1 : row, column: columns - 1 });
  const step = STEPS[key];
  if (!step || ctrlKey) return undefined;
  // from the one cell of a field the way back is its head
  const isOne = rows[row]?.cells.length === 1 && column >= 0;
  if (isOne && step[1] !== 0) return go({ row, column: step[1] < 0 ? -1 : column });
  return go({ row: row + step[0], column: column + step[1] });
}
