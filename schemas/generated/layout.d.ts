/** Written by `npm run generate` from layout.schema.json. */

/**
 * A layout: how one record is arranged. It shows and arranges; what may be seen, grants and rules decide.
 */
export interface LayoutDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the layout in the API, in expressions and in other documents.
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
 * Roles that it is for; left out: everybody.
 */
roles?: string[]
/**
 * Fields in the head of the page.
 */
highlights?: string[]
/**
 * Groups of fields, from top to bottom.
 */
sections: {
/**
 * Identifies the section for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Heading of the section.
 */
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * Columns on a wide screen.
 */
columns?: number
/**
 * Its fields in their order.
 */
fields: (string | {
field: string
/**
 * Columns that it takes.
 */
span?: number
})[]
}[]
/**
 * Lists of records that point at this one.
 */
related?: {
/**
 * The object of the list.
 */
object: string
/**
 * Its field that points here.
 */
via: string
/**
 * Fields of the list.
 */
columns?: string[]
}[]
}
