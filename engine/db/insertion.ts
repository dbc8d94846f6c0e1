/** A column of a row that is inserted. */
export type InsertColumn<Row> = readonly [
  name: string,
  type: string,
  read: (row: Row) => unknown,
  /** SQL of what is written, made of what was bound */
  written?: (bound: string) => string,
];

/**
 * An INSERT of the rows; `table` is qualified already. Its values go to `values`, as arrays where there are
 * several rows, so that two and a thousand have the same text.
 */
export function insertionSql<Row>(
  table: string,
  columns: readonly InsertColumn<Row>[],
  rows: readonly Row[],
  values: unknown[],
): string {
  const names = columns.map(([name]) => name).join(', ');
  const parameters = columns.map(([, type, read]) => {
    values.push(rows.length === 1 ? read(rows[0]!) : rows.map(read));
    return rows.length === 1 ? `$${values.length}::${type}` : `$${values.length}::${type}[]`;
  });
  const cells = (bound: readonly string[]): string =>
    columns.map(([, , , written], index) => written?.(bound[index]!) ?? bound[index]!).join(', ');
  const source =
    rows.length === 1
      ? `VALUES (${cells(parameters)})`
      : `SELECT ${cells(columns.map(([name]) => `u.${name}`))} FROM unnest(${parameters.join(', ')}) AS u (${names})`;
  return `INSERT INTO ${table} (${names}) ${source}`;
}
