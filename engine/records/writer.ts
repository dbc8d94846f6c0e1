import type { OutputNode } from './output.ts';

/** A row as Postgres spells it: text per column, nothing parsed. */
export type RawRow = readonly (string | null)[];
export type RowWriter = (row: RawRow) => string;

/** Node-postgres hands over the text as it came. */
export const RAW_TYPES = { getTypeParser: () => (text: string) => text };

const BARE: ReadonlySet<number> = new Set([20, 21, 23, 114, 700, 701, 1700, 3802]);
const BOOLEAN = 16;
const TEXT: ReadonlySet<number> = new Set([25, 1042, 1043]);

/** How the text of a column becomes JSON, by its Postgres type. */
function cell(oid: number): (text: string) => string {
  if (BARE.has(oid)) return (text) => text;
  if (oid === BOOLEAN) return (text) => (text === 't' ? 'true' : 'false');
  if (TEXT.has(oid)) return JSON.stringify;
  return (text) => `"${text}"`;
}

/** The columns of a raw row, in the order in which its writer reads them. */
export function rawColumns(nodes: readonly OutputNode[]): string[] {
  return nodes.flatMap((node) =>
    'sql' in node ? [node.isList ? `to_json(${node.sql})` : node.sql] : rawColumns(node.children),
  );
}

type Part = (row: RawRow) => string;

function parts(nodes: readonly OutputNode[], oids: readonly number[], next: { column: number }): Part {
  const keys = nodes.map((node, index) => `${index === 0 ? '{' : ','}${JSON.stringify(node.name)}:`);
  const writers = nodes.map((node): Part => {
    const column = next.column;
    if ('sql' in node) {
      next.column += 1;
      const write = cell(oids[column]!);
      return (row) => {
        const text = row[column];
        return text === null || text === undefined ? 'null' : write(text);
      };
    }
    // the id of a relation is its first child
    const write = parts(node.children, oids, next);
    return (row) => (row[column] === null ? 'null' : write(row));
  });
  if (nodes.length === 0) return () => '{}';
  return (row) => {
    let text = '';
    for (let index = 0; index < writers.length; index++) text += keys[index]! + writers[index]!(row);
    return `${text}}`;
  };
}

/** Writes raw rows as JSON; `oids` are the types of their columns. */
export const compileWriter = (nodes: readonly OutputNode[], oids: readonly number[]): RowWriter =>
  parts(nodes, oids, { column: 0 });
