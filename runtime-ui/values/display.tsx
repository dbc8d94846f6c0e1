import type { ReactNode } from 'react';
import { type Column, rowOf } from '../api/columns.ts';
import { textAt } from '../api/model.ts';
import type { FieldMeta, ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { text } from './cells/text.tsx';
import { cells } from './cells.ts';
import type { Locality } from './format.ts';
import { useLocality } from './locality.ts';
import { Masked } from './masked.tsx';
import { relationTitle } from './relations.ts';

/** What a display may use besides the value. */
export interface Showing {
  readonly field: FieldMeta;
  readonly object: ObjectMeta;
  readonly record: RecordRow;
  readonly where: Locality;
  readonly label: ReturnType<typeof useTexts>['label'];
  readonly yes: string;
  readonly no: string;
  /** inside a row or card that is itself a link: no links, one line */
  readonly isPlain: boolean;
  /** a value inside the value */
  readonly show: (object: ObjectMeta, field: FieldMeta, record: RecordRow) => ReactNode;
}

/** How values are shown: one file of `cells/` each, named by the field types. */
export type Display = (value: any, showing: Showing) => ReactNode;

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

export const isEmptyValue = isEmpty;

/** Whether values of the field stand at the right of their column. */
export const isNumeric = (field: FieldMeta): boolean => field.kind === 'decimal' && !field.options;

/** Which person a user signs in as is an id: that there is one is all that anybody reads in it. */
const isSignIn = (object: ObjectMeta, field: FieldMeta): boolean =>
  object.name === 'user' && field.name === 'person';

/** A field's value as people read it. */
export function Value(props: { object: ObjectMeta; field: FieldMeta; record: RecordRow; isPlain?: boolean }) {
  const { object, field, record, isPlain = false } = props;
  const where = useLocality();
  const { label, t } = useTexts();
  const value = record[field.name];
  if (isEmpty(value)) return <span className="gx-empty-value">—</span>;
  if (isSignIn(object, field)) return t('common.yes');
  const shown = (cells[field.cell] ?? text)(value, {
    field,
    object,
    record,
    where,
    label,
    yes: t('common.yes'),
    no: t('common.no'),
    isPlain,
    show: (inside, one, row) => <Value object={inside} field={one} record={row} />,
  });
  if (field.can !== 'masked') return shown;
  return (
    <span className="gx-masked-value">
      {shown} <Masked isBrief={isPlain} />
    </span>
  );
}

/** The value of a column as people read it, wherever it stands. */
export const ColumnValue = (props: { column: Column; record: RecordRow; isPlain?: boolean }) => (
  <Value
    object={props.column.object}
    field={props.column.field}
    record={rowOf(props.record, props.column)}
    isPlain={props.isPlain ?? false}
  />
);

/** The title of a record, never empty. */
export function useTitleOf(object: ObjectMeta): (record: RecordRow) => string {
  const { t } = useTexts();
  return (record) => {
    const field = object.fields.find((each) => each.name === object.titleField);
    const value = record[object.titleField];
    const path = field?.bare === undefined ? object.titleField : `${object.titleField}.${field.bare}`;
    const title = field?.target ? relationTitle(field, value) : textAt(record, path);
    return isEmpty(title) ? t('list.noTitle') : String(title);
  };
}
