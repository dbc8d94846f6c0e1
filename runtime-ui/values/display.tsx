import type { CSSProperties, ReactNode } from 'react';
import { Link } from 'react-router';
import type { FieldMeta, ObjectMeta, RecordRow, StageMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { colorOf } from './colors.ts';
import { formatMoment, formatNumber, type Locality } from './format.ts';
import { useLocality } from './locality.ts';
import { Tag } from './tag.tsx';

/** What a display may use besides the value. */
interface Showing {
  readonly field: FieldMeta;
  readonly object: ObjectMeta;
  readonly record: RecordRow;
  readonly where: Locality;
  readonly label: ReturnType<typeof useTexts>['label'];
  readonly yes: string;
  readonly no: string;
  /** inside a row or card that is itself a link: no links, one line */
  readonly isPlain: boolean;
}

type Display = (value: any, showing: Showing) => ReactNode;

/** The stage that a record is in, with its place in its pipeline. */
export function stageOf(
  object: ObjectMeta,
  field: FieldMeta,
  record: RecordRow,
): [StageMeta, number] | undefined {
  const pipeline = record[`${field.name}_pipeline`];
  for (const { name, stages } of object.pipelines) {
    const place = stages.findIndex((stage) => stage.name === record[field.name]);
    if (place >= 0 && (pipeline === undefined || pipeline === name)) return [stages[place]!, place];
  }
  return undefined;
}

/** The title of a relation's value that was asked for with its title, or nothing. */
export function relationTitle(field: FieldMeta, value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  return String((value as Record<string, unknown>)[field.targetTitle ?? 'name'] ?? '');
}

export const relationId = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : (value as { id?: string } | null)?.id;

/** The family name's character of a Chinese name, else two letters. */
const initials = (name: string): string =>
  /^\p{Script=Han}/u.test(name)
    ? name.slice(0, 1)
    : name
        .split(/\s+/)
        .map((part) => part[0])
        .slice(0, 2)
        .join('')
        .toUpperCase();

const hueOf = (name: string): string => {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)!) % 360;
  return `hsl(${sum} 65% 50%)`;
};

/** Somebody's name with a coloured disc; `isAlone` shows only the disc. */
export function Person({ name, isAlone = false }: { name: string; isAlone?: boolean }) {
  return (
    <span className="gx-person" style={{ '--tag': hueOf(name) } as CSSProperties}>
      <span className="gx-avatar" aria-hidden="true">
        {initials(name)}
      </span>
      {!isAlone && <span className="gx-clip">{name}</span>}
    </span>
  );
}

const option: Display = (value, { field, label }) => {
  const found = field.options?.find((each) => each.value === value);
  if (!found?.color && field.kind !== 'list') return found ? label(found.labels) : String(value);
  return <Tag color={colorOf(found?.color)}>{found ? label(found.labels) : String(value)}</Tag>;
};

const relation: Display = (value, { field, isPlain }) => {
  const title = relationTitle(field, value) || '—';
  if (field.target === 'user') return <Person name={title} />;
  const id = relationId(value);
  return isPlain || !id ? title : <Link to={`/o/${field.target}/${id}`}>{title}</Link>;
};

const number: Display = (value, { field, where }) => (
  <span className="gx-number">{formatNumber(field, value, where)}</span>
);

const link =
  (scheme: string): Display =>
  (value, { isPlain }) =>
    isPlain ? String(value) : <a href={`${scheme}${String(value).replace(/\s/g, '')}`}>{String(value)}</a>;

const webAddress: Display = (value, { isPlain }) => {
  const text = String(value);
  const isSafe = /^https?:\/\//i.test(text);
  if (isPlain || !isSafe) return text;
  return (
    <a href={text} target="_blank" rel="noopener noreferrer">
      {text.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')}
    </a>
  );
};

/** By widget, by kind; the rest is text. */
const DISPLAYS: Readonly<Record<string, Display>> = {
  'widget:lookup': relation,
  'widget:select': option,
  'widget:multi-select': (values: readonly string[], showing) => (
    <span className="gx-tags">
      {values.map((value) => (
        <span key={value}>{option(value, showing)}</span>
      ))}
    </span>
  ),
  'widget:stage': (value, { object, field, record, label }) => {
    const [stage, place] = stageOf(object, field, record) ?? [];
    return (
      <Tag color={colorOf(stage?.color, stage?.kind, place)}>
        {stage ? label(stage.labels) : String(value)}
      </Tag>
    );
  },
  'widget:long-text': (value, { isPlain }) =>
    isPlain ? String(value) : <span className="gx-long-text">{String(value)}</span>,
  'widget:tags': (values: readonly string[]) => (
    <span className="gx-tags">
      {values.map((value) => (
        <span key={value}>
          <Tag color={colorOf(undefined)}>{value}</Tag>
        </span>
      ))}
    </span>
  ),
  'widget:rating': (value: number) => (
    <span className="gx-stars" role="img" aria-label={String(value)}>
      {'★'.repeat(value)}
    </span>
  ),
  'widget:color': (value: string) => (
    <span className="gx-number">
      <svg className="gx-swatch" viewBox="0 0 10 10" aria-hidden="true">
        <rect width="10" height="10" rx="2" fill={value} />
      </svg>
      {value}
    </span>
  ),
  'kind:decimal': number,
  'kind:bool': (value, { yes, no }) => (value ? yes : no),
  'kind:timestamp': (value, { where }) => (
    <span className="gx-number">{formatMoment(value, where.timeZone)}</span>
  ),
  'kind:date': (value) => <span className="gx-number">{value}</span>,
};

/** How a value that is an address is shown. */
const addressOf = ({ link: scheme }: FieldMeta): Display | undefined =>
  scheme === undefined ? undefined : scheme === '' ? webAddress : link(scheme);

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

export const isEmptyValue = isEmpty;

/** Whether values of the field stand at the right of their column. */
export const isNumeric = (field: FieldMeta): boolean => field.kind === 'decimal' && !field.options;

/** A field's value as people read it. */
export function Value(props: { object: ObjectMeta; field: FieldMeta; record: RecordRow; isPlain?: boolean }) {
  const { object, field, record, isPlain = false } = props;
  const where = useLocality();
  const { label, t } = useTexts();
  const value = record[field.name];
  if (isEmpty(value)) return <span className="gx-empty-value">—</span>;
  const display = addressOf(field) ?? DISPLAYS[`widget:${field.widget}`] ?? DISPLAYS[`kind:${field.kind}`];
  if (!display) return String(value);
  return display(value, {
    field,
    object,
    record,
    where,
    label,
    yes: t('common.yes'),
    no: t('common.no'),
    isPlain,
  });
}

/** The title of a record, never empty. */
export function useTitleOf(object: ObjectMeta): (record: RecordRow) => string {
  const { t } = useTexts();
  return (record) => {
    const field = object.fields.find((each) => each.name === object.titleField);
    const value = record[object.titleField];
    const title = field?.target ? relationTitle(field, value) : value;
    return isEmpty(title) ? t('list.noTitle') : String(title);
  };
}
