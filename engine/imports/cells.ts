import { problemItem } from '../errors.ts';
import { type CellProblem, isCellProblem, type Locality } from '../field-types/index.ts';
import type { FilePlan, Filled, FilledColumn, LookupTarget } from './map.ts';
import { readPointer } from './pointers.ts';
import type { TableRow } from './tables.ts';
import { folded } from './words.ts';

/** A relation that a cell names by something else than an id. */
export interface Ask {
  readonly target: LookupTarget;
  readonly text: string;
  /** the relation is to one of several objects: its value says of which */
  readonly isPointer?: true;
  /** from a constant: said of new records only */
  readonly isFallback: boolean;
}

/** Why a row was not taken, as the error file says it. */
export interface RowProblem extends CellProblem {
  /** heading, or the name of the field that no column fills; '' is the row as a whole */
  readonly heading: string;
}

/** A row read by the types of its fields; relations are still to be looked up. */
export interface ReadRow {
  readonly row: TableRow;
  /** of the body, by member */
  readonly values: Map<string, unknown>;
  /** values of a new record where `values` has none */
  readonly fallbacks: Map<string, unknown>;
  readonly asks: ReadonlyMap<string, Ask>;
  readonly problems: RowProblem[];
  /** line items that the row, and rows below it, say of the record: by their field */
  readonly lines: Map<string, ReadLine[]>;
  /** rows that say no more than further line items */
  readonly also: TableRow[];
  /** fields that are emptied where the row changes a record */
  readonly clears: Set<string>;
  /** relations to rows that a dry run would have written: nothing is said of them */
  readonly open: Set<string>;
}

/** A line item as a row says it. */
export interface ReadLine {
  readonly values: Map<string, unknown>;
  readonly asks: ReadonlyMap<string, Ask>;
}

/** A value, a relation to look up, a refusal; undefined is empty. */
type Read =
  | { readonly value: unknown }
  | { readonly ask: Omit<Ask, 'isFallback'> }
  | { readonly problem: CellProblem }
  | undefined;

/** The name of the pipeline that a cell names by its name or label. */
function pipelineOf({ pipelines }: Filled, text: string): string {
  const spelled = folded(text);
  const found = pipelines!.find(
    ({ name, labels }) =>
      folded(name) === spelled || Object.values(labels).some((label) => folded(label) === spelled),
  );
  return found?.name ?? text;
}

/** What columns of their own say of the objects that relations lead to, by field. */
type Objects = ReadonlyMap<string, string>;

function objectsIn({ columns }: FilePlan, { cells }: TableRow): Objects {
  const named = columns.filter(({ isObject }) => isObject);
  const said = named.map(({ field, index }) => [field.name, (cells[index] ?? '').trim()] as const);
  return new Map(said.filter(([, text]) => text !== ''));
}

/** What a text of a cell, of a map of values or of a constant means for a field. */
function readText(filled: Filled, text: string, where: Locality, objects: Objects): Read {
  if (text.trim() === '') return undefined;
  if (filled.targets) {
    const read = readPointer(filled.targets, text.trim(), objects.get(filled.field.name));
    return 'problem' in read ? read : { ask: { ...read, isPointer: true } };
  }
  if (filled.target) return { ask: { target: filled.target, text: text.trim() } };
  if (filled.pipelines) return { value: pipelineOf(filled, text) };
  const field = filled.part?.field ?? filled.told ?? filled.field;
  const value = field.type.parse(text, field, where);
  return isCellProblem(value) ? { problem: value } : { value };
}

/** Texts are read as cells; whatever else JSON holds is a value as the API takes it. */
const readValue = (filled: Filled, value: unknown, where: Locality, objects: Objects): Read =>
  typeof value === 'string'
    ? readText(filled, value, where, objects)
    : value === null || value === undefined
      ? undefined
      : { value };

