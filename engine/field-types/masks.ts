import type { FieldFacts, FieldType } from './define-field-type.ts';

/** What is left of a text for those who must not read it. Neither its length nor its middle can be told from that. */
export type MaskName = 'text' | 'phone' | 'email' | 'idCard' | 'bankCard' | 'name';

/** First and last characters of a text that is long enough to keep something to itself. */
const ends = (sql: string, first: number, last: number): string => {
  const shown = [first > 0 && `left(${sql}, ${first})`, `'****'`, last > 0 && `right(${sql}, ${last})`];
  return `CASE WHEN length(${sql}) >= ${2 * (first + last)} THEN ${shown.filter(Boolean).join(' || ')} WHEN ${sql} IS NOT NULL THEN '****' END`;
};

const MASKS: Readonly<Record<MaskName, (sql: string) => string>> = {
  text: (sql) => `CASE WHEN ${sql} IS NOT NULL THEN '****' END`,
  phone: (sql) => ends(sql, 3, 2),
  email: (sql) => `left(${sql}, 1) || '****' || substring(${sql} from '@.*$')`,
  idCard: (sql) => ends(sql, 3, 4),
  bankCard: (sql) => ends(sql, 0, 4),
  name: (sql) => `left(${sql}, 1) || '**'`,
};

const textEnds = (text: string, first: number, last: number): string => {
  const points = [...text];
  if (points.length < 2 * (first + last)) return '****';
  return `${points.slice(0, first).join('')}****${last > 0 ? points.slice(-last).join('') : ''}`;
};

/** The same of texts that Postgres does not know: those that are kept sealed. */
const TEXT_MASKS: Readonly<Record<MaskName, (text: string) => string>> = {
  text: () => '****',
  phone: (text) => textEnds(text, 3, 2),
  email: (text) => `${[...text][0]}****${/@.*$/.exec(text)?.[0] ?? ''}`,
  idCard: (text) => textEnds(text, 3, 4),
  bankCard: (text) => textEnds(text, 0, 4),
  name: (text) => `${[...text][0]}**`,
};

/** What a mask leaves of a text. */
export const maskText = (mask: MaskName, text: string): string => TEXT_MASKS[mask](text);

/** The word by which a field says how it is masked; without it as its type does it. */
export const maskWord = {
  mask: {
    type: 'string',
    enum: Object.keys(MASKS),
    'x-labels': { en: 'Masked as', 'zh-CN': '脱敏方式' },
    'x-help': {
      en: 'What is left of it for roles that see it masked.',
      'zh-CN': '对只能查看脱敏值的角色显示的形式。',
    },
  },
};

/** How a field is masked: as it says, else as its type does it. */
export const maskOf = ({ settings, type }: FieldFacts & { readonly type: FieldType }): MaskName =>
  (settings.mask as MaskName | undefined) ?? type.mask!.by;

/** Whether values of a type can be shown masked. */
export const canMask = (type: FieldType): boolean => type.mask !== undefined;

const maskColumn = (mask: (sql: string) => string, sql: string, isList: boolean): string =>
  isList
    ? `ARRAY(SELECT ${mask('one')} FROM unnest(${sql}) WITH ORDINALITY AS u (one, n) ORDER BY n)`
    : mask(sql);

/**
 * SQL of the wire spelling of a masked value, or of a part of it; `source` gives the columns of the field as they
 * are stored. The field says how it is masked, else its type.
 */
export function maskedWire(
  wire: FieldType['wire'],
  field: FieldFacts & { readonly type: FieldType },
  source: (part: string) => string,
): string {
  const { hides = [] } = field.type.mask!;
  const main = MASKS[maskOf(field)];
  const lists = field.type
    .columns(field)
    .filter(({ type }) => type === 'text[]')
    .map(({ part }) => part);
  const masked = (part: string): string => {
    if (part === '') return maskColumn(main, source(part), lists.includes(part));
    return hides.includes(part) ? maskColumn(MASKS.text, source(part), lists.includes(part)) : source(part);
  };
  return wire(masked, field);
}
