import type { ObjectAccess } from '../access/index.ts';
import type { Labels } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/** A view as its row says it: the document is text, who may see it is columns. */
export interface ViewRow {
  readonly id: string;
  readonly name: string | null;
  readonly document: string | null;
  readonly owner: string | null;
  readonly shared: boolean | null;
  readonly package: string | null;
}

/** A view as a list uses it: only of fields that the actor may read. */
export interface View {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly mode: string;
  readonly columns: readonly { readonly field: string; readonly width?: number }[];
  readonly filter: string | null;
  readonly sort: readonly string[];
  readonly group: string | null;
  /** place among the views of its object that say one */
  readonly order: number | null;
  readonly owner: string | null;
  readonly shared: boolean;
  readonly package: string | null;
  /** roles that it is offered to; empty: all */
  readonly for: readonly string[];
}

const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** A label by language; who writes a view decides what is in its document, and others read it. */
const labelsIn = (value: unknown): Labels =>
  Object.fromEntries(
    Object.entries(Object(value) as object)
      .filter(([language, label]) => LANGUAGE.test(language) && text(label) !== null)
      .map(([language, label]) => [language, (label as string).slice(0, LIMITS.labelLength)]),
  );

/** The canonical path, when the actor may read all that it names. */
function readable(object: ObjectAccess, path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined;
  const [first = '', ...rest] = path.split('.');
  const name = object.object.aliases.get(first) ?? first;
  const part = name.replace(/_(pipeline|since)$/, '');
  const isReadable = [name, part].some(
    (one) => object.object.fields.has(one) && object.readableRows(one).length > 0,
  );
  return isReadable ? [name, ...rest].join('.') : undefined;
}

function columnOf(object: ObjectAccess, column: unknown): View['columns'][number] | undefined {
  const { field, width } = typeof column === 'string' ? { field: column, width: undefined } : Object(column);
  const path = readable(object, field);
  return path === undefined ? undefined : { field: path, ...(typeof width === 'number' && { width }) };
}

function parsed(document: string | null): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(document ?? '{}'));
  } catch {
    return {};
  }
}

/** Reads a view's row. What a person wrote long ago may name what is gone: that is left out. */
export function readView(object: ObjectAccess, row: ViewRow): View {
  const document = parsed(row.document);
  const sort = list(document.sort)
    .filter((word) => typeof word === 'string')
    .flatMap((word) => {
      const path = readable(object, word.replace(/^[-+]/, ''));
      return path === undefined ? [] : [word.startsWith('-') ? `-${path}` : path];
    });
  const name = row.name ?? '';
  return {
    id: row.id,
    name: text(document.name) ?? name,
    labels: { en: name, ...labelsIn(document.labels) },
    mode: text(document.mode) ?? 'table',
    columns: list(document.columns).flatMap((column) => columnOf(object, column) ?? []),
    filter: text(document.filter),
    sort,
    group: readable(object, document.group) ?? null,
    order: typeof document.order === 'number' ? document.order : null,
    owner: row.owner,
    shared: row.shared === true,
    package: row.package,
    for: list(document.for).filter((role): role is string => typeof role === 'string'),
  };
}
