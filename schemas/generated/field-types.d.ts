/** Written by `npm run generate` from field-types.schema.json. */

/**
 * Properties of object documents by field type. Written by `npm run generate`.
 */
export type FieldProperty = (TextProperty | EncryptedProperty | LongTextProperty | MarkdownProperty | RichTextProperty | EmailProperty | PhoneProperty | UrlProperty | EmailsProperty | PhonesProperty | UrlsProperty | PersonNameProperty | AddressProperty | IntegerProperty | DecimalProperty | CurrencyProperty | MoneyProperty | PercentProperty | RatingProperty | BooleanProperty | DateProperty | DatetimeProperty | DateRangeProperty | TimeProperty | YearMonthProperty | DurationProperty | SelectProperty | MultiSelectProperty | TagsProperty | ColorProperty | FileProperty | FilesProperty | ImageProperty | JsonProperty | ObjectNameProperty | FieldNameProperty | LookupProperty | LineItemsProperty | UserProperty | UsersProperty | TeamProperty | TeamsProperty | StageProperty | AutonumberProperty | FormulaProperty | MirrorProperty | RollupProperty | LinksProperty | IdProperty | PolymorphicProperty)

/**
 * One line, such as a name or a title.
 */
export interface TextProperty {
"x-field": {
type: "text"
case?: ("upper" | "lower" | "title")
width?: "half"
spaces?: "single"
mask?: ("text" | "phone" | "email" | "idCard" | "bankCard" | "name")
}
minLength?: number
maxLength?: number
pattern?: string
default?: string
}
/**
 * One line, stored encrypted. Found by its whole value only: no search, sorting or formulas.
 */
export interface EncryptedProperty {
"x-field": {
type: "encrypted"
mask?: ("text" | "phone" | "email" | "idCard" | "bankCard" | "name")
}
minLength?: number
maxLength?: number
pattern?: string
}
/**
 * Several lines, such as notes or a description.
 */
export interface LongTextProperty {
"x-field": {
type: "longText"
}
minLength?: number
maxLength?: number
pattern?: string
default?: string
}
/**
 * Text with plain marks for headings, lists and links.
 */
export interface MarkdownProperty {
"x-field": {
type: "markdown"
}
minLength?: number
maxLength?: number
pattern?: string
default?: string
}
/**
 * Text with headings, lists, emphasis and links.
 */
export interface RichTextProperty {
"x-field": {
type: "richText"
}
default?: string
}
/**
 * An e-mail address; a click writes a mail.
 */
export interface EmailProperty {
"x-field": {
type: "email"
mask?: ("text" | "phone" | "email" | "idCard" | "bankCard" | "name")
}
default?: string
}
/**
 * A phone number; a click calls it.
 */
export interface PhoneProperty {
"x-field": {
type: "phone"
country?: string
mask?: ("text" | "phone" | "email" | "idCard" | "bankCard" | "name")
}
default?: string
}
/**
 * An address of the web; a click opens it.
 */
export interface UrlProperty {
"x-field": {
type: "url"
}
default?: string
}
/**
 * Several e-mail addresses, one of them primary.
 */
export interface EmailsProperty {
"x-field": {
type: "emails"
mask?: ("text" | "phone" | "email" | "idCard" | "bankCard" | "name")
}
}
/**
 * Several phone numbers, one of them primary.
 */
export interface PhonesProperty {
"x-field": {
type: "phones"
country?: string
mask?: ("text" | "phone" | "email" | "idCard" | "bankCard" | "name")
}
}
/**
 * Several addresses of the web, one of them primary.
 */
export interface UrlsProperty {
"x-field": {
type: "urls"
}
}
/**
 * Family and given name, in the order of the language.
 */
export interface PersonNameProperty {
"x-field": {
type: "personName"
mask?: ("text" | "phone" | "email" | "idCard" | "bankCard" | "name")
}
}
/**
 * Country, province, city, district, street and postal code.
 */
