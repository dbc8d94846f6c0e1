/** Written by `npm run generate` from object.schema.json. */

/**
 * An object: a kind of record, with its fields and rules; or, with `extends`, what a package adds to an object of another one.
 */
export interface ObjectDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * The object as a whole.
 */
"x-object": {
/**
 * Identifies the object for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the object in the API, in expressions and in other documents.
 */
name?: string
/**
 * Of an extension: the object that it adds to.
 */
extends?: string
/**
 * What people call one record.
 */
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * What people call many.
 */
plural?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * What the object is for.
 */
description?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * The field that stands for the record in lists, lookups and headings.
 */
titleField?: string
/**
 * Name of an icon.
 */
icon?: string
/**
 * Whether records belong to a user.
 */
ownership?: ("user" | "none")
/**
 * What the object can do beside holding records.
 */
capabilities?: {
/**
 * Shows what happened around a record.
 */
timeline?: boolean
/**
 * Records take files.
 */
files?: boolean
/**
 * There is one record only.
 */
singleton?: boolean
/**
 * People outside can be users of the portal for a record of it.
 */
portal?: boolean
/**
 * Records stand below each other.
 */
tree?: boolean
/**
 * Records are people: it is kept by which channels and for what they may be contacted, and who must not be at all.
 */
consent?: boolean
}
/**
 * Fields whose values together are unique.
 */
unique?: string[][]
/**
 * The relation whose record decides who may see this one.
 */
accessFrom?: string
/**
 * Taken out of use; its records are kept.
 */
archived?: boolean
}
/**
 * The fields by API name, in the order of forms and lists.
 */
properties?: {
[k: string]: Field
}
/**
 * Fields that a record must have.
 */
required?: string[]
/**
 * Rules over several fields.
 */
"x-rules"?: Rule[]
/**
 * Written by the engine: by package, what its extension changed of other packages' parts, and what stood there before.
 */
"x-extensions"?: {
[k: string]: {
[k: string]: unknown
}
}
}
/**
 * A field: `x-field` says what it is, JSON Schema's words beside it (maxLength, minimum, default…) what its values must be. Which words there are depends on the type.
 * 
 * This interface was referenced by `ObjectDocument`'s JSON-Schema
 * via the `definition` "field".
 */
export interface Field {
"x-field": {
/**
 * Identifies the field for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Relabels a system field; the property has its name.
 */
system?: ("id" | "owner" | "created_at" | "created_by" | "updated_at" | "updated_by" | "deleted_at" | "version" | "source")
/**
 * What kind of value it holds: a member of the catalogue of field types.
 */
type?: string
/**
 * What people call the field.
 */
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * A sentence below the field on forms.
 */
help?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * For administrators only.
 */
notes?: string
/**
 * Searched; A counts most, D least.
 */
search?: ("A" | "B" | "C" | "D")
/**
 * Nobody writes it by hand.
 */
readOnly?: boolean
/**
 * No two records have the same value; case, width, surrounding space and binned records do not count.
 */
unique?: boolean
/**
 * The id that the record has in another system: imports find records by it.
 */
externalId?: boolean
/**
 * An expression for the value of new records.
 */
defaultExpression?: string
/**
 * How sensitive the values are; without it as their type says: e-mail addresses, phone numbers and names are personal. Whoever reads sensitive ones is kept in the audit. `none` says that they are of no person.
 */
classification?: ("none" | "personal" | "sensitive")
/**
 * Asked for, but not required.
 */
recommended?: boolean
/**
 * Changes stand in the timeline.
 */
trackHistory?: boolean
/**
 * Whether a copy of the record has the value.
 */
copyOnClone?: boolean
/**
 * Taken out of use; its values are kept.
 */
archived?: boolean
/**
 * Written by the engine: the package that added this part to a document of another package.
 */
package?: string
}
}
/**
 * This interface was referenced by `ObjectDocument`'s JSON-Schema
 * via the `definition` "rule".
 */
export interface Rule {
/**
 * Identifies the rule for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * When the rule holds; left out: always.
 */
when?: string
/**
 * What must hold.
 */
check?: string
/**
 * The field that the message stands at.
 */
field?: string
/**
 * Fields that must be filled in.
 */
require?: string[]
/**
 * Fields that cannot be changed.
 */
readOnly?: string[]
/**
 * Fields that are not shown.
 */
hide?: string[]
/**
 * By field: the options that are allowed.
 */
options?: {
[k: string]: string[]
}
/**
 * Empties the fields that it hides.
 */
clear?: boolean
/**
 * What people read when it does not hold.
 */
message?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * Written by the engine: the package that added this part to a document of another package.
 */
package?: string
}