/** The records that a cell names, several with `;` or on lines of their own, each as one that is linked. */
const membersIn = (cell: string, target: LookupTarget) =>
  [...new Set(cell.split(/[;；\n]/).map((part) => part.trim()))]
    .filter((text) => text !== '')
    .map((text) => ({
      values: new Map<string, unknown>(),
      asks: new Map<string, Ask>([['id', { target, text, isFallback: false }]]),
    }));

/** Whether a row stands in one pair of quotes as a whole: its only cell is what should be several. */
const isWrapped = ({ form: { headings, delimiter } }: FilePlan, { cells }: TableRow): boolean =>
  delimiter !== '' && headings.length > 1 && cells.length === 1 && cells[0]!.includes(delimiter);

/** Reads one row by the columns of its plan. */
export function readRow(plan: FilePlan, row: TableRow, where: Locality): ReadRow {
  const values = new Map<string, unknown>();
  const fallbacks = new Map<string, unknown>();
  const asks = new Map<string, Ask>();
  const problems: RowProblem[] = [];
  const { headings } = plan.form;
  if (row.cells.slice(headings.length).some((cell) => cell !== '')) {
    const params = { given: row.cells.length, expected: headings.length };
    const { code, message } = problemItem('', 'import.cells', params);
    problems.push({ heading: '', code: code as CellProblem['code'], problem: message });
  }
  if (isWrapped(plan, row)) {
    const { code, message } = problemItem('', 'import.row_wrapped');
    problems.push({ heading: '', code: code as CellProblem['code'], problem: message });
  }
  const lines = new Map<string, { values: Map<string, unknown>; asks: Map<string, Ask> }[]>();
  const lineOf = (name: string) => {
    const [line] = lines.get(name) ?? [];
    if (line) return line;
    const made = { values: new Map<string, unknown>(), asks: new Map<string, Ask>() };
    lines.set(name, [made]);
    return made;
  };
  const takeLine = ({ line, heading }: FilledColumn, read: Read): void => {
    const { field, member } = line!;
    if (!read) return;
    if ('problem' in read) problems.push({ heading, ...read.problem });
    else if ('ask' in read) lineOf(field.name).asks.set(member, { ...read.ask, isFallback: false });
    else lineOf(field.name).values.set(member, read.value);
  };
  const take = (filled: Filled, read: Read, heading: string, into: Map<string, unknown>): void => {
    if (!read) return;
    if ('problem' in read) problems.push({ heading, ...read.problem });
    else if ('ask' in read) asks.set(filled.name, { ...read.ask, isFallback: into === fallbacks });
    else if (filled.part) {
      const { name } = filled.field;
      into.set(name, { ...(into.get(name) as object | undefined), [filled.part.name]: read.value });
    } else into.set(filled.name, read.value);
  };
  const clears = new Set<string>();
  const objects = objectsIn(plan, row);
  for (const column of plan.columns) {
    if (column.isObject) continue;
    const cell = row.cells[column.index] ?? '';
    if (column.isMany && column.target) {
      const members = membersIn(cell, column.target);
      if (members.length > 0) lines.set(column.name, members);
      continue;
    }
    const spelled = folded(cell);
    const read = column.values?.has(spelled)
      ? readValue(column, column.values.get(spelled), where, objects)
      : readText(column, cell, where, objects);
    if (column.clears && !read) clears.add(column.name);
    if (column.line) takeLine(column, read);
    else take(column, read, column.heading, values);
  }
  for (const constant of plan.constants) {
    if (values.has(constant.name) || asks.has(constant.name)) continue;
    if (problems.some(({ heading }) => headingOf(plan, constant.name) === heading)) continue;
    take(constant, readValue(constant, constant.value, where, objects), constant.name, fallbacks);
  }
  return { row, values, fallbacks, asks, problems, lines, also: [], clears, open: new Set() };
}

/** The heading whose column fills a member of the body, else the member itself. */
export const headingOf = ({ columns }: FilePlan, name: string): string =>
  (
    columns.find((column) => column.name === name) ??
    columns.find(({ field, part }) => part && field.name === name) ??
    // one of the records that a cell names
    columns.find((column) => column.isMany && column.name === name.split('.')[0])
  )?.heading ?? name;