export interface AddressProperty {
"x-field": {
type: "address"
country?: string
}
}
/**
 * A number without decimals, such as a count.
 */
export interface IntegerProperty {
"x-field": {
type: "integer"
}
minimum?: number
maximum?: number
default?: number
}
/**
 * A number with decimals, such as a weight.
 */
export interface DecimalProperty {
"x-field": {
type: "decimal"
scale?: number
precision?: number
}
minimum?: number
maximum?: number
default?: (string | number)
}
/**
 * Money in the currency of the workspace.
 */
export interface CurrencyProperty {
"x-field": {
type: "currency"
scale?: number
precision?: number
}
minimum?: number
maximum?: number
default?: (string | number)
}
/**
 * An amount in any currency; the rate is kept, sums are in the currency of the workspace.
 */
export interface MoneyProperty {
"x-field": {
type: "money"
currencyField?: string
scale?: number
precision?: number
}
minimum?: number
maximum?: number
default?: (string | number)
}
/**
 * A share such as 60%.
 */
export interface PercentProperty {
"x-field": {
type: "percent"
scale?: number
}
minimum?: number
maximum?: number
default?: (string | number)
}
/**
 * Stars, such as how satisfied somebody is.
 */
export interface RatingProperty {
"x-field": {
type: "rating"
max?: number
}
default?: number
}
/**
 * A switch, such as “is a partner”.
 */
export interface BooleanProperty {
"x-field": {
type: "boolean"
}
default?: boolean
}
/**
 * A day, such as a due date.
 */
export interface DateProperty {
"x-field": {
type: "date"
}
minimum?: string
maximum?: string
default?: string
}
/**
 * A moment, such as the start of a meeting.
 */
export interface DatetimeProperty {
"x-field": {
type: "datetime"
}
default?: string
}
/**
 * From one day to another, such as the term of a contract.
 */
export interface DateRangeProperty {
"x-field": {
type: "dateRange"
}
}
/**
 * A time of the day, such as when a shop opens.
 */
export interface TimeProperty {
"x-field": {
type: "time"
}
default?: string
}
/**
 * A month of a year, such as the month of a bill.
 */
export interface YearMonthProperty {
"x-field": {
type: "yearMonth"
}
default?: string
}
/**
 * A length of time, such as 1h 30m.
 */
export interface DurationProperty {
"x-field": {
type: "duration"
unit?: ("second" | "minute" | "hour" | "day")
}
minimum?: number
maximum?: number
default?: number
}
/**
 * One of several options, such as an industry.
 */
export interface SelectProperty {
"x-field": {
type: "select"
options?: {
id?: string
value: string
labels: {
[k: string]: string
}
color?: string
archived?: boolean
parents?: string[]
package?: string
}[]
optionSet?: string
optionsFrom?: ("timeZones" | "languages" | "currencies" | "objects")
dependsOn?: string
allowOther?: boolean
}
default?: string
}
/**
 * Any of several options, such as interests.
 */
export interface MultiSelectProperty {
"x-field": {
type: "multiSelect"
options?: {
id?: string
value: string
labels: {
[k: string]: string
}
color?: string
archived?: boolean
parents?: string[]
package?: string
}[]
optionSet?: string
optionsFrom?: ("timeZones" | "languages" | "currencies" | "objects")
dependsOn?: string
allowOther?: boolean
}
default?: string[]
}
/**
 * Free words to find records by; nobody has to define them.
 */
export interface TagsProperty {
"x-field": {
type: "tags"
}
default?: string[]
}
/**
 * A colour, such as that of a brand.
 */
export interface ColorProperty {
"x-field": {
type: "color"
}
default?: string
}
/**
 * One file, such as a signed report.
 */
export interface FileProperty {
"x-field": {
type: "file"
accept?: ("image" | "pdf" | "document" | "spreadsheet" | "presentation" | "text" | "archive" | "audio" | "video")[]
maxSize?: number
}
}
/**
 * Any number of files, such as scans and photos.
 */
