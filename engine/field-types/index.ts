import { address } from './address.ts';
import { autonumber } from './autonumber.ts';
import { boolean } from './boolean.ts';
import { color } from './color.ts';
import { currency } from './currency.ts';
import { date } from './date.ts';
import { dateRange } from './date-range.ts';
import { datetime } from './datetime.ts';
import { decimal } from './decimal.ts';
import type { FieldType } from './define-field-type.ts';
import { duration } from './duration.ts';
import { email } from './email.ts';
import { emails } from './emails.ts';
import { encrypted } from './encrypted.ts';
import { fieldName } from './field-name.ts';
import { file } from './file.ts';
import { files } from './files-list.ts';
import { formula } from './formula.ts';
import { id } from './id.ts';
import { image } from './image.ts';
import { integer } from './integer.ts';
import { json } from './json.ts';
import { lineItems } from './line-items.ts';
import { links } from './links.ts';
import { longText } from './long-text.ts';
import { lookup } from './lookup.ts';
import { markdown } from './markdown.ts';
import { mirror } from './mirror.ts';
import { money } from './money.ts';
import { multiSelect } from './multi-select.ts';
import { objectName } from './object-name.ts';
import { percent } from './percent.ts';
import { personName } from './person-name.ts';
import { phone } from './phone.ts';
import { phones } from './phones.ts';
import { polymorphic } from './polymorphic.ts';
import { rating } from './rating.ts';
import { richText } from './rich-text.ts';
import { rollup } from './rollup.ts';
import { select } from './select.ts';
import { stage } from './stage.ts';
import { tags } from './tags.ts';
import { team } from './team.ts';
import { teams } from './teams.ts';
import { text } from './text.ts';
import { time } from './time.ts';
import { url } from './url.ts';
import { urls } from './urls.ts';
import { user } from './user.ts';
import { users } from './users.ts';
import { yearMonth } from './year-month.ts';

export type { Rate } from './composed.ts';
export { countries } from './countries.ts';
export { isCurrency } from './currencies.ts';
export { localText, momentOf } from './days.ts';
export * from './define-field-type.ts';
export { isPicture } from './file-groups.ts';
export { type FileValue, fileIdOf, mostBytes, refusalOf } from './files.ts';
export { canMask, type MaskName, maskedWire, maskOf, maskText } from './masks.ts';
export { canMatch } from './matches.ts';
export * from './parts.ts';
export { isMatch, longestFor, patternFault } from './patterns.ts';
export { nationalNumber } from './phone.ts';
export { type PlainName, plainValue } from './plain-values.ts';
export * from './property-schema.ts';
export * from './sealed-texts.ts';
export { folded, isStorable } from './texts.ts';

/** Every field type, in the order of the palette. A new one is its file and its line here. */
const TYPES: readonly FieldType[] = Object.freeze([
  text,
  encrypted,
  longText,
  markdown,
  richText,
  email,
  phone,
  url,
  emails,
  phones,
  urls,
  personName,
  address,
  integer,
  decimal,
  currency,
  money,
  percent,
  rating,
  boolean,
  date,
  datetime,
  dateRange,
  time,
  yearMonth,
  duration,
  select,
  multiSelect,
  tags,
  color,
  file,
  files,
  image,
  json,
  objectName,
  fieldName,
  lookup,
  lineItems,
  user,
  users,
  team,
  teams,
  stage,
  autonumber,
  formula,
  mirror,
  rollup,
  links,
  id,
  polymorphic,
]);

const byName: ReadonlyMap<string, FieldType> = new Map(TYPES.map((type) => [type.name, type]));

export const fieldTypes = (): readonly FieldType[] => TYPES;

export const fieldType = (name: string): FieldType | undefined => byName.get(name);
