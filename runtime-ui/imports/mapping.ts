import type { ImportPlan, PreviewedFile } from '../api/imports.ts';
import type { FieldMeta, ObjectMeta } from '../api/types.ts';

/** What the columns of a file become, and by what records that are there are known. */
export interface Mapping {
  /** by the place of a column its field; null leaves it out */
  readonly fields: readonly (string | null)[];
  /** unique field; absent: every row is new */
  readonly key?: string | undefined;
}

/** What is proposed. */
export const begun = ({ columns }: PreviewedFile): Mapping => ({
  fields: columns.map(({ proposal }) => (proposal ? proposal.field : null)),
});

/** Fields that a file may fill. */
export const fillable = ({ fields }: ObjectMeta): readonly FieldMeta[] =>
  fields.filter(
    ({ can, readOnly, system, name }) => can === 'write' && !readOnly && (!system || name === 'owner'),
  );

/** Fields of the mapping by which records can be known. */
export const keysOf = (object: ObjectMeta, { fields }: Mapping): readonly FieldMeta[] =>
  object.fields.filter(({ name, unique }) => unique && fields.includes(name));

/** The first field that two columns become. */
export const doubled = ({ fields }: Mapping): string | undefined =>
  fields.find((field, index) => field !== null && fields.indexOf(field) !== index) ?? undefined;

export function planOf(object: ObjectMeta, { columns, sheet }: PreviewedFile, mapping: Mapping): ImportPlan {
  const { fields, key } = mapping;
  return {
    object: object.name,
    sheet,
    columns: Object.fromEntries(columns.map(({ heading }, index) => [heading, fields[index] ?? false])),
    ...(key !== undefined && keysOf(object, mapping).some(({ name }) => name === key) && { key }),
  };
}