export interface FilesProperty {
"x-field": {
type: "files"
accept?: ("image" | "pdf" | "document" | "spreadsheet" | "presentation" | "text" | "archive" | "audio" | "video")[]
maxSize?: number
maxFiles?: number
}
}
/**
 * One picture, such as a logo or a photo.
 */
export interface ImageProperty {
"x-field": {
type: "image"
maxSize?: number
}
}
/**
 * Structured data for other systems, checked by a JSON Schema of its own.
 */
export interface JsonProperty {
"x-field": {
type: "json"
schema?: {
[k: string]: unknown
}
}
default?: ({

} | unknown[])
}
/**
 * Names an object of the model, such as the one that a template is for.
 */
export interface ObjectNameProperty {
"x-field": {
type: "objectName"
}
default?: string
}
/**
 * Names a field of an object, such as the one that a mapping fills.
 */
export interface FieldNameProperty {
"x-field": {
type: "fieldName"
object?: string
dependsOn?: string
}
}
/**
 * A record of another object, such as the account of a contact.
 */
export interface LookupProperty {
"x-field": {
type: "lookup"
target?: string
targets?: string[]
onDelete?: ("restrict" | "null" | "cascade")
manyToMany?: boolean
through?: string
throughFrom?: string
throughTo?: string
inverse?: {
name: string
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
}
filter?: string
}
}
/**
 * Rows that are edited inside the form of the record, such as the products of an order.
 */
export interface LineItemsProperty {
"x-field": {
type: "lineItems"
lineItems: {
target: string
via: string
}
}
}
/**
 * A member of the workspace, such as who is responsible.
 */
export interface UserProperty {
"x-field": {
type: "user"
inverse?: {
name: string
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
}
filter?: string
}
}
/**
 * Any number of members of the workspace, such as who helps.
 */
export interface UsersProperty {
"x-field": {
type: "users"
}
}
/**
 * A team of the workspace, such as the one in charge.
 */
export interface TeamProperty {
"x-field": {
type: "team"
inverse?: {
name: string
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
}
filter?: string
}
}
/**
 * Any number of teams, such as those that take part.
 */
export interface TeamsProperty {
"x-field": {
type: "teams"
}
}
/**
 * The stage of a pipeline; gives the object a board.
 */
export interface StageProperty {
"x-field": {
type: "stage"
}
default?: string
}
/**
 * A running number such as OPP-0042, given by the engine.
 */
export interface AutonumberProperty {
"x-field": {
type: "autonumber"
format?: string
reset?: ("never" | "year" | "month" | "day")
scope?: string
gapless?: boolean
}
}
/**
 * A value worked out from other fields, also of related records; always up to date.
 */
export interface FormulaProperty {
"x-field": {
type: "formula"
returns: ("text" | "longText" | "url" | "integer" | "decimal" | "currency" | "percent" | "boolean" | "date" | "datetime")
expression: string
scale?: number
precision?: number
}
}
/**
 * A field of a related record, shown here; it follows every change there.
 */
export interface MirrorProperty {
"x-field": {
type: "mirror"
path: string
}
}
/**
 * A count, sum or other value over the records that refer to this one.
 */
export interface RollupProperty {
"x-field": {
type: "rollup"
rollup: {
function: ("count" | "sum" | "avg" | "min" | "max" | "first" | "last" | "any" | "all" | "countDistinct")
object: string
via: string
field?: string
filter?: string
sort?: string[]
}
scale?: number
precision?: number
}
}
/**
 * Any number of records of another object.
 */
export interface LinksProperty {
"x-field": {
type: "links"
}
}
/**
 * What identifies a record.
 */
export interface IdProperty {
"x-field": {
type: "id"
}
}
/**
 * A record of one of several objects.
 */
export interface PolymorphicProperty {
"x-field": {
type: "polymorphic"
objects?: {

}[]
targets?: string[]
}
}
