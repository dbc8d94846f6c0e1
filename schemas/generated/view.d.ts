/** Written by `npm run generate` from view.schema.json. */

/**
 * A view: a list of records with its columns, filter and order.
 */
export interface ViewDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the view in the API, in expressions and in other documents.
 */
name: string
/**
 * The object that it belongs to.
 */
object: string
/**
 * What people call it.
 */
labels: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * How the records are shown.
 */
mode?: ("table" | "board" | "calendar" | "cards")
/**
 * Fields in their order, also of related records: account.name.
 */
columns?: (string | {
field: string
/**
 * In pixels.
 */
width?: number
})[]
/**
 * Which records it shows; left out: all.
 */
filter?: string
/**
 * Order: fields, with - before those that fall.
 */
sort?: string[]
/**
 * Of a board: the field whose values are its columns.
 */
group?: string
/**
 * Place among the views of its object: the first opens; left out: behind the others.
 */
order?: number
/**
 * Roles that it is for; left out: everybody.
 */
for?: string[]
}
