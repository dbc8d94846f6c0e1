import type { Access, ObjectAccess } from '../access/index.ts';
import type { Labels } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { type Member, memberPart, membersOfField, STAGE_ATTRIBUTES } from '../model/index.ts';

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

/** Where a view is read: what its actor may know of its object, and of those that its paths lead to. */
export interface ViewPlace {
  readonly access: Access;
  readonly object: ObjectAccess;
}

type Fields = 'readable' | 'shown';

function memberOf(object: ObjectAccess, name: string, fields: Fields): Member | undefined {
  const known = object.object.aliases.get(name) ?? name;
  return object[fields].flatMap(membersOfField).find((member) => member.name === known);
}

/** Names behind a member, by which parts of its value and stages are reached. */
const leadsInside = (member: Member, name: string): boolean =>
  memberPart(member, name) !== undefined || (member.type.hasStages === true && name in STAGE_ATTRIBUTES);

/** The canonical path, when the actor may read all that it names; as a column they may also see its value in part. */
function readable(
  { access, object }: ViewPlace,
  path: unknown,
  fields: Fields = 'readable',
): string | undefined {
  if (typeof path !== 'string') return undefined;
  const names = path.split('.');
  const canonical: string[] = [];
  let at = object;
  for (const [index, name] of names.entries()) {
    const member = memberOf(at, name, index === names.length - 1 ? fields : 'readable');
    if (!member) return undefined;
    canonical.push(member.name);
    const [next, ...further] = names.slice(index + 1);
    if (next === undefined) break;
    if (leadsInside(member, next)) return further.length > 0 ? undefined : [...canonical, next].join('.');
    const target = member.target === undefined ? undefined : access.object(member.target);
    if (!target?.can('read')) return undefined;
    at = target;
  }
  return canonical.join('.');
}

/** Whether records can be sorted or grouped by what a path names: not by what is kept encrypted. */
function isOrdered({ access, object }: ViewPlace, path: string): boolean {
  let at: ObjectAccess | undefined = object;
  let member: Member | undefined;
  for (const name of path.split('.')) {
    member = at && memberOf(at, name, 'readable');
    at = member?.target === undefined ? undefined : access.object(member.target);
  }
  return member?.type.kind !== 'encrypted';
}

function groupOf(place: ViewPlace, given: unknown): string | null {
  const path = readable(place, given);
  return path !== undefined && isOrdered(place, path) ? path : null;
}

function columnOf(place: ViewPlace, column: unknown): View['columns'][number] | undefined {
  const { field, width } = typeof column === 'string' ? { field: column, width: undefined } : Object(column);
  const path = readable(place, field, 'shown');
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
export function readView(place: ViewPlace, row: ViewRow): View {
  const document = parsed(row.document);
  const sort = list(document.sort)
    .filter((word) => typeof word === 'string')
    .flatMap((word) => {
      const path = readable(place, word.replace(/^[-+]/, ''));
      return path === undefined || !isOrdered(place, path) ? [] : [word.startsWith('-') ? `-${path}` : path];
    });
  const name = row.name ?? '';
  return {
    id: row.id,
    name: text(document.name) ?? name,
    labels: { en: name, ...labelsIn(document.labels) },
    mode: text(document.mode) ?? 'table',
    columns: list(document.columns).flatMap((column) => columnOf(place, column) ?? []),
    filter: text(document.filter),
    sort,
    group: groupOf(place, document.group),
    order: typeof document.order === 'number' ? document.order : null,
    owner: row.owner,
    shared: row.shared === true,
    package: row.package,
    for: list(document.for).filter((role): role is string => typeof role === 'string'),
  };
}
