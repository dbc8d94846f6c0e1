/** How Postgres is to sort: lists say it in ORDER BY and indexes the same, or lists would not be served by them. */

/** By which ICU collation a language sorts; Chinese by pinyin. */
const COLLATIONS: Readonly<Record<string, string>> = { zh: 'zh-Hans-CN-x-icu', en: 'en-x-icu' };

export const collationOf = (language: string | undefined): string =>
  COLLATIONS[(language ?? '').split('-')[0]!] ?? 'und-x-icu';

const NEVER_NULL: ReadonlySet<string> = new Set(['id', 'created_at', 'updated_at', 'version']);

/** Whether there may be records without a value in the field. */
export const mayBeNull = (field: string): boolean => !NEVER_NULL.has(field);

/** SQL behind a key. Nulls come last both ways. */
export const directionSql = ({
  descending,
  nullable,
}: {
  readonly descending: boolean;
  readonly nullable: boolean;
}): string => `${descending ? 'DESC' : 'ASC'}${nullable && descending ? ' NULLS LAST' : ''}`;
