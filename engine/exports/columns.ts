import type { Access, ObjectAccess } from '../access/index.ts';
import { textIn } from '../errors.ts';
import { isCellProblem, type Locality, type WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import { type ExportedRecord, pathEnd, shownTitle } from '../records/index.ts';

/** How values are written: as people read them, or as programs do. */
export type Spelling = 'labels' | 'keys';

/** What a cell holds, for files that tell kinds apart. */
export type CellKind = 'text' | 'number' | 'date' | 'datetime';

/** A column of a table. */
export interface ExportColumn {
  readonly heading: string;
  /** what the list is asked for; none where the column follows from another */
  readonly paths: readonly string[];
  readonly kind: CellKind;
  /** the field of the record whose line items it shows: a row for each of them */
  readonly lines?: string;
  /** what stands in the cell of a record, or of one of its line items; undefined is empty */
  readonly cell: (record: ExportedRecord) => string | undefined;
}

/** What columns are made with. */
export interface ColumnScope {
  readonly access: Access;
  readonly object: ObjectAccess;
  readonly where: Locality;
  readonly spelling: Spelling;
}

const isEmpty = (value: unknown): value is null | undefined | '' =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** The value behind names, whatever on the way is missing. */
const valueAt = (record: ExportedRecord, names: readonly string[]): unknown =>
  names.reduce<unknown>((value, name) => Object(value ?? {})[name], record);

/** Whether a cell that holds a bare number is read as that number: of a percentage it is not. */
function takesNumbers(field: ModelField, where: Locality): boolean {
  if (field.type.kind !== 'decimal') return false;
  const read = field.type.parse('2', field, where);
  const value = isCellProblem(read) ? read : field.type.normalise(read, field);
  return !isCellProblem(value) && String(value) === String(field.type.normalise('2', field));
}

function kindOf(field: ModelField, { where }: ColumnScope): CellKind {
  if (field.type.kind === 'date') return 'date';
  if (field.type.kind === 'timestamp') return 'datetime';
  return takesNumbers(field, where) ? 'number' : 'text';
}

/** A value in one spelling: numbers and days always in the one that any program reads. */
function textOf(value: unknown, field: ModelField, { where, spelling }: ColumnScope): string {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (spelling === 'keys') {
    if (isPlain) return String(value);
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(';');
  }
  if (isPlain && (field.type.kind === 'date' || takesNumbers(field, where))) return String(value);
  return field.type.format(value as WireValue, field, where);
}

type Column = Omit<ExportColumn, 'heading' | 'lines'>;

/** A relation by what the record is called, or by its id. */
function relationColumn(scope: ColumnScope, names: readonly string[], target: string): Column {
  const title = scope.spelling === 'labels' ? shownTitle(scope.access, target) : undefined;
  const path = names.join('.');
  if (!title) return { paths: [path], kind: 'text', cell: (record) => textOrNone(valueAt(record, names)) };
  return {
    paths: [`${path}.${title.name}`],
    kind: 'text',
    cell: (record) => {
      const value = valueAt(record, [...names, title.name]);
      return isEmpty(value) ? undefined : textOf(value, title.field, scope);
    },
  };
}

const textOrNone = (value: unknown): string | undefined => (isEmpty(value) ? undefined : String(value));

/** A relation to one of several objects: `Account: Acme`. */
function pointerColumn(scope: ColumnScope, names: readonly string[], field: ModelField): Column {
  const path = names.join('.');
  if (scope.spelling === 'keys') return plainColumn(scope, names, field);
  return {
    paths: [`${path}.object`, `${path}.title`],
    kind: 'text',
    cell: (record) => {
      const { object, title } = Object(valueAt(record, names) ?? {}) as { object?: string; title?: string };
      if (isEmpty(title) || object === undefined) return undefined;
      const label = textIn(scope.access.object(object)?.object.labels, scope.where.locale);
      return `${label || object}: ${title}`;
    },
  };
}

const plainColumn = (scope: ColumnScope, names: readonly string[], field: ModelField): Column => ({
  paths: [names.join('.')],
  kind: kindOf(field, scope),
  cell: (record) => {
    const value = valueAt(record, names);
    return isEmpty(value) ? undefined : textOf(value, field, scope);
  },
});

/** What a record is linked with, each by what it is called, or by its id. */
function linksColumn(scope: ColumnScope, name: string, target: string): Column {
  const title = scope.spelling === 'labels' ? shownTitle(scope.access, target) : undefined;
  return {
    paths: [title ? `${name}.${title.name}` : name],
    kind: 'text',
    cell: (record) => {
      const linked = (record[name] ?? []) as readonly unknown[];
      const texts = linked.map((one) => {
        const value = title ? Object(one)[title.name] : one;
        return isEmpty(value) ? '' : title ? textOf(value, title.field, scope) : String(value);
      });
      return texts.filter((text) => text !== '').join('; ') || undefined;
    },
  };
}

/** A column of line items: within each of them, what it would be of a record. */
function lineColumn(column: Column, lines: string): Omit<ExportColumn, 'heading'> {
  return { ...column, paths: column.paths.map((path) => `${lines}.${path}`), lines };
}

function columnAt(scope: ColumnScope, path: string): Omit<ExportColumn, 'heading'> | undefined {
  const names = path.split('.');
  const { member, many } = pathEnd(scope.access, scope.object, names);
  if (many?.isLinks) return linksColumn(scope, names[0]!, many.target.name);
  // line items as a whole are rows, not a cell
  if (!member) return undefined;
  const within = many ? names.slice(1) : names;
  const make = (): Column => {
    if (member.part !== '') return plainColumn(scope, within, member.field);
    if (member.field.objects) return pointerColumn(scope, within, member.field);
    return member.target === undefined
      ? plainColumn(scope, within, member.field)
      : relationColumn(scope, within, member.target);
  };
  return many ? lineColumn(make(), names[0]!) : make();
}

/** Headings: labels of the reader, or names; of two that are called alike both by name. */
function headingsOf(scope: ColumnScope, paths: readonly string[]): readonly string[] {
  if (scope.spelling === 'keys') return paths;
  const labelled = paths.map((path) => {
    const { labels } = pathEnd(scope.access, scope.object, path.split('.'));
    return labels.map((one) => textIn(one, scope.where.locale)).join('.') || path;
  });
  return labelled.map((heading, index) =>
    labelled.filter((one) => one === heading).length > 1 ? paths[index]! : heading,
  );
}

/** Every field that the reader sees, but for those of line items and what the engine keeps for itself. */
function defaultPaths({ object, spelling }: ColumnScope): readonly string[] {
  const shown = object.shown.filter(
    ({ type, name }) => !type.apart && (spelling === 'keys' || name !== 'id'),
  );
  const own = shown.filter(({ system }) => !system);
  const kept = shown.filter(({ system, name }) => system && !LEFT_OUT.has(name));
  return [...own, ...kept].map(({ name }) => name);
}

const LEFT_OUT: ReadonlySet<string> = new Set(['deleted_at', 'version', 'source']);

/** The columns of a table, in the order of the fields that are asked for; without any, of all that the reader sees. */
export function columnsOf(
  scope: ColumnScope,
  fields: readonly string[] | undefined,
): readonly ExportColumn[] {
  const paths = fields ?? defaultPaths(scope);
  const made = paths.flatMap((path) => {
    const column = columnAt(scope, path);
    return column ? [{ path, column }] : [];
  });
  const headings = headingsOf(
    scope,
    made.map(({ path }) => path),
  );
  return made.map(({ column }, index) => ({ ...column, heading: headings[index]! }));
}

/** The rows of a record: one, or as many as it has line items. What is the record's own stands in the first of them. */
export function rowsOf(
  columns: readonly ExportColumn[],
  record: ExportedRecord,
): readonly (readonly (string | undefined)[])[] {
  const linesIn = (name: string) => (record[name] ?? []) as readonly ExportedRecord[];
  const most = Math.max(1, ...columns.map(({ lines }) => (lines === undefined ? 1 : linesIn(lines).length)));
  return Array.from({ length: most }, (_, index) =>
    columns.map(({ lines, cell }) => {
      if (lines === undefined) return index === 0 ? cell(record) : undefined;
      const line = linesIn(lines)[index];
      return line && cell(line);
    }),
  );
}
