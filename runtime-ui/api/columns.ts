import { fieldOf } from './model.ts';
import type { FieldMeta, Labels, ObjectMeta, RecordRow } from './types.ts';

/** A column of a list: a field of its records, a part of one, or a field of what a relation leads to. */
export interface Column {
  /** `name`, `price.amount`, `account.industry` */
  readonly path: string;
  /** with what it stands in: `Price · Currency` */
  readonly labels: Labels;
  /** where the field is */
  readonly object: ObjectMeta;
  readonly field: FieldMeta;
}

/** Objects by name, as far as they are known. */
export type Objects = ReadonlyMap<string, ObjectMeta>;

/** Labels one behind the other, in every language that one of them has. */
function joined(labels: readonly Labels[]): Labels {
  const languages = new Set(labels.flatMap((one) => Object.keys(one)));
  const told = (one: Labels, language: string) => one[language] ?? one.en ?? Object.values(one)[0] ?? '';
  return Object.fromEntries(
    [...languages].map((language) => [language, labels.map((one) => told(one, language)).join(' · ')]),
  );
}

/**
 * The column that a path names. `needs` is an object that has to be known first; nothing where the path leads
 * to nothing that the caller may read.
 */
export function columnAt(
  objects: Objects,
  object: ObjectMeta,
  path: string,
): Column | { readonly needs: string } | undefined {
  const names = path.split('.');
  const labels: Labels[] = [];
  let at = object;
  for (const [index, name] of names.entries()) {
    const field = fieldOf(at, name);
    if (!field) return undefined;
    labels.push(field.labels);
    if (index === names.length - 1) return { path, labels: joined(labels), object: at, field };
    const part = index === names.length - 2 ? partOf(field, names[index + 1]!) : undefined;
    if (part) return { path, labels: joined([...labels, part.labels]), object: at, field: part };
    if (field.target === undefined) return undefined;
    const to = objects.get(field.target);
    if (!to) return { needs: field.target };
    at = to;
  }
  return undefined;
}

const partOf = (field: FieldMeta, name: string): FieldMeta | undefined =>
  field.parts?.find((part) => part.name === name);

/** A field of the object as a column. */
export const ownColumn = (object: ObjectMeta, field: FieldMeta): Column => ({
  path: field.name,
  labels: field.labels,
  object,
  field,
});

/** What the value of a column stands in: the record, a value in parts, or the record that a relation leads to. */
export function rowOf(record: RecordRow, { path }: Column): RecordRow {
  let row: unknown = record;
  for (const name of path.split('.').slice(0, -1)) row = (row as RecordRow | null | undefined)?.[name];
  return (row ?? {}) as RecordRow;
}

export const heldIn = (record: RecordRow, column: Column): unknown =>
  rowOf(record, column)[column.field.name];

/** A column as a field that is called by its path: filters and orders name it so. */
const asField = ({ path, labels, field }: Column): FieldMeta => ({ ...field, name: path, labels });

/** The object with all that its lists may be filtered and sorted by: parts of its values, and these columns. */
export function withPaths(object: ObjectMeta, columns: readonly Column[]): ObjectMeta {
  const own = object.fields.flatMap((field) => [
    field,
    ...(field.parts ?? []).map((part) =>
      asField({
        path: `${field.name}.${part.name}`,
        labels: joined([field.labels, part.labels]),
        object,
        field: part,
      }),
    ),
  ]);
  const known = new Set(own.map(({ name }) => name));
  const further = columns.filter(({ path }) => !known.has(path)).map(asField);
  return { ...object, fields: [...own, ...further] };
}
